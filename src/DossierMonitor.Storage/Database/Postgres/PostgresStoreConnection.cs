using System.Data;
using System.Data.Common;
using System.Text.RegularExpressions;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Tallies;
using Npgsql;

namespace DossierMonitor.Storage.Database.Postgres;

/// <summary>
/// The engine is another process, perhaps on another machine: what counts is how often it is asked. Statements that give no rows
/// wait until something is read, or the commit; rows of the same statement are sent as arrays or by COPY.
/// </summary>
/// <param name="connection">The provider's.</param>
/// <param name="beside">Another to the same database; null = none will be wanted.</param>
internal sealed partial class PostgresStoreConnection(NpgsqlConnection connection, Func<NpgsqlConnection>? beside = null) : StoreConnection
{
    // Writers of all replicas and programs take turns by it. One that dies gives it up with its connection. And what is acknowledged is on
    // the disk, also where the database's default says that it need not be; what asks for more than that stays.
    internal const string TakeWriterLock = "select pg_advisory_xact_lock(4967238015), " + OnDisk;

    // The same, if nobody has it.
    private const string TryWriterLock = "select pg_try_advisory_xact_lock(4967238015), " + OnDisk;
    private const string OnDisk = "case when current_setting('synchronous_commit') = 'off' then set_config('synchronous_commit', 'on', true) end";

    // A plan that is made while a table is small, or before there are statistics of it, reads all of it, and is kept while the table grows.
    private const string Planner = "unnest(array['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin', 'jit']) as name";
    private const string LookByKeysInTransaction = "select set_config(name, 'off', true) from " + Planner;
    private const string LookByKeysAlways = "select set_config(name, 'off', false) from " + Planner;

    // Held beyond the end of a transaction, by the one connection that has the lock: its next transactions follow at once.
    private const string KeepTurn = "select pg_advisory_lock(4967238015)";
    private const string GiveTurnUp = "select pg_advisory_unlock(4967238015)";

    // The number of the lock in two halves, as the server lists it.
    private const string AreOthersWaiting =
        "select exists (select 1 from pg_locks l join pg_database d on d.oid = l.database where d.datname = current_database() and l.locktype = 'advisory' "
        + "and l.classid = 1 and l.objid = 672270719 and l.objsubid = 1 and not l.granted)";

    // In rows: less is not worth another thread.
    private const int WorthSendingAhead = 2_000;

    private readonly List<PostgresCollected> _collecting = [];
    private readonly PostgresSending _sending = new(connection);
    private PostgresStoreConnection? _aside;
    private bool _keepsTurn;
    private int _cursors;
    private int _opened;

    internal override string Engine => "postgres";

    internal override int Opened => _opened;

    internal override DbConnection Ado
    {
        get
        {
            Send();
            return connection;
        }
    }

    /// <summary>Without sending anything first.</summary>
    public NpgsqlConnection Raw => connection;

    internal override bool KeepsEventKeys => false;

    internal override Statement Statement(string sql) => new PostgresStatement(this, sql, null);

    internal override Statement Scan(string sql) => new PostgresStatement(this, sql, $"scan_{++_cursors}");

    internal override Statement Collect(string sql)
    {
        var statement = new PostgresCollected(this, sql);
        _collecting.Add(statement);
        return statement;
    }

    internal void Forget(PostgresCollected statement) => _collecting.Remove(statement);

    internal override IWriterLookups Lookups() => new PostgresLookups(this);

    internal override Statement RowsOf(TallyTableName table, int? month, IEnumerable<long> slices)
    {
        var rows = new PostgresStatement(this, table.Script("Tallies/list-some-in-month", "Tallies/list-some", Engine), null);
        if (month is { } of)
        {
            rows.Set(0, of);
        }

        return rows.SetMany(month is null ? 0 : 1, slices.ToArray());
    }

    // To write a row again is what costs most here.
    internal override bool LetsTalliesWait => true;

