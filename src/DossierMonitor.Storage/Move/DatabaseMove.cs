using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Rebuild;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Storage.Move;

/// <summary>How far a move is.</summary>
public readonly record struct MoveProgress(string Part, long Done, long Total);

/// <summary>What a move copied.</summary>
public sealed record MoveResult(long Events, long Dossiers);

/// <summary>
/// Copies a database into another one, of either engine: the log in parts that are committed one by one, so that a move that was
/// interrupted goes on where it stopped; then, in one transaction, everything else, with the figures computed again from the
/// copied log. At the end every row of both is compared. Nobody can write to the old one meanwhile, and no service opens the new one
/// before it is complete.
/// </summary>
public static class DatabaseMove
{
    private const string MarkKey = "move";
    private const int PartSize = 20_000;

    /// <param name="from">The database; its schema must be this program's, and its figures those of the rules.</param>
    /// <param name="to">An empty one, one that is not there yet, or one that a move of the same database did not complete.</param>
    /// <param name="rulebook">The rules that its figures were computed by.</param>
    /// <param name="time">Clock.</param>
    /// <param name="progress">Told after every part.</param>
    /// <exception cref="StorageException">The one cannot be read, the other is of something else, or they are not the same at the end.</exception>
    public static MoveResult Run(string from, string to, Rulebook rulebook, TimeProvider time, IProgress<MoveProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(rulebook);
        ArgumentNullException.ThrowIfNull(time);
        if (!StoreDatabase.Exists(from))
        {
            throw new StorageException($"There is no database {StoreDatabase.Shown(from)}.");
        }

        using var old = StoreDatabase.Open(from, time);
        using var fresh = StoreDatabase.Open(to, time);

        // Held to the end: no event may come that the copy would lack.
        using var stillness = old.Writer.BeginWrite();
        old.Writer.AllowIdling();
        if (StoredRulebook.DigestIn(old.Writer) != rulebook.Digest)
        {
            throw new StorageException("The database's figures were computed by other rules than those of this reference folder and these settings. Start the service on it once.");
        }

        using (var settling = new SubmissionProcessor(old.Writer))
        {
            // For the comparison; it ends with this transaction, which changes nothing.
            _ = settling.Begin();
            settling.Settle();
        }

        Begin(old.Writer, fresh.Writer);
        var events = CopyParts(old.Writer, fresh.Writer, MovedTable.Log, progress);
        var dossiers = CopyParts(old.Writer, fresh.Writer, MovedTable.Dossiers, progress);
        using (var processor = new SubmissionProcessor(fresh.Writer))
        using (var transaction = fresh.Writer.BeginWrite())
        {
            foreach (var table in MovedTable.Rest)
            {
                CopyWhole(old.Writer, fresh.Writer, table);
            }

            InPlaceRebuild.FromLog(fresh.Writer, processor, rulebook, Instant.From(time.GetUtcNow()), new Steps(progress));
            if (DatabaseComparison.Run(old.Writer, fresh.Writer, progress) is { } difference)
            {
                throw new StorageException($"The copy is not what was copied: {difference} Nothing of the last part was kept; the old database is untouched.");
            }

            fresh.Writer.Execute("delete from meta where key = @key", new { key = MarkKey });
            transaction.Commit();
            processor.Committed();
        }

        return new MoveResult(events, dossiers);
    }

    /// <summary>Whether a move into the database was begun and not completed.</summary>
    internal static bool IsUnfinished(StoreConnection connection) => Mark(connection) is not null;

    private static string? Mark(StoreConnection connection)
    {
        using var mark = connection.Statement("select value from meta where key = @p0");
        return mark.Set(0, MarkKey).Step() ? mark.Text(0) : null;
    }

    private static void Begin(StoreConnection old, StoreConnection fresh)
    {
        // Which database it is: how its log began. A log without events is nobody's.
        var origin = Convert.ToHexStringLower(old.ExecuteScalar<byte[]?>("select chain from event_log where seq = 1") ?? []);
        using var transaction = fresh.BeginWrite();
        var last = fresh.ExecuteScalar<long>("select coalesce(max(seq), 0) from event_log");
        var mark = Mark(fresh);
        if (mark is null)
        {
            if (last > 0 || fresh.ExecuteScalar<long>("select count(*) from access_key") + fresh.ExecuteScalar<long>("select count(*) from rejection") > 0)
            {
                throw new StorageException("The database to move to is not empty.");
            }

            fresh.Execute(fresh.Script("Reference/set-meta"), new { key = MarkKey, value = origin });
        }
        else if (mark != origin
            || (last > 0 && !(fresh.ExecuteScalar<byte[]?>("select chain from event_log where seq = @last", new { last }) ?? [])
                .SequenceEqual(old.ExecuteScalar<byte[]?>("select chain from event_log where seq = @last", new { last }) ?? [])))
        {
            throw new StorageException("The database to move to has a part of another one.");
        }

        transaction.Commit();
    }

    private static long CopyParts(StoreConnection old, StoreConnection fresh, MovedTable table, IProgress<MoveProgress>? progress)
    {
        var key = table.Columns[0].Name;
        var total = old.ExecuteScalar<long>($"select count(*) from {table.Name}");
        var last = fresh.ExecuteScalar<long>($"select coalesce(max({key}), 0) from {table.Name}");
        var done = fresh.ExecuteScalar<long>($"select count(*) from {table.Name}");
        using var rows = old.Scan(table.Select($"{key} > @p0"));
        rows.Set(0, last);
        while (done < total)
        {
            using var transaction = fresh.BeginWrite();
            using (var insert = fresh.Collect(table.Insert))
            {
                for (var i = 0; i < PartSize && rows.Step(); i++)
                {
                    Copy(rows, insert, table);
                    insert.Run();
                    done++;
                }

                fresh.Send();
            }

            transaction.Commit();
            progress?.Report(new MoveProgress(table.Name, done, total));
        }

        return total;
    }

    // There is nothing of it yet: it all comes in the last transaction.
    private static void CopyWhole(StoreConnection old, StoreConnection fresh, MovedTable table)
    {
        using var rows = old.Scan(table.Select());
        using var insert = fresh.Collect(table.Insert);
        while (rows.Step())
        {
            Copy(rows, insert, table);
            insert.Run();
        }

        fresh.Send();
    }

    private static void Copy(Statement row, Statement insert, MovedTable table)
    {
        for (var i = 0; i < table.Columns.Count; i++)
        {
            switch (table.Columns[i].Kind)
            {
                case ColumnKind.Number:
                    insert.Set(i, row.LongOrNull(i));
                    break;
                case ColumnKind.Text:
                    insert.Set(i, row.TextOrNull(i));
                    break;
                default:
                    insert.Set(i, row.Blob(i));
                    break;
            }
        }
    }

    private sealed class Steps(IProgress<MoveProgress>? progress) : IProgress<(int Done, int Total)>
    {
        public void Report((int Done, int Total) value) => progress?.Report(new MoveProgress("figures", value.Done, value.Total));
    }
}
