using System.Text;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Storage.Reference;

/// <summary>The settings of the clock that are not in the reference folder.</summary>
public sealed record ClockSettings(LocalDays Days, OfficeHours OfficeHours, TimeOnly LateReceiptAfter, VerdictBy VerdictBy)
{
    public static ClockSettings ForZone(string zone) => new(
        new LocalDays(TimeZoneInfo.FindSystemTimeZoneById(zone)),
        OfficeHours.Default,
        WorkClock.DefaultLateReceiptAfter,
        VerdictBy.Instant);
}

/// <summary>
/// Everything besides the events that figures depend on, under one digest. The database remembers with which digest its
/// dossiers and tallies were computed; with another one they are computed again before anything is answered.
/// </summary>
public sealed class Rulebook
{
    // Raised when the fold or the marks change their meaning, so that stored figures are computed again.
    private const int RulesVersion = 1;

    public Rulebook(ReferenceData reference, ClockSettings clock)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(clock);
        Reference = reference;
        Clock = clock;
        var workClock = new WorkClock(reference.Calendar, clock.Days, clock.OfficeHours, clock.LateReceiptAfter);
        Rules = new FoldRules(workClock, new OnTimeRule(workClock, clock.VerdictBy), reference.Units, reference.Procedures);
        Digest = ComputeDigest();
    }

    public ReferenceData Reference { get; }

    public ClockSettings Clock { get; }

    public FoldRules Rules { get; }

    public string Digest { get; }

    private string ComputeDigest()
    {
        var text = new StringBuilder();
        text.Append(RulesVersion).Append('\n').Append(Clock.Days.Id).Append('\n').Append(Clock.OfficeHours).Append('\n')
            .Append(Clock.LateReceiptAfter.ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture)).Append('\n')
            .Append(Clock.VerdictBy).Append('\n');
        foreach (var (name, content) in Reference.Files)
        {
            text.Append(name).Append(' ').Append(content.Length).Append('\n').Append(content).Append('\n');
        }

        return Digests.OfText(text.ToString());
    }
}
