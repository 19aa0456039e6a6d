namespace DossierMonitor.Domain.Timeliness;

public enum Verdict
{
    /// <summary>Trước hạn.</summary>
    Early,

    /// <summary>Đúng hạn.</summary>
    OnTime,

    /// <summary>Trễ hạn.</summary>
    Late,

    /// <summary>Finished, but no date was ever promised: in no rate.</summary>
    NoDueDate,
}

/// <summary>How a finish is compared with a due date: by the instant (the rule) or by the calendar date (practice).</summary>
public enum VerdictBy
{
    Instant,
    Date,
}

/// <summary>
/// The on-time rule; nothing else in the service judges lateness. A finish f against a due date d is late if f &gt; d, on
/// time if f ≤ d, early if also the local date of f is before that of d. By date, d is taken as the end of its day.
/// An open dossier is overdue at an instant S if d &lt; S.
/// </summary>
public sealed class OnTimeRule(WorkClock clock, VerdictBy by)
{
    public VerdictBy By { get; } = by;

    public Verdict Judge(Instant finish, Instant? due)
    {
        if (due is not { } date)
        {
            return Verdict.NoDueDate;
        }

        if (finish > Binding(date))
        {
            return Verdict.Late;
        }

        return clock.Days.DateOf(finish) < clock.Days.DateOf(date) ? Verdict.Early : Verdict.OnTime;
    }

    public bool IsOverdue(Instant? due, Instant at) => due is { } date && Binding(date) < at;

    /// <summary>The first instant at which an open dossier with this due date is overdue.</summary>
    public Instant OverdueFrom(Instant due) => Binding(due).Next;

    /// <summary>The latest due date with which an open dossier is overdue at <paramref name="at"/>.</summary>
    public Instant LatestOverdueAt(Instant at) =>
        By == VerdictBy.Date ? clock.Days.StartOf(clock.Days.DateOf(at)).Previous : at.Previous;

    /// <summary>
    /// Working days after the local due date through the local date of <paramref name="at"/>, at least 1: a dossier that is
    /// late by an hour, or over a weekend, is a day late.
    /// </summary>
    public int DaysLate(Instant due, Instant at) => DaysLate(clock.Days.DateOf(due), clock.Days.DateOf(at));

    /// <summary>The same of what is known to be late, by its local days: no hour of either counts.</summary>
    public int DaysLate(DateOnly due, DateOnly at) => Math.Max(1, clock.Calendar.WorkingDaysBetween(due, at));

    public int CalendarDaysLate(Instant due, Instant at) =>
        Math.Max(1, clock.Days.DateOf(at).DayNumber - clock.Days.DateOf(due).DayNumber);

    private Instant Binding(Instant due) => By == VerdictBy.Date ? clock.Days.EndOf(clock.Days.DateOf(due)) : due;
}
