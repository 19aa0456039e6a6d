using System.Text;
using System.Text.Json;
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

    public string ToJson() => JsonSerializer.Serialize(new Text(Days.Id, OfficeHours.ToString(), LateReceiptAfter, VerdictBy.ToString()));

    public static ClockSettings FromJson(string json)
    {
        var text = JsonSerializer.Deserialize<Text>(json)!;
        return new ClockSettings(
            new LocalDays(TimeZoneInfo.FindSystemTimeZoneById(text.Zone)), OfficeHours.Parse(text.OfficeHours), text.LateReceiptAfter, Enum.Parse<VerdictBy>(text.VerdictBy));
    }

    private sealed record Text(string Zone, string OfficeHours, TimeOnly LateReceiptAfter, string VerdictBy);
}

/// <summary>
/// Everything besides the events that figures depend on, under one digest. The database remembers with which digest its
/// dossiers and tallies were computed; with another one they are computed again before anything is answered.
/// </summary>
public sealed class Rulebook
{
    // Raised when the fold or the marks change their meaning, so that stored figures are computed again; and when an older program
    // must not write to the database any more (4: it would not keep source.greatest_id; 5: nor the months' late days), since it stops at a digest that is not its own.
    private const int RulesVersion = 5;

    public Rulebook(ReferenceData reference, ClockSettings clock)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(clock);
        Reference = reference;
        Clock = clock;
        Timeline = new RuleTimeline(reference.LaterCalendars
            .Select(later => new EffectiveRules(clock.Days.StartOf(later.From), RulesWith(later.Calendar)))
            .Prepend(new EffectiveRules(Instant.MinValue, RulesWith(reference.Calendar))));
        Digest = ComputeDigest();
    }

    public ReferenceData Reference { get; }

    public ClockSettings Clock { get; }

    public RuleTimeline Timeline { get; }

    /// <summary>Units and procedures, and the newest calendar.</summary>
    public FoldRules Rules => Timeline.Latest;

    public string Digest { get; }

    public DossierHistory Fold(string code, IReadOnlyCollection<DossierEvent> events, Instant? asOf = null) =>
        DossierFold.Fold(code, events, Timeline, asOf);

    /// <summary>The calendar in force at an instant: the one that answers as of it name.</summary>
    public WorkingCalendar CalendarAt(Instant instant) => Timeline.At(instant).Clock.Calendar;

    public OnTimeRule OnTimeAt(Instant instant) => Timeline.At(instant).OnTime;

    private FoldRules RulesWith(WorkingCalendar calendar)
    {
        var workClock = new WorkClock(calendar, Clock.Days, Clock.OfficeHours, Clock.LateReceiptAfter);
        return new FoldRules(workClock, new OnTimeRule(workClock, Clock.VerdictBy), Reference.Units, Reference.Procedures);
    }

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
