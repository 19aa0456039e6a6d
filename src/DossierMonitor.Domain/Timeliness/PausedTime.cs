namespace DossierMonitor.Domain.Timeliness;

/// <summary>
/// How far a pause moves a due date.
/// For limits in working days (and dates that only the portal knows) the move is the number of working days after the
/// local day of the pause through the local day of the resume, and the time of day stays: working days are whole
/// numbers. A pause within one day moves nothing; a pause over Tết moves only by the days on which the office worked.
/// For limits in hours it is the office time between the two instants.
/// </summary>
public static class PausedTime
{
    /// <returns>The moved due date, or null when the calendar does not reach that far.</returns>
    public static Instant? Move(WorkClock clock, Instant due, Instant paused, Instant resumed, TimeLimitUnit unit)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (unit == TimeLimitUnit.Hours)
        {
            return clock.TryAddOfficeTime(due, clock.OfficeTimeBetween(paused, resumed), out var end) ? end : null;
        }

        var days = WorkingDays(clock, paused, resumed);
        if (days == 0)
        {
            return due;
        }

        return clock.Calendar.TryAddWorkingDays(clock.Days.DateOf(due), days, out var day)
            ? clock.Days.At(day, clock.Days.TimeOf(due))
            : null;
    }

    /// <summary>Working days after the local day of the pause through the local day of the resume.</summary>
    public static int WorkingDays(WorkClock clock, Instant paused, Instant resumed)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return clock.Calendar.WorkingDaysBetween(clock.Days.DateOf(paused), clock.Days.DateOf(resumed));
    }

    /// <summary>
    /// As <see cref="Move"/>, but a pause cannot rescue a dossier that was already overdue when it began: counted in whole
    /// days, a due date of 10:00 could land after a resume at 09:00, and the dossier would be in time for an hour.
    /// </summary>
    public static Instant? MoveWithoutRescue(
        WorkClock clock, OnTimeRule rule, Instant due, Instant paused, Instant resumed, TimeLimitUnit unit)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var moved = Move(clock, due, paused, resumed, unit);
        return rule.IsOverdue(due, paused) && moved is { } date && !rule.IsOverdue(date, resumed)
            ? rule.LatestOverdueAt(resumed)
            : moved;
    }
}
