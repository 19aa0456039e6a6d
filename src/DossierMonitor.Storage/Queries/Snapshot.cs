using System.Data.Common;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Sqlite;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Reference;
using DossierMonitor.Storage.Tallies;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.Queries;

/// <summary>One consistent view of the database together with the rules that its figures were computed by.</summary>
public sealed class Snapshot
{
    private readonly SliceCatalog _catalog;
    private SliceList? _slices;
    private (IReadOnlyList<TallyChange> Days, IReadOnlyList<TallyChange> Late)? _pending;

    internal Snapshot(StoreConnection connection, Rulebook rulebook, SliceCatalog slices)
    {
        _catalog = slices;
        Connection = connection;
        Rulebook = rulebook;
    }

    public Rulebook Rulebook { get; }

    /// <summary>How much of the log counts.</summary>
    public KnownBy Known { get; private init; }

    /// <summary>What replaces the stored dossiers under that bound; null = nothing does.</summary>
    internal Overlay? Overlay { get; private init; }

    /// <summary>The same moment of the database by less of the log. Once per snapshot.</summary>
    public Snapshot Within(KnownBy known) => known.IsEverything
        ? this
        : new Snapshot(Connection, Rulebook, _catalog) { Known = known, Overlay = Queries.Overlay.Of(this, known) };

    /// <summary>The place of the last event that this snapshot sees; 0 = none.</summary>
    public long LastSeq() => Math.Min(Known.Recorded is { } at ? LastSeqRecordedBy(at) : LastStoredSeq(), Known.Seq ?? long.MaxValue);

    /// <summary>
    /// The place of the last event that was recorded by then; 0 = none. Recorded times never go back, so it is found by halving.
    /// </summary>
    internal long LastSeqRecordedBy(Instant at)
    {
        var (known, beyond) = (0L, LastStoredSeq() + 1);
        using var recorded = Connection.Prepare("Queries/recorded-at");
        while (beyond - known > 1)
        {
            var middle = known + ((beyond - known) / 2);
            if (recorded.Set(0, middle).Number() <= at.Milliseconds)
            {
                known = middle;
            }
            else
            {
                beyond = middle;
            }
        }

        return known;
    }

    private long LastStoredSeq()
    {
        using var last = Connection.Prepare("Queries/last-seq");
        return last.Number() ?? 0;
    }

    /// <summary>When the last event that this snapshot sees was recorded; null = there is none.</summary>
    public Instant? LastRecorded()
    {
        using var last = Connection.Prepare("Queries/last-recorded");
        return last.Number() is { } at ? new Instant(at) : null;
    }

    /// <summary>A script whose tables are those that the bound leaves.</summary>
    internal string Sql(string script) => Queries.Overlay.Rewrite(Connection.Script(script), Overlay is not null);

    internal StoreConnection Connection { get; }

    /// <summary>What is to be added to what the tallies have.</summary>
    internal (IReadOnlyList<TallyChange> Days, IReadOnlyList<TallyChange> Late) Pending => _pending ??= ReadPending();

    private (IReadOnlyList<TallyChange> Days, IReadOnlyList<TallyChange> Late) ReadPending()
    {
        if (!Connection.LetsTalliesWait)
        {
            return ([], []);
        }

        var (days, late) = (new List<TallyChange>(), new List<TallyChange>());
        using var list = Connection.Prepare("Tallies/list-pending");
        PendingChanges.Read(list, days, late);
        return (days, late);
    }

    /// <summary>What the numbers of slices mean.</summary>
    internal SliceList Slices => _slices ??= _catalog.Of(this);

    internal DbCommand Command(string sql, params (string Name, object Value)[] parameters)
    {
        var command = Connection.Ado.CreateCommand();
        command.CommandText = Connection.Translate(sql);
        command.Transaction = Connection.Transaction?.Ado;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}

/// <summary>Opens snapshots. All that one answer says is read in one of them, so its numbers agree with each other.</summary>
public sealed class SnapshotReader(StoreDatabase database, EventWriter writer)
{
    public T Read<T>(Func<Snapshot, T> query)
    {
        ArgumentNullException.ThrowIfNull(query);
        for (var attempt = 0; ; attempt++)
        {
            var connection = database.RentReader();
            try
            {
                using var transaction = Begin(connection, attempt, out var digest);
                if (transaction is null)
                {
                    continue;
                }

                if ((writer.WithDigest(digest) ?? (attempt == 0 ? null : writer.Adopt(connection, digest))) is not { } rulebook)
                {
                    // The rules were swapped after the snapshot was taken: the next one is of the new ones. Those that stay
                    // unknown were put in force by another program: a replica takes them over; alone, answering by them would mix
                    // two sets of rules.
                    if (attempt < 10)
                    {
                        continue;
                    }

                    throw new StorageException("Another program has computed this database's figures by other rules. Restart with one set of rules.");
                }

                return query(new Snapshot(connection, rulebook, writer.Slices));
            }
            catch (Exception error) when (database.MaySucceedAgain(error))
            {
                throw database.Told(error);
            }
            finally
            {
                database.ReturnReader(connection);
            }
        }
    }

    // A connection that was kept may be to a server that is gone; then all that were kept are, so the next one is new.
    private StoreTransaction? Begin(StoreConnection connection, int attempt, out string? digest)
    {
        digest = null;
        StoreTransaction? transaction = null;
        try
        {
            transaction = connection.BeginRead();
            digest = StoredRulebook.DigestIn(connection);
            return transaction;
        }
        catch (Exception error) when (attempt < 2 && database.MaySucceedAgain(error))
        {
            transaction?.Dispose();
            return null;
        }
    }

    /// <summary>Whether the database answers at all.</summary>
    public bool Answers()
    {
        try
        {
            var connection = database.RentReader();
            try
            {
                using var transaction = connection.BeginRead();
                StoredRulebook.DigestIn(connection);
                return true;
            }
            finally
            {
                database.ReturnReader(connection);
            }
        }
        catch (Exception error) when (error is DbException or ObjectDisposedException || database.MaySucceedAgain(error))
        {
            return false;
        }
    }
}
