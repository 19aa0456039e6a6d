using Dapper;
using DossierMonitor.Domain.Deadlines;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;

namespace DossierMonitor.Storage.Queries;

/// <summary>One dossier with its whole history.</summary>
public static class DossierReader
{
    /// <returns>Null when no event of it has come by then.</returns>
    public static DossierHistory? Find(Snapshot snapshot, string code, Instant asOf)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var id = snapshot.Connection.ExecuteScalar<long?>(snapshot.Connection.Script("Queries/find-dossier"), new { code });
        if (id is null)
        {
            return null;
        }

        using var stored = new StoredEvents(snapshot);
        var events = stored.Of(id.Value, code);
        return events.Exists(e => e.Time <= asOf) ? snapshot.Rulebook.Fold(code, events, asOf) : null;
    }

    /// <summary>Whether the dossier is, or was, at that unit or one below it.</summary>
    public static bool WasWithin(DossierHistory history, string unit, Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(snapshot);
        var scope = new UnitScope(snapshot.Rulebook.Rules.Units, branchesAsked: false, new FigureFilter(Within: unit));
        return history.Stretches.Any(stretch => scope.Takes(stretch.Unit));
    }

    /// <summary>How the due dates of a cycle came about.</summary>
    /// <param name="snapshot">The database.</param>
    /// <param name="code">The dossier.</param>
    /// <param name="asOf">By then.</param>
    /// <param name="cycle">Null = the last.</param>
    /// <returns>Null when there is no such dossier, or no such cycle of it, by then.</returns>
    public static CycleDeadlines? Deadlines(Snapshot snapshot, string code, Instant asOf, int? cycle)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (Find(snapshot, code, asOf) is not { } history || history.Cycles.LastOrDefault(one => cycle is null || one.Number == cycle) is not { } record)
        {
            return null;
        }

        // The dates are those that the rules in force give: at its end for a cycle that ended.
        var last = history.Stretches.Last(stretch => stretch.Cycle == record.Number);
        var rules = snapshot.Rulebook.Timeline.At(last.To is { } end ? Instant.Earlier(end, asOf) : asOf);
        var steps = new DueDateSteps();
        DossierFold.Fold(code, [.. history.Timeline.Select(entry => entry.Event)], rules, asOf, steps);
        return new CycleDeadlines(
            history,
            record.Number,
            rules,
            [.. Enum.GetValues<DueDateKind>().Select(kind =>
                (kind, DeadlineLedger.Of(steps.Of(record.Number, kind), rules, rules.Clock.Days.DateOf(record.StartedAt))))]);
    }

    /// <summary>How many dossiers have each finding, with the first few codes: held dossiers are in no other list.</summary>
    public static IReadOnlyList<FindingTally> CountFindings(Snapshot snapshot, Instant asOf)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var at = asOf.Milliseconds;
        return [.. snapshot.Connection
            .Query<(long Finding, long Dossiers)>(snapshot.Sql("Queries/count-findings"), new { at })
            .Select(row => new FindingTally(
                (Finding)row.Finding,
                row.Dossiers,
                [.. snapshot.Connection.Query<string>(snapshot.Sql("Queries/list-finding-codes"), new { at, finding = row.Finding })]))];
    }
}

/// <param name="Cycle">Which.</param>
/// <param name="Rules">By which the dates are.</param>
public sealed record CycleDeadlines(
    DossierHistory History, int Cycle, FoldRules Rules, IReadOnlyList<(DueDateKind Kind, IReadOnlyList<LedgerLine> Lines)> Ledgers);

/// <param name="Codes">The first ten dossiers by code.</param>
public sealed record FindingTally(Finding Finding, long Dossiers, IReadOnlyList<string> Codes);
