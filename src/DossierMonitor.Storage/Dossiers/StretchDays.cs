using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;

namespace DossierMonitor.Storage.Dossiers;

/// <summary>
/// The local days on which a stretch has marks: all of them lie at its beginning, its end, or where it becomes overdue. A day's
/// figures, and lists of what happened within days, find their dossiers by it.
/// </summary>
internal static class StretchDays
{
    /// <param name="to">Each day once.</param>
    /// <param name="stretch">Whose.</param>
    /// <param name="unit">Number of its unit.</param>
    /// <param name="days">The zone in which days are cut.</param>
    public static void AddTo(List<(int Day, long Unit)> to, Stretch stretch, long unit, LocalDays days)
    {
        Add(stretch.From);
        Add(stretch.To);
        Add(stretch.Current.OverdueFrom);
        Add(stretch.Promised.OverdueFrom);

        void Add(Instant? at)
        {
            if (at is { } instant && (LocalDayNumber.Of(days.DateOf(instant)), unit) is var day && !to.Contains(day))
            {
                to.Add(day);
            }
        }
    }
}
