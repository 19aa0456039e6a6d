using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DossierMonitor.Storage.Rebuild;

namespace DossierMonitor.Storage.Database;

/// <summary>
/// Forward only, checksummed, under the writers' lock; a newer schema than this program knows is refused. Both engines have the same
/// versions; PostgreSQL's first is SQLite's sixth. A role without the right to create tables can run on a schema that is up to date.
/// </summary>
public static class Migrations
{
    private static readonly (int Version, string Script, Action<StoreConnection>? Then)[] OfSqlite =
    [
        (1, "Database/Migrations/001-initial", null),
        (2, "Database/Migrations/002-provable", null),
        (3, "Database/Migrations/003-fast", EventsOfDossiers.Fill),
        (4, "Database/Migrations/004-ascending-ids", null),
        (5, "Database/Migrations/005-late-months", null),
        (6, "Database/Migrations/006-doors", null),
        (7, "Database/Migrations/007-pending", null),
        (8, "Database/Migrations/008-room", null),
        (9, "Database/Migrations/009-touched", null),
    ];

    private static readonly (int Version, string Script, Action<StoreConnection>? Then)[] OfPostgres =
    [
        (6, "Database/Migrations/006-all", null),
        (7, "Database/Migrations/007-pending", null),
        (8, "Database/Migrations/008-room", null),
        (9, "Database/Migrations/009-touched", null),
    ];

    public static int Latest => OfSqlite[^1].Version;

    public static void Apply(StoreConnection connection, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(time);
        using var transaction = connection.BeginWrite();
        if (!HasHistory(connection))
        {
            connection.Execute(connection.Script("Database/Migrations/create-history"));
        }

        var applied = new Dictionary<long, string>();
        using (var history = connection.Prepare("Database/Migrations/list-history"))
        {
            while (history.Step())
            {
                applied[history.Long(0)] = history.Text(1);
            }
        }

        if (applied.Count > 0 && applied.Keys.Max() > Latest)
        {
            throw new StorageException(string.Create(CultureInfo.InvariantCulture,
                $"The database has schema {applied.Keys.Max()}, newer than this program's {Latest}: use the newer program."));
        }

        foreach (var (version, script, then) in connection.Engine == "sqlite" ? OfSqlite : OfPostgres)
        {
            var sql = connection.Script(script);
            var checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql.ReplaceLineEndings("\n"))));
            if (applied.TryGetValue(version, out var known))
            {
                if (known != checksum)
                {
                    throw new StorageException($"Migration {version} of the database is not the one that this program has: it was made by another build.");
                }

                continue;
            }

            connection.Execute(sql);
            then?.Invoke(connection);
            connection.Execute(connection.Script("Database/Migrations/insert-history"), new { version, checksum, at = time.GetUtcNow().ToUnixTimeMilliseconds() });
        }

        transaction.Commit();
    }

    /// <summary>Whether the database is one of this program at all.</summary>
    internal static bool HasHistory(StoreConnection connection)
    {
        using var has = connection.Prepare("Database/Migrations/has-history");
        return has.Number() > 0;
    }
}
