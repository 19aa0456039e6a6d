using System.Text;
using System.Text.Json;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Api.Ingest;

/// <summary>
/// One event from its JSON text: either a <see cref="DossierEvent"/> or every reason why not. What is kept of a refused
/// event are only the members that were acceptable, so no refused value is stored anywhere.
/// </summary>
public sealed class EventParser(Rulebook rulebook, Instant now)
{
    public const int MaximumBytes = 4096;
    public const int MaximumDepth = 16;

    private static readonly TimeSpan FutureTolerance = TimeSpan.FromHours(24);

    /// <summary>What an event has in common with all others of its request: the rules and the clock, read once.</summary>
    public SubmittedEvent Parse(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaximumBytes)
        {
            return Refused(new RefusalReason("", "eventTooLarge", MaximumBytes.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        var draft = new EventDraft();
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaximumDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                // The rest is read so that broken text is called that, and not only "not an object".
                while (reader.Read())
                {
                }

                return Refused(new RefusalReason("", "notObject"));
            }

            new EventReader(draft).Read(ref reader);
            if (reader.Read())
            {
                return Refused(new RefusalReason("", "notJson"));
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            return Refused(new RefusalReason("", "notJson"));
        }

        return new EventCheck(rulebook, now.Plus(FutureTolerance)).Check(draft);
    }

    public static SubmittedEvent Refused(params IReadOnlyList<RefusalReason> reasons) =>
        new(null, new Refusal(EventStatus.Rejected, null, null, null, null, reasons, null));
}
