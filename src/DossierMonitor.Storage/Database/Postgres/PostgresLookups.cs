using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Storage.Database.Postgres;

/// <summary>Everything that a transaction will ask for is fetched before its first question.</summary>
internal sealed class PostgresLookups(PostgresStoreConnection connection) : IWriterLookups
{
    private readonly PostgresStatement _findEvents = (PostgresStatement)connection.Prepare("EventLog/find-events");
    private readonly PostgresStatement _findDossiers = (PostgresStatement)connection.Prepare("Dossiers/find-dossiers");
    private readonly Dictionary<(string Source, string Id), byte[]> _events = [];
    private readonly Dictionary<string, (long Id, byte[] Events)> _dossiers = new(StringComparer.Ordinal);

    public void Begin(long lastSeq)
    {
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

        _findEvents.SetMany(0, Array.ConvertAll(expected, e => e.Source)).SetMany(1, Array.ConvertAll(expected, e => e.Id));
        while (_findEvents.Step())
        {
            _events[(_findEvents.Text(0), _findEvents.Text(1))] = _findEvents.Blob(2).ToArray();
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

    public byte[]? DigestOf(DossierEvent e, long key) => _events.GetValueOrDefault((e.Source, e.Id));

    public void Added(DossierEvent e, long key, long seq, byte[] digest) => _events[(e.Source, e.Id)] = digest;

    public (long Id, byte[] Events)? Dossier(string code) => _dossiers.TryGetValue(code, out var dossier) ? dossier : null;

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
        _findDossiers.Dispose();
    }
}
