using Dapper;
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
        var id = snapshot.Connection.ExecuteScalar<long?>(SqlScripts.Get("Queries/find-dossier"), new { code }, snapshot.Transaction);
        if (id is null)
        {
            return null;
        }

        using var list = new PreparedStatement(snapshot.Connection, SqlScripts.Get("EventLog/list-of-dossier"), 1) { Transaction = snapshot.Transaction };
        var events = DossierListReader.Events(list, id.Value, code);
        return events.Exists(e => e.Time <= asOf) ? DossierFold.Fold(code, events, snapshot.Rulebook.Rules, asOf) : null;
    }

    public static IReadOnlyList<(Finding Finding, long Dossiers)> CountFindings(Snapshot snapshot, Instant asOf)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return [.. snapshot.Connection
            .Query<(long Finding, long Dossiers)>(SqlScripts.Get("Queries/count-findings"), new { at = asOf.Milliseconds }, snapshot.Transaction)
            .Select(row => ((Finding)row.Finding, row.Dossiers))];
    }
}
