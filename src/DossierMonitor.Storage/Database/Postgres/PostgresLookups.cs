using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Storage.Dossiers;
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

    // Dossiers that were asked for before the transaction began, found or not, and the end of what had been written by then.
    private readonly HashSet<string> _prepared = new(StringComparer.Ordinal);
    private WrittenEnd? _preparedAt;

    // Asked once for both: what was prepared, and what is remembered.
    private (long After, long UpTo, HashSet<long> Dossiers)? _changed;

    public void Prepare(IEnumerable<SubmittedEvent> events, RecentDossiers recent)
    {
        var ask = Aside();
        var end = ask.End();
        Unprepare(ask, end);

        // What is asked for from here on may be newer than that; it is asked again then.
        _preparedAt = end;
        recent.Begin(end.Seq, since => Changed(ask, since, end.Seq));
        _codes.Clear();
        foreach (var submitted in events)
        {
            if (submitted.Event is { } e && !_prepared.Contains(e.Code) && !recent.TryGet(e.Code, out _))
            {
                _codes.Add(e.Code);
            }
        }

        ask.Dossiers(_codes, _dossiers);
        _prepared.UnionWith(_codes);
    }

    public void Begin(long lastSeq, long computed)
    {
        _lastSeq = lastSeq;
        _follows = false;
        _events.Clear();
        _eventsBefore.Clear();
        _greatest.Clear();
        Unprepare(_own, new WrittenEnd(lastSeq, 0, computed));
        _preparedAt = null;
    }

    /// <summary>Forgets what others have written since it was fetched, and what a transaction before fetched for itself.</summary>
    private void Unprepare(Questions ask, WrittenEnd now)
    {
        if (_preparedAt is not { } before || before.Computed != now.Computed || before.Seq > now.Seq || now.Seq - before.Seq > RecentDossiers.MostForeign)
        {
            ForgetDossiers();
        }
        else if (before.Seq < now.Seq)
        {
            var changed = Changed(ask, before.Seq, now.Seq);
            foreach (var (code, dossier) in _dossiers)
            {
                if (changed.Contains(dossier.Id))
                {
                    _dossiers.Remove(code);
                    _prepared.Remove(code);
                }
            }

            _prepared.ExceptWith(ask.NewDossiers(before.Dossier));
        }
    }

    private void ForgetDossiers()
    {
        _dossiers.Clear();
        _prepared.Clear();
    }

    private HashSet<long> Changed(Questions ask, long after, long upTo)
    {
        if (_changed is not { } known || known.After != after || known.UpTo != upTo)
        {
            _changed = known = (after, upTo, ask.Changed(after, upTo));
        }

        return known.Dossiers;
    }

    public void Follow()
    {
        _follows = true;
        (_eventsBefore, _events) = (_events, _eventsBefore);
        _events.Clear();
        ForgetDossiers();
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
            if (!isKnown(e.Code) && !_prepared.Contains(e.Code))
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

    public IReadOnlySet<long>? ChangedSince(long seq) => Changed(_own, seq, _lastSeq);

    public void Flush()
    {
    }

    public void Committed()
    {
    }

    public void RolledBack()
    {
        // Also what was fetched for the next one: perhaps from a database that has become another one.
        _preparedAt = null;
        _changed = null;
        ForgetDossiers();
    }

    public void Dispose()
    {
        _own.Dispose();
        _aside?.Questions.Dispose();
    }

    /// <param name="Seq">The end of the log.</param>
    /// <param name="Dossier">The greatest number of a dossier.</param>
    /// <param name="Computed">Changes whenever all figures are computed again.</param>
    private readonly record struct WrittenEnd(long Seq, long Dossier, long Computed);

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
        private readonly Statement _changed = connection.Prepare("Dossiers/list-changed");
        private readonly Statement _new = connection.Prepare("Dossiers/list-new");
        private readonly Statement _ends = connection.Prepare("EventLog/ends");

        /// <summary>Where what is committed ends.</summary>
        public WrittenEnd End()
        {
            _ends.Step();
            var end = new WrittenEnd(_ends.Long(0), _ends.Long(1), _ends.Long(3));
            _ends.Reset();
            return end;
        }

        /// <returns>The numbers of the dossiers that have events there.</returns>
        public HashSet<long> Changed(long after, long upTo)
        {
            _changed.Set(0, after).Set(1, upTo);
            var dossiers = new HashSet<long>();
            while (_changed.Step())
            {
                dossiers.Add(_changed.Long(0));
            }

            return dossiers;
        }

        /// <returns>The codes of the dossiers whose numbers are greater.</returns>
        public List<string> NewDossiers(long after)
        {
            _new.Set(0, after);
            var codes = new List<string>();
            while (_new.Step())
            {
                codes.Add(_new.Text(0));
            }

            return codes;
        }

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
            _changed.Dispose();
            _new.Dispose();
            _ends.Dispose();
        }
    }
}