    internal override ITallyRows TallyRows(TallyTableName table) => new PostgresTallyRows(this, table);

    /// <summary>The words in which the engines' SQL differs; everything else is written so that both understand it.</summary>
    internal override string Translate(string sql) => NotOfPostgres().Replace(sql, match => match.Value switch
    {
        // For SQLite this also says in which order to join. Here there are statistics.
        "cross join" => "join",
        "main." => "",
        "temp." => "pg_temp.",
        "local_day" => "pg_temp.local_day",
        _ => "",
    });

    // Its pages have checksums if the cluster was made with them; its indexes are checked where the administrator allowed the
    // extension for it.
    internal override string? CheckIntegrity()
    {
        if (ExecuteScalar<long>("select count(*) from pg_extension where extname = 'amcheck'") == 0)
        {
            return null;
        }

        try
        {
            Execute("select bt_index_check(c.oid) from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam "
                + "join pg_namespace n on n.oid = c.relnamespace where a.amname = 'btree' and n.nspname = current_schema() and c.relpersistence = 'p'");
            return null;
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted)
        {
            return error.MessageText;
        }
    }

    internal override void DefineLocalDay(TimeZoneInfo zone) => Execute(
        "create function pg_temp.local_day(at bigint) returns bigint language sql stable as $$ "
        + "select to_char((timestamp 'epoch' + at * interval '1 millisecond') at time zone 'UTC' at time zone '"
        + zone.Id.Replace("'", "''", StringComparison.Ordinal) + "', 'YYYYMMDD')::bigint $$");

    internal void Wait(string sql, IEnumerable<NpgsqlParameter> parameters) => _sending.Add(sql, parameters.Select(parameter => parameter.Clone()));

    /// <summary>Before anything is read.</summary>
    internal void SendWaiting() => _sending.Now([]);

    /// <summary>The statements that wait to be sent, for whoever sends them with its own.</summary>
    internal NpgsqlBatch TakeWaiting() => _sending.TakeWaiting();

    internal override void Send() => _sending.Now(Collected());

    internal override void FindByKeys() => _sending.Add(LookByKeysInTransaction, []);

    internal override void AllowIdling() => Execute("set local idle_in_transaction_session_timeout = 0");

    // Every time a row is written its old version stays until after the transaction, and questions go through all of them.
    internal override int DossiersAtOnce => 100_000;

    // An update writes a new row too, and new index entries where it changes what is indexed; what is inserted goes in by COPY.
    internal override bool UpdatesInPlace => false;

    // It would come to it by itself, after minutes of bad plans. What the role does not own it passes over.
    internal override void RefreshStatistics() => Execute("analyze dossier, event_log, stretch, stretch_day, dossier_finding, slice, working_day");

    internal override void SendAhead(bool everything = false)
    {
        // As long as others are on their way it would only wait there: later it is more at once, and the server is asked less often.
        if (everything || (_sending.Sent.IsCompleted && _collecting.Sum(statement => statement.Rows) >= WorthSendingAhead))
        {
            _sending.Ahead(Collected());
        }
    }

    internal override Task Sent => _sending.Sent;

    internal override bool CanFollow => true;

    protected override Func<DbTransaction?> BeginBehind(Func<DbTransaction?> open, Action committed, string ends, Func<DbDataReader, bool> isAsLeft)
    {
        // The one that is open on the connection: until it is committed, what fails ends that one.
        var current = open;
        if (!_keepsTurn)
        {
            _sending.Add(KeepTurn, []);
            _keepsTurn = true;
        }

        SendAhead(everything: true);
        _sending.Ahead(() =>
        {
            var ending = open()!;
            ending.Commit();
            current = static () => null;
            open = current;
            try
            {
                ending.Dispose();
                var next = connection.BeginTransaction(IsolationLevel.ReadCommitted);
                current = () => next;
                using var batch = new NpgsqlBatch(connection) { Timeout = 0, BatchCommands = { new NpgsqlBatchCommand(TakeWriterLock), new NpgsqlBatchCommand(ends) } };
                using var reader = batch.ExecuteReader();
                if (!reader.NextResult() || !reader.Read() || !isAsLeft(reader))
                {
                    throw new NotAsLeftException();
                }
            }
            finally
            {
                // Those who are told will want the processor; the server has something to do first.
                committed();
            }
        });
        return () => current();
    }

