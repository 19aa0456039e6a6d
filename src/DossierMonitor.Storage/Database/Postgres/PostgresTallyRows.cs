using DossierMonitor.Storage.Tallies;

namespace DossierMonitor.Storage.Database.Postgres;

/// <summary>All the rows of a transaction in one question, and one answer.</summary>
internal sealed class PostgresTallyRows(PostgresStoreConnection connection, TallyTableName table) : ITallyRows
{
    private readonly PostgresStatement _find = (PostgresStatement)connection.Statement(table.Script("Tallies/find-rows-in-month", "Tallies/find-rows", connection.Engine));
    private readonly Statement _put = connection.Collect(table.Script("Tallies/put-in-month", "Tallies/put-whole", connection.Engine));
    private readonly Statement _delete = connection.Collect(table.Script("Tallies/delete-in-month", "Tallies/delete-whole", connection.Engine));
    private readonly Dictionary<(int Month, long Slice), byte[]> _rows = [];

    public void Expect(List<TallyChange> changes)
    {
        _rows.Clear();
        var rows = changes.ConvertAll(change => (change.Month, change.Slice)).ToHashSet();
        if (rows.Count == 0)
        {
            return;
        }

        if (table.ByMonth)
        {
            _find.SetMany(0, rows.Select(row => (long)row.Month).ToArray()).SetMany(1, rows.Select(row => row.Slice).ToArray());
        }
        else
        {
            _find.SetMany(0, rows.Select(row => row.Slice).ToArray());
        }

        while (_find.Step())
        {
            _rows[((int)_find.Long(0), _find.Long(1))] = _find.Blob(2).ToArray();
        }
    }

    public ReadOnlySpan<byte> Get(int month, long slice) => _rows.TryGetValue((month, slice), out var row) ? row : [];

    public void Put(int month, long slice, ReadOnlySpan<byte> counts) => Key(_put, month, slice).Set(table.ByMonth ? 2 : 1, counts).Run();

    public void Delete(int month, long slice) => Key(_delete, month, slice).Run();

    public void Dispose()
    {
        _find.Dispose();
        _put.Dispose();
        _delete.Dispose();
    }

    private Statement Key(Statement statement, int month, long slice) =>
        table.ByMonth ? statement.Set(0, month).Set(1, slice) : statement.Set(0, slice);
}
