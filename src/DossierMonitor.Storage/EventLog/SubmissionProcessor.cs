using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Binary;
using DossierMonitor.Storage.Database.Sqlite;
using DossierMonitor.Storage.Dossiers;
using DossierMonitor.Storage.Reference;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.EventLog;

/// <summary>What one transaction of the writer does: append, fold the touched dossiers, save them, add to the tallies.</summary>
internal sealed class SubmissionProcessor : IDisposable
{
    private const int FoldedAtOnce = 64;
    private const int SentAtOnce = 1_000;

    // In events: fewer go along with everything else.
    private const int WorthSendingFirst = 200;

    private readonly StoreConnection _connection;
    private readonly IWriterLookups _lookups;
    private readonly EventAppender _log;
    private readonly DossierProjector _projector;
    private readonly Statement _upsertRejection;
    private readonly Statement _insertDossier;
    private readonly Statement _updateDossier;
    private readonly Statement _ends;
    private Dictionary<string, Touched> _touched = new(StringComparer.Ordinal);

    // Of the transaction that is still on its way, when this one follows another.
    private Dictionary<string, Touched> _touchedBefore = new(StringComparer.Ordinal);
    private readonly ByteWriter _touchedNumbers = new();
    private readonly RecentDossiers _recent = new();
    private long _lastDossier;

    // The database as this transaction found it, and as this writer's last one left it; null = it is not known.
    private DatabaseState _begun;
    private DatabaseState? _left;
    private Instant _recorded;

    public SubmissionProcessor(StoreConnection connection)
    {
        _connection = connection;
        _lookups = connection.Lookups();
        _log = new(connection, _lookups);
        _projector = new(connection);
        _upsertRejection = connection.Prepare("EventLog/upsert-rejection");
        _insertDossier = connection.Collect(connection.Script("Dossiers/insert-dossier"));
        _updateDossier = connection.Collect(connection.Script("Dossiers/update-dossier"));
        _ends = connection.Prepare("EventLog/ends");
    }

    /// <param name="events">Some that will be submitted.</param>
    /// <param name="anew">What follows from the dossiers' events was dropped in this transaction.</param>
    /// <returns>The earliest time that an event of this transaction may be recorded with.</returns>
    public Instant Begin(IEnumerable<SubmittedEvent>? events = null, bool anew = false)
    {
        // After a failover the last events may be missing, and others in their place.
        if (_begun.Connection != _connection.Opened)
        {
            RolledBack();
        }

        _lookups.BeforeBegin(_ends, events ?? []);
        _ends.Step();
        var (lastSeq, earliest) = (_ends.Long(0), new Instant(_ends.Long(2)));
        _lastDossier = _ends.Long(1);
        var computed = _ends.Long(3);
        RulebookInDatabase = _ends.TextOrNull(4);
        var pending = (_ends.Long(5), _ends.Long(6));
        _ends.Reset();
        if (_begun.Computed != computed)
        {
            _recent.Forget();
        }

        _begun = new DatabaseState(lastSeq, computed, _connection.Opened, pending.Item1);
        _touched.Clear();
        _touchedBefore.Clear();
        _lookups.Begin(lastSeq, computed);
        _recent.Begin(lastSeq, _lookups.ChangedSince);
        _log.Begin(lastSeq);
        _projector.Begin(!anew && _left == _begun, pending);
        _left = null;
        return earliest;
    }

    /// <summary>Before <see cref="Begin"/>, while another program writes: fetches what is stored of the dossiers of these events.</summary>
    public void Prepare(IEnumerable<SubmittedEvent> events) => _lookups.Prepare(events, _recent);

    /// <summary>
    /// After <see cref="Committed"/>, said of a transaction whose commit is only on its way: what the next one is to find for it to be
    /// right, whatever this writer knows by then.
    /// </summary>
    public Func<DbDataReader, bool> IsAsLeft()
    {
        var (left, lastDossier, rulebook, recorded) = (_left!.Value, _lastDossier, RulebookInDatabase, _recorded);
        return ends => ends.GetInt64(0) == left.LastSeq && ends.GetInt64(1) == lastDossier && ends.GetInt64(2) <= recorded.Milliseconds
            && ends.GetInt64(3) == left.Computed && (ends.IsDBNull(4) ? null : ends.GetString(4)) == rulebook && ends.GetInt64(5) == left.Pending;
    }

