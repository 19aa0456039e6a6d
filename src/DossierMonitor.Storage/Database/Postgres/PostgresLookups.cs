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
    private readonly Dictionary<string, ChainEnd> _chains = new(StringComparer.Ordinal);
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
        var end = ask.End(_preparedAt);
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

    public void BeforeBegin(Statement ends, IEnumerable<SubmittedEvent> events)
    {
        _sources.Clear();
        string? last = null;
        foreach (var submitted in events)
        {
            if (submitted.Event is { } e && e.Source != last)
            {
                _sources.Add(last = e.Source);
            }
        }

        _own.Begin((PostgresStatement)ends, _sources, _preparedAt);
    }

    public void Begin(long lastSeq, long computed)
    {
        _lastSeq = lastSeq;
        _follows = false;
        _events.Clear();
        _eventsBefore.Clear();
        _greatest.Clear();
        _chains.Clear();
        _own.AskedSources(_greatest, _chains);
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

        // What is on its way is known here; to ask behind it would wait for it.
        var ask = _follows || !connection.Sent.IsCompleted ? Aside() : _own;
        ask.Sources(_sources, _greatest, _chains);
        ask.Events(_expected.FindAll(e => !IsNew(e)), _events);
        ask.Dossiers(_codes, _dossiers);
    }

    public byte[]? DigestOf(DossierEvent e, long key) => IsNew(e) ? null : _events.GetValueOrDefault((e.Source, e.Id)) ?? _eventsBefore.GetValueOrDefault((e.Source, e.Id));

    // Only once: from there on the chain grows.
    public ChainEnd? ChainOf(string source) => _chains.Remove(source, out var end) ? end : null;

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
        _chains.Clear();
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
        private readonly PostgresStatement _sources = (PostgresStatement)connection.Prepare("EventLog/find-sources");
        private readonly PostgresStatement _dossiers = (PostgresStatement)connection.Prepare("Dossiers/find-dossiers");
        private readonly PostgresStatement _touched = (PostgresStatement)connection.Prepare("Dossiers/list-touched");
        private readonly Statement _changed = connection.Prepare("Dossiers/list-changed");
        private readonly PostgresStatement _new = (PostgresStatement)connection.Prepare("Dossiers/list-new");
        private readonly PostgresStatement _ends = (PostgresStatement)connection.Prepare("EventLog/ends");

        // After what the two were asked for last: those who want the same find the answer here.
        private long? _touchedAfter;
        private long? _newAfter;

        /// <summary>Asks at once what a transaction begins with: where the log ends, its sources, and what others have done since that was asked before.</summary>
        public void Begin(PostgresStatement ends, HashSet<string> sources, WrittenEnd? since)
        {
            _sources.SetMany<string>(0, [.. sources]);
            Ask(ends, since, [_sources]);
        }

        /// <summary>Where what is committed ends, asked with what others have done since that was asked before.</summary>
        public WrittenEnd End(WrittenEnd? since)
        {
            Ask(_ends, since, []);
            _ends.Step();
            var end = new WrittenEnd(_ends.Long(0), _ends.Long(1), _ends.Long(3));
            _ends.Reset();
            return end;
        }

        // The ends first: what is committed between the questions is no more than what the later ones tell too much.
        private void Ask(PostgresStatement ends, WrittenEnd? since, PostgresStatement[] others)
        {
            (_touchedAfter, _newAfter) = (since?.Seq, since?.Dossier);
            if (since is { } before)
            {
                _touched.Set(0, before.Seq);
                _new.Set(0, before.Dossier);
                others = [.. others, _touched, _new];
            }

            PostgresStatement.AskTogether(connection, [ends, .. others]);
        }

        // To set it drops the answer.
        private static void SetAfter(PostgresStatement statement, ref long? current, long after)
        {
            if (current != after)
            {
                statement.Set(0, after);
                current = after;
            }
        }

        /// <returns>The numbers of the dossiers that have events there.</returns>
        public HashSet<long> Changed(long after, long upTo)
        {
            SetAfter(_touched, ref _touchedAfter, after);
            if (TouchedDossiers.Read(_touched, after, upTo) is { } touched)
            {
                return touched;
            }

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
            SetAfter(_new, ref _newAfter, after);
            var codes = new List<string>();
            while (_new.Step())
            {
                codes.Add(_new.Text(0));
            }

            return codes;
        }

        public void Sources(HashSet<string> sources, Dictionary<string, string> greatest, Dictionary<string, ChainEnd> chains)
        {
            if (sources.Count > 0)
            {
                _sources.SetMany<string>(0, [.. sources]);
                AskedSources(greatest, chains);
            }
        }

        /// <summary>Those that were asked for last.</summary>
        public void AskedSources(Dictionary<string, string> greatest, Dictionary<string, ChainEnd> chains)
        {
            while (_sources.Step())
            {
                var name = _sources.Text(0);
                greatest[name] = _sources.Text(1);
                chains[name] = new ChainEnd(_sources.Blob(2).ToArray(), _sources.Long(3), greatest[name]);
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
            _sources.Dispose();
            _dossiers.Dispose();
            _touched.Dispose();
            _changed.Dispose();
            _new.Dispose();
            _ends.Dispose();
        }
    }
}
