using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Sqlite;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.EventLog;

/// <summary>
/// Which ids the log has. An index over random ids must change a page of itself for nearly every event once it is larger than the
/// cache, which is what makes a growing log slow. Here the keys of the newest events are kept in memory (the log itself has them,
/// so nothing is lost with it) and go into the index in sorted runs, part by part: neighbours share a page. An id that is greater than
/// all that its source had when the part was last written cannot be in that part of the index, so ids that ascend with time are
/// not looked for there.
/// </summary>
internal sealed class EventKeys(StoreConnection connection, int tailLimit) : IDisposable
{
    private const int PartCount = 256;
    private const int MostInTail = 512 * 1024;

    // More sources than a province has: their greatest ids are then not copied part by part.
    private const int ManySources = 1_000;

    private readonly Statement _listAfter = connection.Prepare("EventLog/list-keys-after");
    private readonly Statement _find = connection.Prepare("EventLog/find-key");
    private readonly Statement _insert = connection.Prepare("EventLog/insert-key");
    private readonly Statement _listParts = connection.Prepare("EventLog/list-key-parts");
    private readonly Statement _listGreatest = connection.Prepare("EventLog/list-greatest-ids");
    private readonly Statement _putPart = connection.Prepare("EventLog/put-key-part");
    private readonly Part[] _parts = [.. Enumerable.Range(0, PartCount).Select(_ => new Part())];

    // Two events with the same key: one in 2⁶⁴ by chance, but it must not be an error.
    private readonly List<(long Key, long Seq)> _twins = [];
    private readonly List<long> _added = [];
    private readonly List<(int Part, Dictionary<long, long> Tail, long Through)> _merged = [];

    // The greatest id by source; never less than what the index has, and after a rollback perhaps more, which only means a look too many.
    private readonly Dictionary<string, string> _greatest = new(StringComparer.Ordinal);

    // The end of the log that all this is true of; null = look at the log again.
    private long? _lastSeq;
    private int _tail;
    private bool _open;
    private bool _mustReload;

    public EventKeys(StoreConnection connection)
        : this(connection, (int)MemoryShare.Of(512, MostInTail / 8, MostInTail))
    {
    }

    public static long KeyOf(string source, string id)
    {
        var length = Encoding.UTF8.GetMaxByteCount(source.Length + id.Length) + 1;
        var rented = length > 1024 ? ArrayPool<byte>.Shared.Rent(length) : null;
        var text = rented ?? stackalloc byte[1024];
        var end = Encoding.UTF8.GetBytes(source, text);
        text[end++] = 0;
        end += Encoding.UTF8.GetBytes(id, text[end..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..end], hash);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }

    /// <summary>Of the events that were not refused; done by whoever submits them, so that the one writer need not.</summary>
    public static long[] Of(IReadOnlyList<SubmittedEvent> events)
    {
        var keys = new long[events.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = events[i].Event is { } e ? KeyOf(e.Source, e.Id) : 0;
        }

        return keys;
    }

    /// <param name="lastSeq">The end of the log: another program may have written since the last transaction.</param>
    public void Begin(long lastSeq)
    {
        _added.Clear();
        _merged.Clear();
        _open = true;
        _mustReload = false;
        if (_lastSeq != lastSeq)
        {
            _lastSeq = null;
            Load(lastSeq);
            _lastSeq = lastSeq;
        }
    }

    /// <summary>Places of the log that may hold the event; nearly always none.</summary>
    /// <param name="key">Of the two that follow.</param>
    /// <param name="source">The event's.</param>
    /// <param name="id">The event's.</param>
    /// <param name="places">Takes them.</param>
    public void Find(long key, string source, string id, List<long> places)
    {
        places.Clear();
        var part = _parts[PartOf(key)];
        if (part.Tail.TryGetValue(key, out var seq))
        {
            places.Add(seq);
            foreach (var twin in _twins)
            {
                if (twin.Key == key)
                {
                    places.Add(twin.Seq);
                }
            }
        }

        if (part.Through > 0 && part.Greatest.TryGetValue(source, out var greatest) && !IdOrder.IsGreater(id, greatest))
        {
            _find.Set(0, key);
            while (_find.Step())
            {
                places.Add(_find.Long(0));
            }
        }
    }

    public void Add(long key, string source, string id, long seq)
    {
        AddToTail(key, seq);
        NoteGreatest(source, id);
        _added.Add(key);
        _lastSeq = seq;
    }

