using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Storage.Reference;

/// <param name="IsWorkingDay">Null = nothing special on that day.</param>
public readonly record struct CalendarDayChange(DateOnly Date, bool? IsWorkingDay);

/// <summary>The rules in force with other days off.</summary>
public static class CalendarTrial
{
    /// <param name="rulebook">The rules in force.</param>
    /// <param name="changes">Days that would be otherwise, in every version of the calendar.</param>
    /// <param name="firstNewYear">The first year that would be loaded by it; null = none.</param>
    /// <param name="lastNewYear">The last one.</param>
    public static Rulebook With(Rulebook rulebook, IReadOnlyList<CalendarDayChange> changes, out int? firstNewYear, out int? lastNewYear)
    {
        ArgumentNullException.ThrowIfNull(rulebook);
        ArgumentNullException.ThrowIfNull(changes);
        var reference = rulebook.Reference;
        var before = reference.LatestCalendar.Years.Select(year => year.Year).ToHashSet();
        var files = new SortedDictionary<string, string>(reference.Files.ToDictionary(), StringComparer.Ordinal)
        {
            ["what-if"] = string.Join('\n', changes),
        };
        var trial = new Rulebook(
            reference with
            {
                Calendar = Changed(reference.Calendar, changes),
                LaterCalendars = [.. reference.LaterCalendars.Select(later => later with { Calendar = Changed(later.Calendar, changes) })],
                Files = files,
            },
            rulebook.Clock);
        var added = trial.Reference.LatestCalendar.Years.Select(year => year.Year).Where(year => !before.Contains(year)).ToList();
        firstNewYear = added.Count == 0 ? null : added.Min();
        lastNewYear = added.Count == 0 ? null : added.Max();
        return trial;
    }

    private static WorkingCalendar Changed(WorkingCalendar calendar, IReadOnlyList<CalendarDayChange> changes)
    {
        var days = calendar.Days.ToDictionary(day => day.Date);
        foreach (var change in changes)
        {
            if (change.IsWorkingDay is { } works)
            {
                days[change.Date] = new CalendarDay(change.Date, works, "what-if", "what-if");
            }
            else
            {
                days.Remove(change.Date);
            }
        }

        return new WorkingCalendar(calendar.Version + "+what-if", days.Values, calendar.Years);
    }
}
