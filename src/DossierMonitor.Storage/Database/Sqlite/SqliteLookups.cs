using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Storage.Dossiers;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Storage.Database.Sqlite;

/// <summary>Ids are found through <see cref="EventKeys"/>, dossiers by their codes, one at a time.</summary>
internal sealed class SqliteLookups(StoreConnection connection) : IWriterLookups
{
    private readonly EventKeys _keys = new(connection);
    private readonly Statement _findEvent = connection.Prepare("EventLog/find-event");
    private readonly Statement _findDossier = connection.Prepare("Dossiers/find-dossier");
    private readonly List<long> _places = [];

    public void Prepare(IEnumerable<SubmittedEvent> events, RecentDossiers recent)
    {
    }

    public void BeforeBegin(Statement ends, IEnumerable<SubmittedEvent> events)
    {
    }

    public void Begin(long lastSeq, long computed) => _keys.Begin(lastSeq);

    public void Expect(IEnumerable<SubmittedEvent> events, Predicate<string> isKnown)
    {
    }

    public byte[]? DigestOf(DossierEvent e, long key)
    {
        _keys.Find(key, e.Source, e.Id, _places);
        foreach (var place in _places)
        {
            _findEvent.Set(0, place).Step();
            var digest = _findEvent.Text(0) == e.Source && _findEvent.Text(1) == e.Id ? _findEvent.Blob(2).ToArray() : null;
            _findEvent.Reset();
            if (digest is not null)
            {
                return digest;
            }
        }

        return null;
    }

    public ChainEnd? ChainOf(string source) => null;

    public void Added(DossierEvent e, long key, long seq, byte[] digest) => _keys.Add(key, e.Source, e.Id, seq);

    public (long Id, byte[] Events)? Dossier(string code)
    {
        if (!_findDossier.Set(0, code).Step())
        {
            return null;
        }

        var dossier = (_findDossier.Long(0), _findDossier.Blob(1).ToArray());
        _findDossier.Reset();
        return dossier;
    }

    public IReadOnlySet<long>? ChangedSince(long seq) => null;

    public void Flush() => _keys.Flush();

    public void Follow() => throw new NotSupportedException();

    public void Committed() => _keys.Committed();

    public void RolledBack() => _keys.RolledBack();

    public void Dispose()
    {
        _keys.Dispose();
        _findEvent.Dispose();
        _findDossier.Dispose();
    }
}
