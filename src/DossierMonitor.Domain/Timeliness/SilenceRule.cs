namespace DossierMonitor.Domain.Timeliness;

/// <summary>
/// Whether a portal has gone silent. Figures of a portal that does not send look better than they are: what it does not report is
/// neither late nor open.
/// </summary>
public static class SilenceRule
{
    /// <summary>A whole working day between its last event and today without any; weekends and days off are no silence.</summary>
    /// <param name="calendar">Says which days are working days; an unconfirmed year is good enough here.</param>
    /// <param name="last">The local day on which its last event was recorded.</param>
    /// <param name="today">The local day now.</param>
    public static bool IsSilent(WorkingCalendar calendar, DateOnly last, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return today > last && calendar.Provisional.WorkingDaysBetween(last, today.AddDays(-1)) >= 1;
    }
}
