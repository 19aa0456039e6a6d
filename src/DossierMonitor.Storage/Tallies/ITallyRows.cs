namespace DossierMonitor.Storage.Tallies;

/// <summary>The rows of one table of tallies, as its one writer reads and writes them.</summary>
internal interface ITallyRows : IDisposable
{
    /// <summary>A transaction begins.</summary>
    /// <param name="unchanged">Nobody else has written since this writer's last transaction.</param>
    void Begin(bool unchanged);

    /// <summary>Whether <see cref="Get"/> can answer for that row; otherwise it has to be fetched first.</summary>
    bool Knows(int month, long slice);

    /// <summary>Fetches rows, all at once.</summary>
    void Fetch(IReadOnlyCollection<(int Month, long Slice)> rows);

    /// <summary>Empty = there is no such row. Valid until the next call.</summary>
    ReadOnlySpan<byte> Get(int month, long slice);

    void Put(int month, long slice, ReadOnlySpan<byte> counts);

    void Delete(int month, long slice);
}