    internal override bool OthersWait() => Aside().ExecuteScalar<bool>(AreOthersWaiting);

    internal override void Commit(Func<DbTransaction?> transaction)
    {
        // The transaction has the lock too, until it is committed: then it is free at once, without another question. Should it fail,
        // the turn is given up again after it, which does nothing if it was.
        if (_keepsTurn)
        {
            _sending.Add(GiveTurnUp, []);
        }

        base.Commit(transaction);
        _keepsTurn = false;
    }

    internal override void Ended()
    {
        base.Ended();
        if (!_keepsTurn)
        {
            return;
        }

        _keepsTurn = false;
        try
        {
            using var command = new NpgsqlCommand(GiveTurnUp, connection);
            command.ExecuteNonQuery();
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException)
        {
            // With its connection the lock is gone; if the connection is not, it must go.
            connection.Close();
            NpgsqlConnection.ClearPool(connection);
        }
    }

    /// <summary>A connection that reads what is committed beside this one.</summary>
    internal PostgresStoreConnection Aside()
    {
        if (_aside is null || _aside.Raw.State != ConnectionState.Open)
        {
            _aside?.Dispose();
            _aside = new PostgresStoreConnection(beside!(), null);
            _aside.Open();
            _aside.Execute(LookByKeysAlways);
            if (_aside.ExecuteScalar<bool>("select pg_is_in_recovery()"))
            {
                throw new StorageException("A second connection to the database leads to a standby: its address must lead to the primary only.");
            }
        }

        return _aside;
    }

    // In the order in which their statements were made.
    private List<PostgresRows> Collected()
    {
        var rows = new List<PostgresRows>();
        foreach (var statement in _collecting)
        {
            if (statement.Take() is { } taken)
            {
                rows.Add(taken);
            }
        }

        _collecting.RemoveAll(statement => statement.IsDisposed);
        return rows;
    }

    protected internal override void Discard()
    {
        _sending.Discard();
        foreach (var statement in _collecting)
        {
            statement.Discard();
        }

        _collecting.RemoveAll(statement => statement.IsDisposed);
    }

    public override void Dispose()
    {
        _sending.Dispose();
        _aside?.Dispose();
        connection.Dispose();
    }

    protected override DbTransaction BeginWriting(Action<Task>? meanwhile)
    {
        Open();
        var transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);
        try
        {
            if (meanwhile is null)
            {
                Lock(TakeWriterLock);
            }
            else if (Lock(TryWriterLock) is false)
            {
                _sending.Ahead(() => Lock(TakeWriterLock));
                try
                {
                    meanwhile(_sending.Sent);
                }
                finally
                {
                    SendWaiting();
                }
            }

            return transaction;
        }
        catch
        {
            transaction.Dispose();
            throw;
        }
    }

    private object? Lock(string sql)
    {
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return command.ExecuteScalar();
    }

    protected override DbTransaction BeginReading()
    {
        Open();
        return connection.BeginTransaction(IsolationLevel.RepeatableRead);
    }

    // After the server was gone the connection is opened again by whoever needs it next.
    private void Open()
    {
        if (connection.FullState.HasFlag(ConnectionState.Broken))
        {
            connection.Close();
        }

        if (connection.State != ConnectionState.Open)
        {
            connection.Open();
            _opened++;
        }
    }

    [GeneratedRegex(@"\bcross join\b|\bmain\.|\btemp\.|(?<!\.)\blocal_day\b|\bindexed by \w+", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex NotOfPostgres();
}