    /// <summary>Before the commit: moves what is too much for the memory into the index.</summary>
    public void Flush()
    {
        if (_tail <= tailLimit)
        {
            return;
        }

        var greatest = GreatestNow();
        while (_tail > tailLimit)
        {
            Merge(Array.IndexOf(_parts, _parts.MaxBy(part => part.Tail.Count)!), _lastSeq!.Value, greatest);
        }
    }

    public void Committed() => _open = false;

    public void RolledBack()
    {
        if (!_open || _lastSeq is null)
        {
            return;
        }

        _open = false;

        // Restoring a whole index would take the memory that its runs are there to save; and where twins are, only a new look at
        // the log tells which of them stayed.
        if (_mustReload || _twins.Count > 0)
        {
            _lastSeq = null;
            return;
        }

        foreach (var (number, tail, through) in Enumerable.Reverse(_merged))
        {
            _parts[number].Tail = tail;
            _parts[number].Through = through;
            _tail += tail.Count;
        }

        foreach (var key in _added)
        {
            if (_parts[PartOf(key)].Tail.Remove(key))
            {
                _tail--;
            }
        }

        _lastSeq -= _added.Count;
    }

    public void Dispose()
    {
        _listAfter.Dispose();
        _find.Dispose();
        _insert.Dispose();
        _listParts.Dispose();
        _listGreatest.Dispose();
        _putPart.Dispose();
    }

    private static int PartOf(long key) => (int)((ulong)key >> 56);

    private void Load(long lastSeq)
    {
        _twins.Clear();
        _tail = 0;
        _greatest.Clear();
        _listGreatest.Reset();
        while (_listGreatest.Step())
        {
            _greatest[_listGreatest.Text(0)] = _listGreatest.Text(1);
        }

        foreach (var part in _parts)
        {
            part.Tail = [];
            part.Through = 0;
        }

        _listParts.Reset();
        while (_listParts.Step())
        {
            _parts[_listParts.Long(0)].Through = _listParts.Long(1);
        }

        _listAfter.Set(0, _parts.Min(part => part.Through));
        while (_listAfter.Step())
        {
            var seq = _listAfter.Long(0);
            var (source, id) = (_listAfter.Text(1), _listAfter.Text(2));
            var key = KeyOf(source, id);
            NoteGreatest(source, id);
            if (seq > _parts[PartOf(key)].Through)
            {
                AddToTail(key, seq);
            }

            // A log that was never indexed: in runs that are as long as memory allows.
            if (_tail > tailLimit * 2)
            {
                MergeAll(seq);
            }
        }

        if (_tail > tailLimit)
        {
            MergeAll(lastSeq);
        }

        // More than each part need know, until it is written the next time.
        var greatest = GreatestNow();
        foreach (var part in _parts)
        {
            part.Greatest = greatest;
        }
    }

    private void NoteGreatest(string source, string id)
    {
        if (!_greatest.TryGetValue(source, out var greatest) || IdOrder.IsGreater(id, greatest))
        {
            _greatest[source] = id;
        }
    }

    // The living one says more as it grows, never less: still right, only less of a help.
    private Dictionary<string, string> GreatestNow() => _greatest.Count > ManySources ? _greatest : new(_greatest, StringComparer.Ordinal);

    private void AddToTail(long key, long seq)
    {
        if (_parts[PartOf(key)].Tail.TryAdd(key, seq))
        {
            _tail++;
        }
        else
        {
            _twins.Add((key, seq));
        }
    }

    private void MergeAll(long through)
    {
        var greatest = GreatestNow();
        for (var part = 0; part < PartCount; part++)
        {
            Merge(part, through, greatest);
        }

        _merged.Clear();
        _mustReload = true;
    }

    private void Merge(int number, long through, Dictionary<string, string> greatest)
    {
        var part = _parts[number];
        var entries = part.Tail.Select(entry => (Key: entry.Key, Seq: entry.Value)).Concat(_twins.Where(twin => PartOf(twin.Key) == number)).ToArray();
        Array.Sort(entries);
        foreach (var (key, seq) in entries)
        {
            _insert.Set(0, key).Set(1, seq).Run();
        }

        _mustReload |= _twins.RemoveAll(twin => PartOf(twin.Key) == number) > 0;
        _merged.Add((number, part.Tail, part.Through));
        _tail -= part.Tail.Count;
        part.Tail = [];
        part.Through = through;
        part.Greatest = greatest;
        _putPart.Set(0, number).Set(1, part.Through).Run();
    }

    private sealed class Part
    {
        public Dictionary<long, long> Tail { get; set; } = [];

        public long Through { get; set; }

        /// <summary>By source, at least what the greatest id was when the part was last written.</summary>
        public Dictionary<string, string> Greatest { get; set; } = [];
    }
}
