using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Sqlite;
using DossierMonitor.Storage.Queries;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.Administration;

/// <summary>The keys, secrets and audit records of a database.</summary>
public static class AccessKeys
{
    /// <summary>In the order in which they were made.</summary>
    public static IReadOnlyList<AccessKey> List(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return List(snapshot.Connection);
    }

    public static IReadOnlyList<AccessKey> List(string path, TimeProvider time)
    {
        using var database = StoreDatabase.Open(path, time);
        return List(database.Writer);
    }

    public static IReadOnlyList<SigningSecret> Secrets(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return Secrets(snapshot.Connection);
    }

    /// <summary>Records after that place, the oldest first.</summary>
    public static IReadOnlyList<AuditRecord> Audit(Snapshot snapshot, long after, int limit)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        using var rows = snapshot.Connection.Prepare("Administration/list-audit");
        rows.Set(0, after).Set(1, (long)limit);
        var records = new List<AuditRecord>();
        while (rows.Step())
        {
            records.Add(new AuditRecord(
                rows.Long(0), new Instant(rows.Long(1)), rows.Text(2), rows.Text(3), rows.Text(4), rows.Text(5), Convert.ToHexStringLower(rows.Blob(6))));
        }

        return records;
    }

    internal static List<AccessKey> List(StoreConnection connection)
    {
        using var rows = connection.Prepare("Administration/list-keys");
        var keys = new List<AccessKey>();
        while (rows.Step())
        {
            // A scope that a newer program knows opens nothing here.
            var scopes = rows.Text(4).Split(' ').Select(name => ScopeNames.Parse([name]) ?? Scopes.None).Aggregate((one, other) => one | other);
            keys.Add(new AccessKey(
                rows.Text(0), rows.Blob(1).ToArray(), rows.Text(2), rows.TextOrNull(3), scopes, rows.TextOrNull(5),
                new Instant(rows.Long(6)), Time(7), Time(8)));
        }

        return keys;

        Instant? Time(int column) => rows.IsNull(column) ? null : new Instant(rows.Long(column));
    }

    internal static List<SigningSecret> Secrets(StoreConnection connection)
    {
        using var rows = connection.Prepare("Administration/list-secrets");
        var secrets = new List<SigningSecret>();
        while (rows.Step())
        {
            secrets.Add(new SigningSecret(
                rows.Long(0), rows.Text(1), rows.Text(2), new Instant(rows.Long(3)), rows.IsNull(4) ? null : new Instant(rows.Long(4))));
        }

        return secrets;
    }
}
