using DossierMonitor.Storage.Tallies;

namespace DossierMonitor.Storage.Database.Sqlite;

/// <summary>Each row when it is asked for.</summary>
internal sealed class SqliteTallyRows(StoreConnection connection, TallyTableName table) : ITallyRows
{
    private readonly Statement _get = connection.Statement(table.Script("Tallies/get-in-month", "Tallies/get-whole"));
    private readonly Statement _put = connection.Statement(table.Script("Tallies/put-in-month", "Tallies/put-whole"));
    private readonly Statement _delete = connection.Statement(table.Script("Tallies/delete-in-month", "Tallies/delete-whole"));

    public void Begin(bool unchanged)
    {
    }

    public bool Knows(int month, long slice) => true;

    public void Fetch(IReadOnlyCollection<(int Month, long Slice)> rows)
    {
    }

    // Its row is left at the next call.
    public ReadOnlySpan<byte> Get(int month, long slice) => Key(_get, month, slice).Step() ? _get.Blob(0) : [];

    public void Put(int month, long slice, ReadOnlySpan<byte> counts)
    {
        _get.Reset();
        Key(_put, month, slice).Set(table.ByMonth ? 2 : 1, counts).Run();
    }

    public void Delete(int month, long slice)
    {
        _get.Reset();
        Key(_delete, month, slice).Run();
    }

    public void Dispose()
    {
        _get.Dispose();
        _put.Dispose();
        _delete.Dispose();
    }

    private Statement Key(Statement statement, int month, long slice) =>
        table.ByMonth ? statement.Set(0, month).Set(1, slice) : statement.Set(0, slice);
}
