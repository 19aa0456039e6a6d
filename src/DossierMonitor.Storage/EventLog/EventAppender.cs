using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Sqlite;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.EventLog;

/// <summary>
/// Appends to the log. The check for an id seen before and the insert happen in the writer's transaction: deduplicating before
/// the write loses events when the write then fails.
/// </summary>
internal sealed class EventAppender(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement _findEvent = new(connection, SqlScripts.Get("EventLog/find-event"));
    private readonly SqliteStatement _insert = new(connection, SqlScripts.Get("EventLog/insert-event"));
    private readonly EventChain _chain = new(connection);
    private readonly EventKeys _keys = new(connection);
    private readonly InternedNames _sources = new(
        new SqliteStatement(connection, SqlScripts.Get("EventLog/find-source")),
        new SqliteStatement(connection, SqlScripts.Get("EventLog/insert-source")),
        new SqliteStatement(connection, SqlScripts.Get("EventLog/last-row-id")));

    private readonly List<long> _places = [];
    private long _lastSeq;

    /// <param name="lastSeq">The end of the log.</param>
    public void Begin(long lastSeq)
    {
        _lastSeq = lastSeq;
        _chain.Begin(lastSeq);
        _keys.Begin(lastSeq);
    }

    /// <summary>Stores the heads of the chains that this transaction made longer, and the keys that are due.</summary>
    public void Flush()
    {
        _chain.Flush();
        _keys.Flush();
    }

    public void Committed()
    {
        _chain.Committed(_lastSeq);
        _keys.Committed();
    }

    public void RolledBack()
    {
        _sources.Forget();
        _keys.RolledBack();
    }

    /// <summary>The end of the log, with what this transaction added.</summary>
    public long LastSeq => _lastSeq;

    /// <summary>Null when the id is new.</summary>
    public EventStatus? Seen(DossierEvent e, long key, byte[] digest)
    {
        _keys.Find(key, e.Source, e.Id, _places);
        foreach (var place in _places)
        {
            _findEvent.Set(0, place).Step();
            var isIt = _findEvent.Long(0) == _sources.Find(e.Source) && _findEvent.Text(1) == e.Id;
            var isSame = _findEvent.Blob(2).SequenceEqual(digest);
            _findEvent.Reset();
            if (isIt)
            {
                return isSame ? EventStatus.Duplicate : EventStatus.Conflict;
            }
        }

        return null;
    }

    /// <param name="e">With the time of its recording.</param>
    /// <param name="key">Of its source and id.</param>
    /// <param name="digest">Of its canonical form.</param>
    /// <param name="dossierId">Its dossier.</param>
    /// <returns>Its place in the log.</returns>
    public long Append(DossierEvent e, long key, byte[] digest, long dossierId)
    {
        var source = _sources.FindOrAdd(e.Source);
        var recorded = e.Recorded!.Value;
        var seq = ++_lastSeq;
        _insert
            .Set(0, seq)
            .Set(1, source)
            .Set(2, e.Id)
            .Set(3, digest)
            .Set(4, dossierId)
            .Set(5, (int)e.Type)
            .Set(6, e.Time.Milliseconds)
            .Set(7, recorded.Milliseconds)
            .Set(8, e.Unit)
            .Set(9, e.Procedure)
            .Set(10, e.Field)
            .Set(11, EventRow.Write(e.DueAt))
            .Set(12, (long?)e.Channel)
            .Set(13, e.Holder)
            .Set(14, EventRow.Write(e.StepDueAt))
            .Set(15, e.Document)
            .Set(16, e.EventId)
            .Set(17, _chain.Append(source, e.Id, digest, recorded))
            .Run();
        _keys.Add(key, e.Source, e.Id, seq);
        return seq;
    }

    public void Dispose()
    {
        _findEvent.Dispose();
        _insert.Dispose();
        _sources.Dispose();
        _chain.Dispose();
        _keys.Dispose();
    }
}