    /// <summary>Begins behind that transaction, without asking the database.</summary>
    /// <returns>The earliest time that an event of this transaction may be recorded with.</returns>
    public Instant Follow()
    {
        _begun = _left!.Value;
        _left = null;
        _lookups.Follow();
        _log.Begin(_begun.LastSeq);
        _projector.Follow();
        return _recorded;
    }

    /// <summary>By which rules the database's figures are computed; null = there are none yet.</summary>
    public string? RulebookInDatabase { get; private set; }

    public void Committed()
    {
        _log.Committed();
        _lookups.Committed();
        foreach (var dossier in _touched.Values)
        {
            _recent.Put(dossier.Code, dossier.Id, dossier.Events);
        }

        (_touchedBefore, _touched) = (_touched, _touchedBefore);
        _touched.Clear();
        _recent.Committed(_log.LastSeq);
        _left = _begun with { LastSeq = _log.LastSeq, Pending = _projector.Pending };
    }

    public void RolledBack()
    {
        _log.RolledBack();
        _lookups.RolledBack();

        // Perhaps the database has become another one: after a failover the last events may be missing, and others in their place.
        _recent.Forget();
        _left = null;
        _projector.RolledBack();
    }

    /// <summary>After a dry run: nothing went wrong, and nothing was projected.</summary>
    public void Undone()
    {
        _log.RolledBack();
        _lookups.RolledBack();
        _left = _begun;
    }

    /// <summary>Tells what is coming in this transaction, so that what is stored of it can be fetched at once.</summary>
    public void Expect(IEnumerable<SubmittedEvent> events) => _lookups.Expect(events, code => _touched.ContainsKey(code) || _recent.TryGet(code, out _) || _touchedBefore.ContainsKey(code));

    /// <param name="events">Parsed.</param>
    /// <param name="keys">Of their ids; null where the engine needs none.</param>
    /// <param name="now">When they are recorded.</param>
    /// <param name="bounds">Of the caller; null = it may write for all units.</param>
    /// <param name="rulebook">The rules in force.</param>
    public List<EventOutcome> Take(IReadOnlyList<SubmittedEvent> events, long[]? keys, Instant now, WriterBounds? bounds, Rulebook rulebook)
    {
        _recorded = now;
        var outcomes = new List<EventOutcome>(events.Count);
        for (var i = 0; i < events.Count; i++)
        {
            var submitted = events[i];
            outcomes.Add(submitted.Event is { } e ? Append(e, keys?[i] ?? 0, submitted.Digest!, now, bounds, rulebook) : Keep(submitted.Refusal!, now));
        }

        _connection.SendAhead();
        return outcomes;
    }

    /// <summary>Folds and saves every dossier that got a new event since <see cref="Begin"/>.</summary>
    /// <param name="rulebook">The rules in force.</param>
    /// <param name="follows">Whether the database is still at the transaction before. Otherwise it waits for what there is.</param>
    public void Project(Rulebook rulebook, bool follows)
    {
        // In the order of their numbers: neighbours share pages.
        var touched = _touched.Values.ToArray();
        Array.Sort(touched, static (one, other) => one.Id.CompareTo(other.Id));
        var added = _log.LastSeq - _begun.LastSeq;
        _connection.SendAhead(everything: !follows && added >= WorthSendingFirst);
        var saved = 0;
        foreach (var dossier in WorkAhead.Run(touched, FoldedAtOnce, part => Fold(part, rulebook)))
        {
            if (dossier.IsNew)
            {
                _insertDossier.Set(0, dossier.Id).Set(1, dossier.Code).Set(2, dossier.Events).Run();
            }
            else
            {
                _updateDossier.Set(0, dossier.Id).Set(1, dossier.Events).Run();
            }

            _projector.Save(dossier.Id, dossier.Before, dossier.After!, rulebook);
            dossier.Forget();
            if (++saved % SentAtOnce == 0)
            {
                _connection.SendAhead();
            }
        }

        _touchedNumbers.Clear();
        if (_connection.LetsTalliesWait)
        {
            TouchedDossiers.Write(_touchedNumbers, added, touched.Select(dossier => dossier.Id));
        }

        _projector.Flush(_log.LastSeq, _touchedNumbers.Written);
        _log.Flush();
        _lookups.Flush();
    }

    /// <summary>Whether changes of the tallies wait, as far as is known.</summary>
    public bool HasPending => _left is { Pending: > 0 };

    /// <summary>Adds to the tallies what waits.</summary>
    public void Settle()
    {
        if (_begun.Pending > 0)
        {
            Flush();
        }
    }

