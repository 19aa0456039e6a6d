using System.Data.Common;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;

namespace DossierMonitor.Storage.EventLog;

/// <summary>
/// Appends to the log. The check for an id seen before and the insert happen in the writer's transaction, under the unique
/// key: deduplicating before the write loses events when the write then fails.
/// </summary>
internal sealed class EventAppender(DbConnection connection) : IDisposable
{
    private readonly PreparedStatement _findDigest = new(connection, SqlScripts.Get("EventLog/find-digest"), 2);
    private readonly PreparedStatement _insert = new(connection, SqlScripts.Get("EventLog/insert-event"), 17);
    private readonly EventChain _chain = new(connection);
    private readonly PreparedStatement _listOfDossier = new(connection, SqlScripts.Get("EventLog/list-of-dossier"), 1);
    private readonly InternedNames _sources = new(
        new PreparedStatement(connection, SqlScripts.Get("EventLog/find-source"), 1),
        new PreparedStatement(connection, SqlScripts.Get("EventLog/insert-source"), 1),
        new PreparedStatement(connection, SqlScripts.Get("EventLog/last-row-id"), 0));

    public void Begin(DbTransaction transaction)
    {
        _findDigest.Transaction = transaction;
        _insert.Transaction = transaction;
        _listOfDossier.Transaction = transaction;
        _sources.Begin(transaction);
        _chain.Begin(transaction);
    }

    /// <summary>Stores the heads of the chains that this transaction made longer.</summary>
    public void Flush() => _chain.Flush();

    public void RolledBack() => _sources.Forget();

    /// <summary>Null when the id is new.</summary>
    public EventStatus? Seen(DossierEvent e, byte[] digest)
    {
        if (_sources.Find(e.Source) is not { } source
            || _findDigest.Set(0, source).Set(1, e.Id).Scalar() is not byte[] stored)
        {
            return null;
        }

        return stored.AsSpan().SequenceEqual(digest) ? EventStatus.Duplicate : EventStatus.Conflict;
    }

    public void Append(DossierEvent e, byte[] digest, long dossierId, Instant now)
    {
        var source = _sources.FindOrAdd(e.Source);
        _insert
            .Set(0, source)
            .Set(1, e.Id)
            .Set(2, digest)
            .Set(3, dossierId)
            .Set(4, (int)e.Type)
            .Set(5, e.Time.Milliseconds)
            .Set(6, now.Milliseconds)
            .Set(7, e.Unit)
            .Set(8, e.Procedure)
            .Set(9, e.Field)
            .Set(10, EventRow.Write(e.DueAt))
            .Set(11, (int?)e.Channel)
            .Set(12, e.Holder)
            .Set(13, EventRow.Write(e.StepDueAt))
            .Set(14, e.Document)
            .Set(15, e.EventId)
            .Set(16, _chain.Append(source, digest, now))
            .Run();
    }

    public List<DossierEvent> EventsOf(long dossierId, string code) => EventRow.ReadAll(_listOfDossier, dossierId, code);

    public long SourceId(string source) => _sources.FindOrAdd(source);

    public void Dispose()
    {
        _findDigest.Dispose();
        _insert.Dispose();
        _listOfDossier.Dispose();
        _sources.Dispose();
        _chain.Dispose();
    }
}
