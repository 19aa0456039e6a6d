namespace DossierMonitor.Storage.Tallies;

/// <summary>The rows of one table of tallies, as its one writer reads and writes them.</summary>
internal interface ITallyRows : IDisposable
{
    /// <summary>Tells what will be added, so that the rows that are asked for can be fetched at once.</summary>
    void Expect(List<TallyChange> changes);

    /// <summary>Empty = there is no such row. Valid until the next call.</summary>
    ReadOnlySpan<byte> Get(int month, long slice);

    void Put(int month, long slice, ReadOnlySpan<byte> counts);

    void Delete(int month, long slice);
}
