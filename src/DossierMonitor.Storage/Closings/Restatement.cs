using Dapper;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Storage.Closings;

/// <summary>What a dossier puts into the figures of a unit in a period.</summary>
public sealed class Contribution
{
    public Tally Tally { get; } = new();

    public bool Equals(Contribution other, DueDateBasis basis)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Counts.From(Tally, basis) == Counts.From(other.Tally, basis)
            && Tally.Late(basis).Total == other.Tally.Late(basis).Total && Tally.Late(basis).Count == other.Tally.Late(basis).Count;
    }
}

/// <summary>A dossier that counts differently now than when the period was closed.</summary>
/// <param name="Before">By what was known and by the rules of the closing; null = it was not there.</param>
/// <param name="After">By all that is known now and the rules in force.</param>
/// <param name="Events">Recorded since; empty when they changed nothing.</param>
/// <param name="ByRules">True when the rules alone changed it, too.</param>
/// <param name="Changes">Per unit.</param>
public sealed record RestatedDossier(
    string Code,
    DossierHistory Before,
    DossierHistory After,
    IReadOnlyList<TimelineEntry> Events,
    bool ByRules,
    IReadOnlyDictionary<UnitKey, (Contribution Before, Contribution After)> Changes);

/// <param name="RulesThen">Null when they cannot be reproduced: only differences that events made are listed.</param>
public sealed record RestatementResult(IReadOnlyList<RestatedDossier> Dossiers, Rulebook? RulesThen);

/// <summary>
/// Compares a closed period with what would be said of it now, dossier by dossier. A dossier can differ because of what was
/// recorded since, or because other rules hold; both are tried apart, so that each difference has its cause.
/// </summary>
public static class Restatement
{
    public static RestatementResult Run(Snapshot snapshot, Closing closing, Period period, DueDateBasis basis)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(closing);
        ArgumentNullException.ThrowIfNull(period);
        var now = snapshot.Rulebook;
        var then = RulebookArchive.Find(snapshot, closing.Rulebook);
        var rulesDiffer = then is not null && then.Digest != now.Digest;
        var old = then ?? now;
        var known = KnownBy.Through(closing.LastSeq);
        var dossiers = new List<RestatedDossier>();
        using var stored = new StoredEvents(snapshot);
        foreach (var (id, code) in Candidates(snapshot, rulesDiffer ? -1 : closing.LastSeq))
        {
            var all = stored.Of(id, code, default);
            var before = stored.Of(id, code, known);
            var first = old.Fold(code, before);
            var second = before.Count == all.Count ? first : old.Fold(code, all);
            var third = rulesDiffer ? now.Fold(code, all) : second;
            var (one, two, three) = (Of(first, period, old), Of(second, period, old), Of(third, period, now));
            var changes = Changes(one, three, basis);
            if (changes.Count == 0)
            {
                continue;
            }

            var cut = period.Cut(now.Clock.Days);
            var since = Changes(one, two, basis).Count == 0 ? [] : third.Timeline.Where(entry => !before.Contains(entry.Event)).ToList();
            dossiers.Add(new RestatedDossier(
                code, old.Fold(code, before, cut), now.Fold(code, all, cut), since, Changes(two, three, basis).Count > 0, changes));
        }

        return new RestatementResult([.. dossiers.OrderBy(dossier => dossier.Code, StringComparer.Ordinal)], then);
    }

    /// <summary>What a history puts into each unit's figures.</summary>
    public static Dictionary<UnitKey, Contribution> Of(DossierHistory history, Period period, Rulebook rulebook)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(period);
        ArgumentNullException.ThrowIfNull(rulebook);
        var (opening, cut) = (period.Opening(rulebook.Clock.Days), period.Cut(rulebook.Clock.Days));
        var units = new Dictionary<UnitKey, Contribution>();
        foreach (var stretch in history.Stretches)
        {
            if (!units.TryGetValue(stretch.Unit, out var contribution))
            {
                units[stretch.Unit] = contribution = new Contribution();
            }

            var tally = contribution.Tally;
            TallyMarks.Of(stretch, mark =>
            {
                if (mark.At <= cut)
                {
                    tally.Stocks[mark.Measure] += mark.Change;
                    if (mark.At > opening)
                    {
                        tally.Flows[mark.Measure] += mark.Change;
                    }
                    else if (mark.Measure == Measure.Open)
                    {
                        tally.CarriedOver += mark.Change;
                    }
                }
            });
            TallyMarks.LateDaysOf(stretch, mark =>
            {
                if (mark.At > opening && mark.At <= cut)
                {
                    tally.Late(mark.Basis).Add(mark.Days, 1);
                }
            });
        }

        return units;
    }

    private static Dictionary<UnitKey, (Contribution Before, Contribution After)> Changes(
        Dictionary<UnitKey, Contribution> before, Dictionary<UnitKey, Contribution> after, DueDateBasis basis)
    {
        var changes = new Dictionary<UnitKey, (Contribution, Contribution)>();
        foreach (var unit in before.Keys.Union(after.Keys))
        {
            var one = before.GetValueOrDefault(unit) ?? new Contribution();
            var other = after.GetValueOrDefault(unit) ?? new Contribution();
            if (!one.Equals(other, basis))
            {
                changes[unit] = (one, other);
            }
        }

        return changes;
    }

    // When the rules differ, any dossier may.
    private static List<(long Id, string Code)> Candidates(Snapshot snapshot, long beyond) =>
        [.. snapshot.Connection.Query<(long, string)>(snapshot.Connection.Script("Queries/Known/list-beyond"), new { bound = beyond })];
}
