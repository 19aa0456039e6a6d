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
internal sealed class EventAppender(StoreConnection connection, IWriterLookups lookups) : IDisposable
{
    private readonly Statement _insert = connection.Collect(connection.Script("EventLog/insert-event"));
    private readonly EventChain _chain = new(connection, lookups);
    private readonly InternedNames _sources = new(
        connection.Prepare("EventLog/find-source"),
        connection.Prepare("EventLog/insert-source"));

    private long _lastSeq;

    /// <param name="lastSeq">The end of the log.</param>
    public void Begin(long lastSeq)
    {
        _lastSeq = lastSeq;
        _chain.Begin(lastSeq);
    }

    /// <summary>Stores the heads of the chains that this transaction made longer.</summary>
    public void Flush() => _chain.Flush();

    public void Committed() => _chain.Committed(_lastSeq);

    public void RolledBack()
    {
        _sources.Forget();
        _chain.RolledBack();
    }

    /// <summary>The end of the log, with what this transaction added.</summary>
    public long LastSeq => _lastSeq;

    /// <summary>Null when the id is new.</summary>
    public EventStatus? Seen(DossierEvent e, long key, byte[] digest) => lookups.DigestOf(e, key) is not { } known ? null
        : known.AsSpan().SequenceEqual(digest) ? EventStatus.Duplicate
        : EventStatus.Conflict;

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
            .Set(17, _chain.Append(source, e, digest, recorded))
            .Run();
        lookups.Added(e, key, seq, digest);
        return seq;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _sources.Dispose();
        _chain.Dispose();
    }
}
