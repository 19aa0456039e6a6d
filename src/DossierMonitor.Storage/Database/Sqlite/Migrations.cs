using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using DossierMonitor.Storage.Rebuild;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.Database.Sqlite;

/// <summary>Forward only, checksummed, under the database's write lock; a newer schema than this program knows is refused.</summary>
public static class Migrations
{
    private static readonly (int Version, string Script, Action<SqliteConnection>? Then)[] All =
    [
        (1, "Database/Migrations/001-initial", null),
        (2, "Database/Migrations/002-provable", null),
        (3, "Database/Migrations/003-fast", connection => EventsOfDossiers.Fill(new SqliteStoreConnection(connection))),
        (4, "Database/Migrations/004-ascending-ids", null),
        (5, "Database/Migrations/005-late-months", null),
        (6, "Database/Migrations/006-doors", null),
    ];

    public static int Latest => All[^1].Version;

    public static void Apply(SqliteConnection connection, TimeProvider time)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Run(SqlScripts.Get("Database/Migrations/create-history"));
        var applied = new Dictionary<long, string>();
        using (var history = new SqliteStatement(connection, SqlScripts.Get("Database/Migrations/list-history")))
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

        foreach (var (version, script, then) in All)
        {
            var sql = SqlScripts.Get(script);
            var checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql.ReplaceLineEndings("\n"))));
            if (applied.TryGetValue(version, out var known))
            {
                if (known != checksum)
                {
                    throw new StorageException($"Migration {version} of the database is not the one that this program has: it was made by another build.");
                }

                continue;
            }

            connection.Execute(sql, transaction: transaction);
            then?.Invoke(connection);
            connection.Execute(
                SqlScripts.Get("Database/Migrations/insert-history"),
                new { version, checksum, at = time.GetUtcNow().ToUnixTimeMilliseconds() },
                transaction);
        }

        transaction.Commit();
    }
}
