using Dapper;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Postgres;
using DossierMonitor.Storage.Database.Sqlite;
using DossierMonitor.Storage.Dossiers;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Reference;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.Rebuild;

/// <summary>What a rebuild made.</summary>
public sealed record RebuildResult(long Events, long Dossiers, string? KeptAs);

/// <summary>
/// Builds a database anew from its log, beside the old file, and puts it in the old one's place when it is complete. What
/// cannot be derived (the log, rejections, closings, verifications, rules of the past, keys, the audit) is copied as it is. Until the swap the old
/// file is untouched; a crash leaves it as it was, with a half-built file beside it that the next rebuild replaces.
/// </summary>
public static class DatabaseRebuild
{
    private static readonly string[] Kept = ["source", "event_log", "rejection", "reference_set", "closing", "verification", "access_key", "signing_secret", "audit"];

    /// <param name="path">The database; one of PostgreSQL is built anew in its place, in one transaction.</param>
    /// <param name="rulebook">The rules to fold by.</param>
    /// <param name="time">Clock.</param>
    /// <param name="keepOld">Leaves the old file beside the new one, with ".old" behind its name.</param>
    /// <param name="progress">Told how many dossiers are done.</param>
    /// <exception cref="StorageException">The database is in use, or cannot be read.</exception>
    public static RebuildResult Run(
        string path, Rulebook rulebook, TimeProvider time, bool keepOld, IProgress<(int Done, int Total)>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(rulebook);
        if (PostgresAddress.Is(path))
        {
            return InPlaceRebuild.Run(path, rulebook, time, progress);
        }

        if (!File.Exists(path))
        {
            throw new StorageException($"There is no database {path}.");
        }

        var beside = path + ".rebuild";
        DeleteWithCompanions(beside);

        // Brings an old schema up to date, so that both files have the same columns.
        SqliteDatabase.Open(path, time).Dispose();
        try
        {
            // While this connection lives nobody else can open the old file: no event is accepted that the new file would lack.
            using (var old = Exclusive(path))
            {
                var (events, dossiers) = Build(old, beside, rulebook, time, progress);

                // It was written without waiting for the disk; it must be there before it takes the old one's place.
                using (var file = new FileStream(beside, FileMode.Open, FileAccess.ReadWrite))
                {
                    file.Flush(flushToDisk: true);
                }

                old.Execute("pragma wal_checkpoint(truncate)");
                if (keepOld)
                {
                    File.Copy(path, path + ".old", overwrite: true);
                }

                old.Close();
                DeleteIfThere(path + "-wal");
                DeleteIfThere(path + "-shm");
                File.Move(beside, path, overwrite: true);
                return new RebuildResult(events, dossiers, keepOld ? path + ".old" : null);
            }
        }
        catch (Exception error) when (error is SqliteException or IOException)
        {
            throw new StorageException($"The database {path} could not be rebuilt: {error.Message}", error);
        }
        finally
        {
            DeleteWithCompanions(beside);
        }
    }

    private static (long Events, long Dossiers) Build(
        SqliteConnection old, string beside, Rulebook rulebook, TimeProvider time, IProgress<(int Done, int Total)>? progress)
    {
        SqliteDatabase.Open(beside, time, disposable: true).Dispose();
        old.Execute("pragma foreign_keys = off");
        old.Execute("attach database @beside as fresh", new { beside });
        old.Execute("pragma fresh.journal_mode = off; pragma fresh.synchronous = off; pragma fresh.cache_size = -" + SqliteDatabase.BulkCacheKilobytes);
        using (var transaction = old.BeginTransaction())
        {
            foreach (var table in Kept)
            {
                var columns = string.Join(", ", old.Query<string>($"select name from pragma_table_info('{table}')", transaction: transaction));
                old.Execute($"insert into fresh.{table} ({columns}) select {columns} from main.{table} order by 1", transaction: transaction);
            }

            transaction.Commit();
        }

        old.Execute("detach database fresh");
        var source = new SqliteStoreConnection(old);
        var total = (int)old.ExecuteScalar<long>("select count(*) from main.dossier");
        using (var database = SqliteDatabase.Open(beside, time, disposable: true))
        using (var processor = new SubmissionProcessor(database.Writer))
        {
            // Each file has a connection of its own, so a thread can read through the one while another reads through the other.
            var indexing = Task.Run(() => Index(database.Writer, processor));
            try
            {
                using var byDossier = new EventsByDossier(source);
                indexing.GetAwaiter().GetResult();
                var dossiers = Recomputation.Run(database, processor, rulebook, Instant.From(time.GetUtcNow()), progress, (InPlaceRebuild.WithCodes(source, byDossier), total));
                return (byDossier.Events, dossiers);
            }
            finally
            {
                // Whatever failed, nobody may use the connection when it is closed.
                Task.WaitAny(indexing);
            }
        }
    }

    /// <summary>Finds the ids of the log, so that the first submission need not.</summary>
    private static void Index(StoreConnection fresh, SubmissionProcessor processor)
    {
        using var transaction = fresh.BeginWrite();

        // The one column of the copied tables that follows from the log.
        fresh.Execute(fresh.Script("Reference/set-greatest-ids"));
        processor.Begin();
        transaction.Commit();
        processor.Committed();
    }

    private static SqliteConnection Exclusive(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 1 }.ToString());
        try
        {
            connection.Open();
            connection.Execute("pragma locking_mode = exclusive");
            connection.Execute("begin immediate; commit");
            return connection;
        }
        catch (SqliteException error) when (error.SqliteErrorCode is 5 or 6)
        {
            connection.Dispose();
            throw new StorageException($"The database {path} is in use. Stop the service first; a rebuild takes its place when it is done.", error);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void DeleteWithCompanions(string path)
    {
        DeleteIfThere(path);
        DeleteIfThere(path + "-wal");
        DeleteIfThere(path + "-shm");
    }

    private static void DeleteIfThere(string path)
    {
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }
}
