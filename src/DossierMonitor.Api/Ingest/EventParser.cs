using System.Globalization;
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
/// <remarks>One request's, and one event at a time: the draft is used again for the next event.</remarks>
/// <param name="rulebook">The reference data.</param>
/// <param name="now">The clock, read once.</param>
/// <param name="source">What the caller may write for; null = any.</param>
public sealed class EventParser(Rulebook rulebook, Instant now, string? source = null)
{
    public const int MaximumBytes = 4096;
    public const int MaximumDepth = 16;

    private static readonly TimeSpan FutureTolerance = TimeSpan.FromHours(24);

    private static readonly SubmittedEvent TooLargeEvent =
        Refused(new RefusalReason("", "eventTooLarge", MaximumBytes.ToString(CultureInfo.InvariantCulture)));

    private readonly EventDraft _draft = new();

    // What an event has in common with all others of its request: the rules and the clock, read once.
    private readonly EventCheck _check = new(rulebook, now.Plus(FutureTolerance), source);

    /// <summary>An event that is too long to be looked at.</summary>
    public static SubmittedEvent TooLarge => TooLargeEvent;

    /// <param name="json">The event and nothing else.</param>
    public SubmittedEvent Parse(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaximumBytes)
        {
            return TooLarge;
        }

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

            _draft.Clear();
            new EventReader(_draft).Read(ref reader);
            if (reader.Read())
            {
                return Refused(new RefusalReason("", "notJson"));
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            return Refused(new RefusalReason("", "notJson"));
        }

        return _check.Check(_draft);
    }

    /// <summary>An event of an array that is being read; the reader is moved to its end.</summary>
    /// <exception cref="JsonException">The array is broken here.</exception>
    internal SubmittedEvent Parse(ref Utf8JsonReader reader)
    {
        var start = reader;
        try
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                _draft.Clear();
                if (new EventReader(_draft, start.TokenStartIndex + MaximumBytes).Read(ref reader))
                {
                    return IsTooLarge(start, reader) ? TooLarge : _check.Check(_draft);
                }
            }
        }
        catch (Exception error) when (error is InvalidOperationException or DecoderFallbackException)
        {
            // A name that is no text. The event is left alone and its neighbours live.
            reader = start;
            reader.Skip();
            return IsTooLarge(start, reader) ? TooLarge : Refused(new RefusalReason("", "notJson"));
        }

        reader = start;
        reader.Skip();
        return IsTooLarge(start, reader) ? TooLarge : Refused(new RefusalReason("", "notObject"));
    }

    private static bool IsTooLarge(in Utf8JsonReader start, in Utf8JsonReader end) => end.BytesConsumed - start.TokenStartIndex > MaximumBytes;

    public static SubmittedEvent Refused(params IReadOnlyList<RefusalReason> reasons) =>
        SubmittedEvent.Of(new Refusal(EventStatus.Rejected, null, null, null, null, reasons, null));
}
