using DossierMonitor.Storage.Tallies;

namespace DossierMonitor.Storage.Database.Postgres;

/// <summary>
/// Rows that this writer wrote last are not read again while it is the only one that writes; of the others all that a transaction
/// needs are one question, and one answer.
/// </summary>
internal sealed class PostgresTallyRows(PostgresStoreConnection connection, TallyTableName table) : ITallyRows
{
    private readonly PostgresStatement _find = (PostgresStatement)connection.Statement(table.Script("Tallies/find-rows-in-month", "Tallies/find-rows", connection.Engine));
    private readonly Statement _put = connection.Collect(table.Script("Tallies/put-in-month", "Tallies/put-whole", connection.Engine));
    private readonly Statement _delete = connection.Collect(table.Script("Tallies/delete-in-month", "Tallies/delete-whole", connection.Engine));
    private readonly RecentRows _recent = new();
    private readonly Dictionary<(int Month, long Slice), byte[]> _fetched = [];

    public void Begin(bool unchanged)
    {
        _fetched.Clear();
        if (!unchanged)
        {
            _recent.Clear();
        }
    }

    public bool Knows(int month, long slice) => _recent.TryGet((month, slice), out _);

    public void Fetch(IReadOnlyCollection<(int Month, long Slice)> rows)
    {
        _fetched.Clear();
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
            _fetched[((int)_find.Long(0), _find.Long(1))] = _find.Blob(2).ToArray();
        }
    }

    public ReadOnlySpan<byte> Get(int month, long slice) =>
        _recent.TryGet((month, slice), out var row) || _fetched.TryGetValue((month, slice), out row) ? row : [];

    public void Put(int month, long slice, ReadOnlySpan<byte> counts)
    {
        Key(_put, month, slice).Set(table.ByMonth ? 2 : 1, counts).Run();
        _recent.Put((month, slice), counts.ToArray());
    }

    public void Delete(int month, long slice)
    {
        Key(_delete, month, slice).Run();
        _recent.Put((month, slice), []);
    }

    public void Dispose()
    {
        _find.Dispose();
        _put.Dispose();
        _delete.Dispose();
    }

    private Statement Key(Statement statement, int month, long slice) =>
        table.ByMonth ? statement.Set(0, month).Set(1, slice) : statement.Set(0, slice);
}
