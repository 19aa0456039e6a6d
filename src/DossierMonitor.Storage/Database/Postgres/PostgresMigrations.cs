using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DossierMonitor.Storage.Database.Sqlite;
using Npgsql;

namespace DossierMonitor.Storage.Database.Postgres;

/// <summary>
/// Forward only, checksummed, under the writers' lock; a newer schema than this program knows is refused. Versions are those of
/// SQLite's migrations; the first here is the sixth there. A role without the right to create tables can run on a schema that is
/// up to date.
/// </summary>
internal static class PostgresMigrations
{
    private static readonly (int Version, string Script)[] All = [(6, "Database/Migrations/006-all")];

    public static void Apply(NpgsqlConnection connection, TimeProvider time)
    {
        if (All[^1].Version != Migrations.Latest)
        {
            throw new InvalidOperationException("The engines' schemas have come apart.");
        }

        using var transaction = connection.BeginTransaction();
        Run(PostgresStoreConnection.TakeWriterLock);
        var applied = new Dictionary<long, string>();
        using (var has = Command("select to_regclass('schema_history') is not null"))
        {
            if (!(bool)has.ExecuteScalar()!)
            {
                Run(SqlScripts.Get("Database/Migrations/create-history", "postgres"));
            }
        }

        using (var history = Command(SqlScripts.Get("Database/Migrations/list-history", "postgres")))
        using (var rows = history.ExecuteReader())
        {
            while (rows.Read())
            {
                applied[rows.GetInt64(0)] = rows.GetString(1);
            }
        }

        if (applied.Count > 0 && applied.Keys.Max() > All[^1].Version)
        {
            throw new StorageException(string.Create(CultureInfo.InvariantCulture,
                $"The database has schema {applied.Keys.Max()}, newer than this program's {All[^1].Version}: use the newer program."));
        }

        foreach (var (version, script) in All)
        {
            var sql = SqlScripts.Get(script, "postgres");
            var checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql.ReplaceLineEndings("\n"))));
            if (applied.TryGetValue(version, out var known))
            {
                if (known != checksum)
                {
                    throw new StorageException($"Migration {version} of the database is not the one that this program has: it was made by another build.");
                }

                continue;
            }

            Run(sql);
            using var insert = Command(SqlScripts.Get("Database/Migrations/insert-history", "postgres"));
            insert.Parameters.AddWithValue("version", (long)version);
            insert.Parameters.AddWithValue("checksum", checksum);
            insert.Parameters.AddWithValue("at", time.GetUtcNow().ToUnixTimeMilliseconds());
            insert.ExecuteNonQuery();
        }

        transaction.Commit();

        NpgsqlCommand Command(string sql) => new(sql, connection, transaction) { CommandTimeout = 0 };

        void Run(string sql)
        {
            using var command = Command(sql);
            command.ExecuteNonQuery();
        }
    }
}
