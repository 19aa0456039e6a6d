using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Storage.Queries;

/// <summary>A cycle of a dossier by the calendar in force and by the one that is tried.</summary>
/// <param name="Before">Its last stretch by the calendar in force.</param>
/// <param name="After">By the other.</param>
public sealed record WhatIfCycle(string Code, Stretch Before, Stretch After, bool Flips);

/// <param name="Examined">Dossiers that could be touched by a day that changes.</param>
/// <param name="Moved">Cycles with another due date or verdict, first those that flip, then by code.</param>
public sealed record WhatIfResult(long Examined, long Flips, long DatesMoved, IReadOnlyList<WhatIfCycle> Moved);

/// <summary>What another calendar would do, without storing anything.</summary>
public static class WhatIfQuery
{
    /// <param name="snapshot">The database.</param>
    /// <param name="other">The same rules with the other calendar.</param>
    /// <param name="first">The first day that differs …</param>
    /// <param name="last">… and the last.</param>
    /// <param name="asOf">Open dossiers are judged at this instant.</param>
    public static WhatIfResult Run(Snapshot snapshot, Rulebook other, DateOnly first, DateOnly last, Instant asOf)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(other);
        var days = snapshot.Rulebook.Clock.Days;
        var candidates = new List<(long Id, string Code)>();

        // A day can only matter to a dossier that was received by then, and that was open or due on it or later.
        using (var command = snapshot.Command(
            snapshot.Sql("Queries/list-spanning"), ("@first", days.StartOf(first).Milliseconds), ("@last", days.EndOf(last).Milliseconds)))
        using (var rows = command.ExecuteReader())
        {
            while (rows.Read())
            {
                candidates.Add((rows.GetInt64(0), rows.GetString(1)));
            }
        }

        using var stored = new StoredEvents(snapshot);
        var moved = new List<WhatIfCycle>();
        foreach (var (id, code) in candidates)
        {
            var events = stored.Of(id, code);
            var before = snapshot.Rulebook.Fold(code, events, asOf);
            var after = other.Fold(code, events, asOf);
            foreach (var cycle in before.Cycles)
            {
                var (one, two) = (Last(before, cycle.Number), Last(after, cycle.Number));
                var flips = Outcome(one, asOf, DueDateBasis.Current) != Outcome(two, asOf, DueDateBasis.Current)
                    || Outcome(one, asOf, DueDateBasis.Promised) != Outcome(two, asOf, DueDateBasis.Promised);
                if (flips || DueDates(one) != DueDates(two))
                {
                    moved.Add(new WhatIfCycle(code, one, two, flips));
                }
            }
        }

        return new WhatIfResult(
            candidates.Count,
            moved.Count(cycle => cycle.Flips),
            moved.Count(cycle => DueDates(cycle.Before) != DueDates(cycle.After)),
            [.. moved.OrderBy(cycle => !cycle.Flips).ThenBy(cycle => cycle.Code, StringComparer.Ordinal).ThenBy(cycle => cycle.Before.Cycle)]);
    }

    private static Stretch Last(DossierHistory history, int cycle) => history.Stretches.Last(stretch => stretch.Cycle == cycle);

    private static (Verdict? Verdict, DossierState State) Outcome(Stretch stretch, Instant at, DueDateBasis basis) =>
        (stretch.Judged(basis)?.Verdict, DossierHistory.StateOf(stretch, at, basis));

    private static (Instant?, Instant?, Instant?) DueDates(Stretch stretch) => stretch.Exit == StretchExit.Finished
        ? (stretch.CurrentJudgement?.Due, stretch.PromisedJudgement?.Due, stretch.StatutoryDueAtFinish)
        : (stretch.Current.Due, stretch.Promised.Due, stretch.StatutoryDue);
}
