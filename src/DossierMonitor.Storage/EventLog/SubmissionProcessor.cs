using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Dossiers;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Storage.EventLog;

/// <summary>What one transaction of the writer does: append, fold the touched dossiers, save them, add to the tallies.</summary>
internal sealed class SubmissionProcessor(DbConnection connection) : IDisposable
{
    private readonly EventAppender _log = new(connection);
    private readonly DossierProjector _projector = new(connection);
    private readonly PreparedStatement _upsertRejection = new(connection, SqlScripts.Get("EventLog/upsert-rejection"), 9);
    private readonly PreparedStatement _findDossier = new(connection, SqlScripts.Get("Dossiers/find-dossier"), 1);
    private readonly PreparedStatement _insertDossier = new(connection, SqlScripts.Get("Dossiers/insert-dossier"), 1);
    private readonly PreparedStatement _lastId = new(connection, SqlScripts.Get("EventLog/last-row-id"), 0);
    private readonly PreparedStatement _rulebook = new(connection, SqlScripts.Get("EventLog/rulebook-in-force"), 0);
    private readonly PreparedStatement _earliestRecording = new(connection, SqlScripts.Get("EventLog/earliest-recording"), 0);
    private readonly Dictionary<string, (long Id, bool IsNew)> _touched = new(StringComparer.Ordinal);

    public void Begin(DbTransaction transaction)
    {
        _touched.Clear();
        _log.Begin(transaction);
        _projector.Begin(transaction);
        _upsertRejection.Transaction = transaction;
        _findDossier.Transaction = transaction;
        _insertDossier.Transaction = transaction;
        _lastId.Transaction = transaction;
        _rulebook.Transaction = transaction;
        _earliestRecording.Transaction = transaction;
    }

    /// <summary>The earliest time that an event of this transaction may be recorded with.</summary>
    public Instant EarliestRecording() => new((long)_earliestRecording.Scalar()!);

    /// <summary>By which rules the database's figures are computed.</summary>
    public string? RulebookInDatabase() => (string?)_rulebook.Scalar();

    public void RolledBack()
    {
        _log.RolledBack();
        _projector.RolledBack();
    }

    public List<EventOutcome> Take(IReadOnlyList<SubmittedEvent> events, Instant now)
    {
        var outcomes = new List<EventOutcome>(events.Count);
        foreach (var submitted in events)
        {
            outcomes.Add(submitted.Event is { } e ? Append(e, now) : Keep(submitted.Refusal!, now));
        }

        return outcomes;
    }

    /// <summary>Folds and saves every dossier that got a new event since <see cref="Begin"/>.</summary>
    public void Project(Rulebook rulebook)
    {
        foreach (var (code, dossier) in _touched)
        {
            var history = rulebook.Fold(code, _log.EventsOf(dossier.Id, code));
            _projector.Save(dossier.Id, history, dossier.IsNew, rulebook, history.Source is { } source ? _log.SourceId(source) : null);
        }

        _projector.Flush();
        _log.Flush();
    }

    /// <summary>Saves a dossier whose stored figures were dropped.</summary>
    public void SaveAnew(long dossierId, DossierHistory history, Rulebook rulebook) =>
        _projector.Save(dossierId, history, isNew: true, rulebook, history.Source is { } source ? _log.SourceId(source) : null);

    public void FlushTallies() => _projector.Flush();

    public void Dispose()
    {
        _log.Dispose();
        _projector.Dispose();
        _upsertRejection.Dispose();
        _findDossier.Dispose();
        _insertDossier.Dispose();
        _lastId.Dispose();
        _rulebook.Dispose();
        _earliestRecording.Dispose();
    }

    private EventOutcome Append(DossierEvent e, Instant now)
    {
        var digest = EventDigest.Of(e);
        switch (_log.Seen(e, digest))
        {
            case EventStatus.Duplicate:
                return new EventOutcome(EventStatus.Duplicate, null);
            case EventStatus.Conflict:
                return Keep(
                    new Refusal(EventStatus.Conflict, e.Source, e.Id, e.Type.Name(), e.Code, [new RefusalReason("/id", "conflict")], null),
                    now);
            default:
                break;
        }

        if (!_touched.TryGetValue(e.Code, out var dossier))
        {
            if (_findDossier.Set(0, e.Code).Scalar() is long id)
            {
                dossier = (id, false);
            }
            else
            {
                _insertDossier.Set(0, e.Code).Run();
                dossier = ((long)_lastId.Scalar()!, true);
            }

            _touched[e.Code] = dossier;
        }

        _log.Append(e, digest, dossier.Id, now);
        return new EventOutcome(EventStatus.Accepted, null);
    }

    // The same refusal sent a thousand times is one row with a count: a portal that retries a bad event for a month must
    // not fill the disk or bury the other errors.
    private EventOutcome Keep(Refusal refusal, Instant now)
    {
        var reasons = JsonSerializer.Serialize(refusal.Reasons);
        var identity = JsonSerializer.SerializeToUtf8Bytes(new[]
        {
            refusal.Source, refusal.EventId, refusal.EventType, refusal.Subject, refusal.Status.ToString(), reasons, refusal.AcceptedMembers,
        });
        _upsertRejection
            .Set(0, SHA256.HashData(identity))
            .Set(1, now.Milliseconds)
            .Set(2, refusal.Source)
            .Set(3, refusal.EventId)
            .Set(4, refusal.EventType)
            .Set(5, refusal.Subject)
            .Set(6, refusal.Status.ToString())
            .Set(7, reasons)
            .Set(8, refusal.AcceptedMembers)
            .Run();
        return new EventOutcome(refusal.Status, refusal);
    }
}