    /// <summary>A dossier that the database does not have yet, without its figures.</summary>
    public void Insert(StoredDossier dossier) => _insertDossier.Set(0, dossier.Id).Set(1, dossier.Code).Set(2, dossier.Events).Run();

    /// <summary>Gives a dossier that the database has its events, without its figures.</summary>
    public void Update(StoredDossier dossier) => _updateDossier.Set(0, dossier.Id).Set(1, dossier.Events).Run();

    /// <summary>Saves a dossier whose stored figures were dropped.</summary>
    public void SaveAnew(long dossierId, DossierHistory history, Rulebook rulebook) =>
        _projector.Save(dossierId, null, history, rulebook);

    public void Flush()
    {
        _projector.Flush();
        _connection.Send();
    }

    public void Dispose()
    {
        _log.Dispose();
        _lookups.Dispose();
        _projector.Dispose();
        _upsertRejection.Dispose();
        _insertDossier.Dispose();
        _updateDossier.Dispose();
        _ends.Dispose();
    }

    private EventOutcome Append(DossierEvent e, long key, byte[] digest, Instant now, WriterBounds? bounds, Rulebook rulebook)
    {
        switch (_log.Seen(e, key, digest))
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

        var dossier = _touched.GetValueOrDefault(e.Code) ?? Find(e.Code);
        if (bounds?.Refuse(e, dossier is null ? rulebook.Fold(e.Code, []) : dossier.History(rulebook)) is { } reason)
        {
            return Keep(new Refusal(EventStatus.Forbidden, e.Source, e.Id, e.Type.Name(), e.Code, [reason], null), now);
        }

        dossier ??= new Touched(e.Code, ++_lastDossier, isNew: true, []);
        _touched.TryAdd(e.Code, dossier);
        var recorded = e with { Recorded = now };
        dossier.Added.Add((_log.Append(recorded, key, digest, dossier.Id), recorded));
        return new EventOutcome(EventStatus.Accepted, null);
    }

    private Touched? Find(string code)
    {
        if (_recent.TryGet(code, out var known))
        {
            return new Touched(code, known.Id, isNew: false, known.Events);
        }

        // Perhaps it is too long to be kept, or was the first to go.
        if (_touchedBefore.TryGetValue(code, out var before))
        {
            return new Touched(code, before.Id, isNew: false, before.Events);
        }

        return _lookups.Dossier(code) is { } stored ? new Touched(code, stored.Id, isNew: false, stored.Events) : null;
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

    /// <param name="LastSeq">The end of the log.</param>
    /// <param name="Computed">Changes whenever all figures are computed again, whoever does it.</param>
    /// <param name="Connection">Which of the connections to it.</param>
    /// <param name="Pending">How many transactions' changes of the tallies wait: whoever adds them changes rows without an event.</param>
    private readonly record struct DatabaseState(long LastSeq, long Computed, int Connection, long Pending);

    private static void Fold(ArraySegment<Touched> dossiers, Rulebook rulebook)
    {
        var stored = new ByteWriter();
        foreach (var dossier in dossiers)
        {
            var events = EventsColumn.Read(dossier.Events, dossier.Code);

            // What is stored is what the same rules made of the events before.
            dossier.Before = dossier.IsNew ? null : rulebook.Fold(dossier.Code, events);
            var source = events.Count == 0 ? null : events[^1].Source;
            stored.Clear();
            stored.Bytes(dossier.Events);
            foreach (var (seq, e) in dossier.Added)
            {
                EventsColumn.Append(stored, e, seq, source);
                events.Add(e);
                source = e.Source;
            }

            dossier.Events = stored.Written.ToArray();
            dossier.After = rulebook.Fold(dossier.Code, events);
        }
    }

    /// <summary>A dossier that got events in this transaction.</summary>
    private sealed class Touched(string code, long id, bool isNew, byte[] stored)
    {
        public string Code => code;

        public long Id => id;

        public bool IsNew => isNew;

        public List<(long Seq, DossierEvent Event)> Added { get; } = [];

        /// <summary>What its row has: first as it is stored, then as it is to be.</summary>
        public byte[] Events { get; set; } = stored;

        public DossierHistory? Before { get; set; }

        public DossierHistory? After { get; set; }

        /// <summary>With what this transaction has added so far.</summary>
        public DossierHistory History(Rulebook rulebook) =>
            rulebook.Fold(Code, [.. EventsColumn.Read(Events, Code), .. Added.Select(one => one.Event)]);

        /// <summary>Lets the histories go as soon as they are saved.</summary>
        public void Forget()
        {
            Before = null;
            After = null;
            Added.Clear();
        }
    }
}
