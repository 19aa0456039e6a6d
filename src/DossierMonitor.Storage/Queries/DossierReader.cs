using Dapper;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Storage.Queries;

/// <summary>One dossier with its whole history.</summary>
public static class DossierReader
{
    /// <returns>Null when no event of it has come by then.</returns>
    public static DossierHistory? Find(Snapshot snapshot, string code, Instant asOf)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var id = snapshot.Connection.ExecuteScalar<long?>(SqlScripts.Get("Queries/find-dossier"), new { code }, snapshot.Transaction);
        if (id is null)
        {
            return null;
        }

        using var list = new PreparedStatement(snapshot.Connection, SqlScripts.Get("EventLog/list-of-dossier"), 1) { Transaction = snapshot.Transaction };
        var events = EventRow.ReadAll(list, id.Value, code, snapshot.Known);
        return events.Exists(e => e.Time <= asOf) ? snapshot.Rulebook.Fold(code, events, asOf) : null;
    }

    /// <summary>How many dossiers have each finding, with the first few codes: held dossiers are in no other list.</summary>
    public static IReadOnlyList<FindingTally> CountFindings(Snapshot snapshot, Instant asOf)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var at = asOf.Milliseconds;
        return [.. snapshot.Connection
            .Query<(long Finding, long Dossiers)>(snapshot.Sql("Queries/count-findings"), new { at }, snapshot.Transaction)
            .Select(row => new FindingTally(
                (Finding)row.Finding,
                row.Dossiers,
                [.. snapshot.Connection.Query<string>(snapshot.Sql("Queries/list-finding-codes"), new { at, finding = row.Finding }, snapshot.Transaction)]))];
    }
}

/// <param name="Codes">The first ten dossiers by code.</param>
public sealed record FindingTally(Finding Finding, long Dossiers, IReadOnlyList<string> Codes);
