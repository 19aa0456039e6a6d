namespace DossierMonitor.Domain.Timeliness;

/// <summary>
/// When a due date is near. It is a plan ahead, by which nothing is promised or judged: beyond the last loaded year the days are
/// counted with weekends only.
/// </summary>
public static class DueSoonRule
{
    /// <summary>The working days ahead that figures are given for; each includes the ones before.</summary>
    public static IReadOnlyList<int> Horizons { get; } = [1, 3, 5];

    /// <summary>
    /// The last local day on which a dossier is due within so many working days after <paramref name="today"/>. What is due today and
    /// not overdue yet is due within each.
    /// </summary>
    public static DateOnly LastDay(WorkingCalendar calendar, DateOnly today, int within)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        calendar.Provisional.TryAddWorkingDays(today, within, out var last);
        return last;
    }
}
