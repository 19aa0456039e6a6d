using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Storage.Database.Postgres;

/// <summary>Everything that a transaction will ask for is fetched before its first question.</summary>
internal sealed class PostgresLookups(PostgresStoreConnection connection) : IWriterLookups
{
    private readonly PostgresStatement _findEvents = (PostgresStatement)connection.Prepare("EventLog/find-events");
    private readonly PostgresStatement _findGreatest = (PostgresStatement)connection.Prepare("EventLog/find-greatest-ids");
    private readonly PostgresStatement _findDossiers = (PostgresStatement)connection.Prepare("Dossiers/find-dossiers");
    private readonly Dictionary<(string Source, string Id), byte[]> _events = [];
    private readonly Dictionary<string, (long Id, byte[] Events)> _dossiers = new(StringComparer.Ordinal);
    private long _lastSeq;

    public void Begin(long lastSeq)
    {
        _lastSeq = lastSeq;
        _events.Clear();
        _dossiers.Clear();
    }

    public void Expect(IEnumerable<SubmittedEvent> events, Predicate<string> isKnown)
    {
        var expected = events.Where(submitted => submitted.Event is not null).Select(submitted => submitted.Event!).ToArray();
        if (expected.Length == 0)
        {
            return;
        }

        // An id that is greater than all that its source had is a new one: those that ascend with time are not looked for.
        var greatest = Greatest(expected);
        var old = Array.FindAll(expected, e => greatest.TryGetValue(e.Source, out var id) && !IdOrder.IsGreater(e.Id, id));
        if (old.Length > 0)
        {
            _findEvents.SetMany(0, Array.ConvertAll(old, e => e.Source)).SetMany(1, Array.ConvertAll(old, e => e.Id));
            while (_findEvents.Step())
            {
                _events[(_findEvents.Text(0), _findEvents.Text(1))] = _findEvents.Blob(2).ToArray();
            }
        }

        string[] codes = [.. expected.Select(e => e.Code).Distinct(StringComparer.Ordinal).Where(code => !isKnown(code))];
        if (codes.Length == 0)
        {
            return;
        }

        _findDossiers.SetMany(0, codes);
        while (_findDossiers.Step())
        {
            _dossiers[_findDossiers.Text(0)] = (_findDossiers.Long(1), _findDossiers.Blob(2).ToArray());
        }
    }

    private Dictionary<string, string> Greatest(IEnumerable<DossierEvent> events)
    {
        var greatest = new Dictionary<string, string>(StringComparer.Ordinal);
        _findGreatest.SetMany(0, events.Select(e => e.Source).Distinct(StringComparer.Ordinal).ToArray());
        while (_findGreatest.Step())
        {
            greatest[_findGreatest.Text(0)] = _findGreatest.Text(1);
        }

        return greatest;
    }

    public byte[]? DigestOf(DossierEvent e, long key) => _events.GetValueOrDefault((e.Source, e.Id));

    public void Added(DossierEvent e, long key, long seq, byte[] digest) => _events[(e.Source, e.Id)] = digest;

    public (long Id, byte[] Events)? Dossier(string code) => _dossiers.TryGetValue(code, out var dossier) ? dossier : null;

    public IReadOnlySet<long>? ChangedSince(long seq)
    {
        using var changed = connection.Prepare("Dossiers/list-changed");
        changed.Set(0, seq).Set(1, _lastSeq);
        var dossiers = new HashSet<long>();
        while (changed.Step())
        {
            dossiers.Add(changed.Long(0));
        }

        return dossiers;
    }

    public void Flush()
    {
    }

    public void Committed()
    {
    }

    public void RolledBack()
    {
    }

    public void Dispose()
    {
        _findEvents.Dispose();
        _findGreatest.Dispose();
        _findDossiers.Dispose();
    }
}
