using DossierMonitor.Storage.Database;

namespace DossierMonitor.Storage.Tallies;

/// <summary>Rows of a table of tallies that were written last, as far as the memory for them goes.</summary>
/// <param name="generation">How many bytes are kept at least; at most twice as many are.</param>
internal sealed class RecentRows(long generation)
{
    // Of the heap, for each of the eight tables: together a thirtieth.
    private const int PartOfMemory = 480;
    private const int Least = 128 * 1024;
    private const int Most = 8 * 1024 * 1024;

    // What a row takes besides its bytes.
    private const int Overhead = 80;

    private Dictionary<(int Month, long Slice), byte[]> _young = [];
    private Dictionary<(int Month, long Slice), byte[]> _old = [];
    private long _size;

    public RecentRows()
        : this(MemoryShare.Of(PartOfMemory, Least, Most))
    {
    }

    public void Clear()
    {
        _young.Clear();
        _old.Clear();
        _size = 0;
    }

    /// <param name="key">Which row.</param>
    /// <param name="row">Empty = it is known that there is none.</param>
    public bool TryGet((int Month, long Slice) key, out byte[]? row) => _young.TryGetValue(key, out row) || _old.TryGetValue(key, out row);

    public void Put((int Month, long Slice) key, byte[] row)
    {
        if (_size >= generation)
        {
            (_old, _young) = (_young, _old);
            _young.Clear();
            _size = 0;
        }

        _young[key] = row;
        _size += row.Length + Overhead;
    }
}
