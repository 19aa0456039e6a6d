using DossierMonitor.Storage.Database;

namespace DossierMonitor.Storage.Dossiers;

/// <summary>
/// What the dossiers that got events last have stored, so that the writer need not read what it has just written: the events of a
/// dossier come within its few weeks. True only of the end of the log that it was told of; all can be forgotten at any time.
/// </summary>
/// <param name="generation">How many dossiers are kept at least; at most twice as many are.</param>
internal sealed class RecentDossiers(int generation)
{
    // A dossier takes about half a kilobyte: at most a thirtieth of the heap.
    private const int PartOfMemory = 30 * 1024;

    // One with hundreds of events is read again: their number has no bound, the memory has.
    private const int LongestEvents = 8 * 1024;

    // Events of another program since the last transaction, of which it is worth to ask.
    public const int MostForeign = 50_000;

    private Dictionary<string, (long Id, byte[] Events)> _young = new(StringComparer.Ordinal);
    private Dictionary<string, (long Id, byte[] Events)> _old = new(StringComparer.Ordinal);
    private long _lastSeq = -1;

    // Numbers of dossiers of which others have written, whether they are known here or not: to look through all that is known takes
    // longer than to look here when one is asked for.
    private readonly HashSet<long> _foreign = [];

    public RecentDossiers()
        : this((int)MemoryShare.Of(PartOfMemory, 1_024, 24 * 1_024))
    {
    }

    /// <param name="lastSeq">The end of the log: whatever another program wrote behind it is not known here.</param>
    /// <param name="changedSince">The numbers of the dossiers that got events after a place of the log; null = that is more than it is worth to look at.</param>
    public void Begin(long lastSeq, Func<long, IReadOnlySet<long>?>? changedSince = null)
    {
        if (_lastSeq == lastSeq)
        {
            return;
        }

        // The log only grows. Whoever began with another one has nothing to keep.
        if (_lastSeq >= 0 && _lastSeq < lastSeq && lastSeq - _lastSeq <= MostForeign && changedSince?.Invoke(_lastSeq) is { } changed)
        {
            _foreign.UnionWith(changed);
            if (_foreign.Count > generation)
            {
                RemoveForeign(_young);
                RemoveForeign(_old);
                _foreign.Clear();
            }
        }
        else
        {
            _young.Clear();
            _old.Clear();
            _foreign.Clear();
        }

        _lastSeq = lastSeq;
    }

    public void Forget() => _lastSeq = -1;

    /// <summary>What is stored of a dossier, if it is known here.</summary>
    public bool TryGet(string code, out (long Id, byte[] Events) dossier) =>
        (_young.TryGetValue(code, out dossier) || _old.TryGetValue(code, out dossier)) && !(_foreign.Count > 0 && _foreign.Contains(dossier.Id));

    /// <summary>After the commit.</summary>
    /// <param name="code">The dossier's.</param>
    /// <param name="id">Its number.</param>
    /// <param name="events">What is stored of it now.</param>
    public void Put(string code, long id, byte[] events)
    {
        if (_young.Count >= generation)
        {
            (_old, _young) = (_young, _old);
            _young.Clear();
        }

        _foreign.Remove(id);
        if (events.Length <= LongestEvents)
        {
            _young[code] = (id, events);
        }
        else
        {
            _young.Remove(code);
            _old.Remove(code);
        }
    }

    /// <summary>After the commit: where the log ends now.</summary>
    public void Committed(long lastSeq) => _lastSeq = lastSeq;

    // By their numbers: to ask for the codes would take the database longer than to look through what is known here.
    private void RemoveForeign(Dictionary<string, (long Id, byte[] Events)> known)
    {
        foreach (var (code, dossier) in known)
        {
            if (_foreign.Contains(dossier.Id))
            {
                known.Remove(code);
            }
        }
    }
}
