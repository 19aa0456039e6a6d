using System.Data.Common;
using Dapper;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Tallies;

namespace DossierMonitor.Storage.Database;

/// <summary>
/// A connection to a database of either engine. Everything above speaks to it in the same words; what the engines do differently
/// (how rows are read in great numbers, how many are written at once, where the writer looks things up) is behind it.
/// </summary>
public abstract class StoreConnection : IDisposable
{
    /// <summary>The engine's part of the names of scripts.</summary>
    internal abstract string Engine { get; }

    /// <summary>The transaction that is open; null = none.</summary>
    internal StoreTransaction? Transaction { get; private set; }

    /// <summary>The provider's connection. What was collected for it has been sent.</summary>
    internal abstract DbConnection Ado { get; }

    /// <summary>How often it was opened again: what is remembered of the database is true of one connection to it.</summary>
    internal virtual int Opened => 0;

    /// <summary>A statement whose rows, if any, fit into memory.</summary>
    internal abstract Statement Statement(string sql);

    /// <summary>A statement whose rows are read a few at a time.</summary>
    internal abstract Statement Scan(string sql);

    /// <summary>A statement that changes rows, run once for each of many, which it may collect until <see cref="Send"/> or the commit.</summary>
    internal abstract Statement Collect(string sql);

    /// <summary>Sends what statements have collected, in the order in which they were made.</summary>
    internal virtual void Send()
    {
    }

    /// <summary>Whether ids are found through event_key; otherwise the engine's own index keeps them apart.</summary>
    internal abstract bool KeepsEventKeys { get; }

    /// <summary>The engine's own check of its file.</summary>
    /// <returns>What is wrong; null = nothing was found.</returns>
    internal abstract string? CheckIntegrity();

    /// <summary>Makes the function local_day for statements of this transaction: milliseconds to yyyymmdd.</summary>
    internal abstract void DefineLocalDay(TimeZoneInfo zone);

    /// <summary>The open transaction may wait as long as its program is at something else.</summary>
    internal virtual void AllowIdling()
    {
    }

    /// <summary>What the open transaction does finds its rows by the keys that it is given, few of many, whatever the engine's planner believes.</summary>
    internal virtual void FindByKeys()
    {
    }

    /// <summary>After how many dossiers a recomputation writes the tallies.</summary>
    internal virtual int DossiersAtOnce => 5_000;

    /// <summary>Whether a row is better written over than deleted and inserted again.</summary>
    internal virtual bool UpdatesInPlace => true;

    /// <summary>After much was written at once: what the engine's planner knows of the tables.</summary>
    internal virtual void RefreshStatistics()
    {
    }

    /// <summary>Begins to send what was collected, if it is much, while the caller goes on.</summary>
    /// <param name="everything">However little it is.</param>
    internal virtual void SendAhead(bool everything = false)
    {
    }

    /// <summary>Over when nothing is on its way; failed when something on its way did.</summary>
    internal virtual Task Sent => Task.CompletedTask;

    /// <summary>Whether a transaction can be begun behind one that is still on its way.</summary>
    internal virtual bool CanFollow => false;

    /// <summary>
    /// Commits the open transaction and begins the next, both behind what is on its way, while the caller goes on with the next one.
    /// Whatever it reads waits for that; what fails is told there, and nothing behind it is sent. No other writer comes between, until
    /// a transaction ends that is not followed.
    /// </summary>
    /// <param name="committed">Called on another thread, once the open transaction is on the disk.</param>
    /// <param name="ends">The question with which a transaction begins.</param>
    /// <param name="isAsLeft">Whether the next transaction finds what the caller takes for granted.</param>
    /// <returns>The next one.</returns>
    internal StoreTransaction Follow(Action committed, string ends, Func<DbDataReader, bool> isAsLeft) =>
        Transaction = Transaction!.FollowedBy(previous => BeginBehind(previous, committed, ends, isAsLeft));

    protected virtual Func<DbTransaction?> BeginBehind(Func<DbTransaction?> open, Action committed, string ends, Func<DbDataReader, bool> isAsLeft) =>
        throw new NotSupportedException();

