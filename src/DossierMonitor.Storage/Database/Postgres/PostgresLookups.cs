using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Storage.Database.Postgres;

/// <summary>
/// Everything that a transaction will ask for is fetched before its first question. One that follows another, which is still on its
/// way, asks beside it: what the other one adds is known here, and what is committed has not changed otherwise, or the one that
/// follows will find out and be done again.
/// </summary>
internal sealed class PostgresLookups(PostgresStoreConnection connection) : IWriterLookups
{
    private readonly Questions _own = new(connection);
    private readonly Dictionary<string, string> _greatest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Id, byte[] Events)> _dossiers = new(StringComparer.Ordinal);
    private Dictionary<(string Source, string Id), byte[]> _events = [];
    private Dictionary<(string Source, string Id), byte[]> _eventsBefore = [];
    private readonly List<DossierEvent> _expected = [];
    private readonly HashSet<string> _sources = new(StringComparer.Ordinal);
    private readonly HashSet<string> _codes = new(StringComparer.Ordinal);
    private (PostgresStoreConnection Connection, Questions Questions)? _aside;
    private bool _follows;
    private long _lastSeq;

    public void Begin(long lastSeq)
    {
        _lastSeq = lastSeq;
        _follows = false;
        _events.Clear();
        _eventsBefore.Clear();
        _dossiers.Clear();
        _greatest.Clear();
    }

    public void Follow()
    {
        _follows = true;
        (_eventsBefore, _events) = (_events, _eventsBefore);
        _events.Clear();
        _dossiers.Clear();
    }

    public void Expect(IEnumerable<SubmittedEvent> events, Predicate<string> isKnown)
    {
        _expected.Clear();
        _sources.Clear();
        _codes.Clear();
        string? last = null;
        foreach (var submitted in events)
        {
            if (submitted.Event is not { } e)
            {
                continue;
            }

            _expected.Add(e);
            if (e.Source != last && !_greatest.ContainsKey(e.Source))
            {
                _sources.Add(e.Source);
            }

            last = e.Source;
            if (!isKnown(e.Code))
            {
                _codes.Add(e.Code);
            }
        }

        if (_expected.Count == 0)
        {
            return;
        }

        var ask = _follows ? Aside() : _own;
        ask.Greatest(_sources, _greatest);
        ask.Events(_expected.FindAll(e => !IsNew(e)), _events);
        ask.Dossiers(_codes, _dossiers);
    }

    public byte[]? DigestOf(DossierEvent e, long key) => IsNew(e) ? null : _events.GetValueOrDefault((e.Source, e.Id)) ?? _eventsBefore.GetValueOrDefault((e.Source, e.Id));

    public void Added(DossierEvent e, long key, long seq, byte[] digest)
    {
        _events[(e.Source, e.Id)] = digest;
        if (!_greatest.TryGetValue(e.Source, out var greatest) || IdOrder.IsGreater(e.Id, greatest))
        {
            _greatest[e.Source] = e.Id;
        }
    }

    // An id that is greater than all that its source had is a new one: those that ascend with time are not looked for.
    private bool IsNew(DossierEvent e) => !_greatest.TryGetValue(e.Source, out var greatest) || IdOrder.IsGreater(e.Id, greatest);

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
        _own.Dispose();
        _aside?.Questions.Dispose();
    }

    private Questions Aside()
    {
        var aside = connection.Aside();
        if (_aside?.Connection != aside)
        {
            _aside = (aside, new Questions(aside));
        }

        return _aside.Value.Questions;
    }

    /// <summary>What is asked, through one connection.</summary>
    private sealed class Questions(PostgresStoreConnection connection) : IDisposable
    {
        private readonly PostgresStatement _events = (PostgresStatement)connection.Prepare("EventLog/find-events");
        private readonly PostgresStatement _greatest = (PostgresStatement)connection.Prepare("EventLog/find-greatest-ids");
        private readonly PostgresStatement _dossiers = (PostgresStatement)connection.Prepare("Dossiers/find-dossiers");

        public void Greatest(HashSet<string> sources, Dictionary<string, string> to)
        {
            string[] asked = [.. sources];
            if (asked.Length == 0)
            {
                return;
            }

            _greatest.SetMany(0, asked);
            while (_greatest.Step())
            {
                to[_greatest.Text(0)] = _greatest.Text(1);
            }
        }

        public void Events(List<DossierEvent> events, Dictionary<(string Source, string Id), byte[]> to)
        {
            if (events.Count == 0)
            {
                return;
            }

            _events.SetMany(0, events.ConvertAll(e => e.Source).ToArray()).SetMany(1, events.ConvertAll(e => e.Id).ToArray());
            while (_events.Step())
            {
                to[(_events.Text(0), _events.Text(1))] = _events.Blob(2).ToArray();
            }
        }

        public void Dossiers(HashSet<string> codes, Dictionary<string, (long Id, byte[] Events)> to)
        {
            string[] asked = [.. codes];
            if (asked.Length == 0)
            {
                return;
            }

            _dossiers.SetMany(0, asked);
            while (_dossiers.Step())
            {
                to[_dossiers.Text(0)] = (_dossiers.Long(1), _dossiers.Blob(2).ToArray());
            }
        }

        public void Dispose()
        {
            _events.Dispose();
            _greatest.Dispose();
            _dossiers.Dispose();
        }
    }
}