    /// <summary>Where the writer looks for what is stored of what it is given.</summary>
    internal abstract IWriterLookups Lookups();

    /// <summary>The rows of some slices, with their numbers, in one question; null = this engine is better asked for one after the other.</summary>
    internal virtual Statement? RowsOf(TallyTableName table, int? month, IEnumerable<long> slices) => null;

    /// <summary>Whether a transaction's changes of the tallies may wait, so that many are added to the tables at once.</summary>
    internal virtual bool LetsTalliesWait => false;

    /// <summary>The rows of a table of tallies.</summary>
    internal abstract ITallyRows TallyRows(TallyTableName table);

    /// <summary>A named script: this engine's, where they differ.</summary>
    internal string Script(string name) => SqlScripts.Get(name, Engine);

    /// <summary>SQL that both engines share, in the words of this one: whatever runs it does so, and nobody else need.</summary>
    internal virtual string Translate(string sql) => sql;

    internal Statement Prepare(string script) => Statement(Script(script));

    /// <summary>One that no other writer, of whatever program, runs beside.</summary>
    /// <param name="meanwhile">Called while another program writes, for which this one has to wait: with what is over when it need not any longer.</param>
    internal StoreTransaction BeginWrite(Action<Task>? meanwhile = null) => Transaction = new StoreTransaction(this, BeginWriting(meanwhile));

    /// <summary>One snapshot.</summary>
    internal StoreTransaction BeginRead() => Transaction = new StoreTransaction(this, BeginReading());

    internal IEnumerable<T> Query<T>(string sql, object? parameters = null) => Ado.Query<T>(Translate(sql), parameters, Transaction?.Ado);

    internal IEnumerable<dynamic> Query(string sql, object? parameters = null) => Ado.Query(Translate(sql), parameters, Transaction?.Ado);

    internal T? ExecuteScalar<T>(string sql, object? parameters = null) => Ado.ExecuteScalar<T>(Translate(sql), parameters, Transaction?.Ado);

    /// <returns>How many rows it changed.</returns>
    internal int Execute(string sql, object? parameters = null) => Ado.Execute(Translate(sql), parameters, Transaction?.Ado, commandTimeout: 0);

    public abstract void Dispose();

    /// <summary>Forgets what was collected and not sent.</summary>
    protected internal virtual void Discard()
    {
    }

    /// <summary>Commits the open transaction.</summary>
    /// <param name="transaction">The provider's, when nothing is on its way any longer.</param>
    internal virtual void Commit(Func<DbTransaction?> transaction)
    {
        Send();
        transaction()!.Commit();
    }

    internal virtual void Ended() => Transaction = null;

    /// <summary>Whether another program waits for its turn to write, while transactions here follow each other.</summary>
    internal virtual bool OthersWait() => false;

    protected abstract DbTransaction BeginWriting(Action<Task>? meanwhile);

    protected abstract DbTransaction BeginReading();
}

/// <summary>A transaction; rolled back unless it is committed.</summary>
internal sealed class StoreTransaction(StoreConnection connection, Func<DbTransaction?> begun) : IDisposable
{
    private bool _over;

    public StoreTransaction(StoreConnection connection, DbTransaction begun)
        : this(connection, () => begun)
    {
    }

    /// <summary>Null while it is not begun; when nothing is on its way it is.</summary>
    public DbTransaction? Ado => begun();

    public void Commit()
    {
        connection.Commit(begun);
        End();
    }

    public void Rollback()
    {
        connection.Discard();
        Ado?.Rollback();
        End();
    }

    /// <summary>Leaves the commit to whoever begins the next one.</summary>
    public StoreTransaction FollowedBy(Func<Func<DbTransaction?>, Func<DbTransaction?>> begin)
    {
        _over = true;
        return new StoreTransaction(connection, begin(begun));
    }

    public void Dispose()
    {
        if (!_over)
        {
            connection.Discard();
            Ado?.Dispose();
            End();
        }
    }

    private void End()
    {
        _over = true;
        connection.Ended();
    }
}
