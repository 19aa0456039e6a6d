using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Binary;
using DossierMonitor.Storage.Database.Sqlite;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.Tallies;

/// <summary>A change of one count.</summary>
/// <param name="Month">yyyymm; 0 in the tables that have one row per slice.</param>
/// <param name="Slice">Whose row.</param>
/// <param name="Key">Which count in it.</param>
/// <param name="Change">By how much.</param>
internal readonly record struct TallyChange(int Month, long Slice, int Key, long Change);

/// <summary>One of the six tables, with which all have the same statements.</summary>
/// <param name="Table">Its name.</param>
/// <param name="ByMonth">A row for each month of a slice; otherwise one for the slice.</param>
internal sealed record TallyTableName(string Table, bool ByMonth)
{
    public static TallyTableName Day(bool fine) => new(fine ? "tally_day" : "tally_unit_day", ByMonth: true);

    public static TallyTableName Month(bool fine) => new(fine ? "tally_month" : "tally_unit_month", ByMonth: false);

    public static TallyTableName Late(bool fine) => new(fine ? "tally_late" : "tally_unit_late", ByMonth: true);

    public string Script(string ofMonth, string whole) => SqlScripts.Get(ByMonth ? ofMonth : whole).Replace("{table}", Table, StringComparison.Ordinal);
}

/// <summary>A table of <see cref="CountMap"/>s: each row that changes is read, merged and written once.</summary>
internal sealed class TallyTable(SqliteConnection connection, TallyTableName name) : IDisposable
{
    private readonly SqliteStatement _get = new(connection, name.Script("Tallies/get-in-month", "Tallies/get-whole"));
    private readonly SqliteStatement _put = new(connection, name.Script("Tallies/put-in-month", "Tallies/put-whole"));
    private readonly SqliteStatement _delete = new(connection, name.Script("Tallies/delete-in-month", "Tallies/delete-whole"));
    private readonly List<(int Key, long Change)> _row = [];
    private readonly ByteWriter _new = new();

    /// <param name="changes">In any order; is sorted.</param>
    public void Add(List<TallyChange> changes)
    {
        changes.Sort(AsInTheTable);
        for (var i = 0; i < changes.Count;)
        {
            var (month, slice) = (changes[i].Month, changes[i].Slice);
            _row.Clear();
            for (; i < changes.Count && changes[i].Month == month && changes[i].Slice == slice; i++)
            {
                if (_row.Count > 0 && _row[^1].Key == changes[i].Key)
                {
                    _row[^1] = (changes[i].Key, _row[^1].Change + changes[i].Change);
                }
                else
                {
                    _row.Add((changes[i].Key, changes[i].Change));
                }
            }

            _row.RemoveAll(change => change.Change == 0);
            if (_row.Count > 0)
            {
                Merge(month, slice);
            }
        }
    }

    public void Dispose()
    {
        _get.Dispose();
        _put.Dispose();
        _delete.Dispose();
    }

    private void Merge(int month, long slice)
    {
        var row = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_row);
        if (Key(_get, month, slice).Step())
        {
            CountMap.Merge(_get.Blob(0), row, _new);
            _get.Reset();
        }
        else
        {
            CountMap.Merge([], row, _new);
        }

        if (_new.Written.IsEmpty)
        {
            Key(_delete, month, slice).Run();
        }
        else
        {
            Key(_put, month, slice).Set(name.ByMonth ? 2 : 1, _new.Written).Run();
        }
    }

    private static int AsInTheTable(TallyChange one, TallyChange other)
    {
        var order = one.Month.CompareTo(other.Month);
        order = order == 0 ? one.Slice.CompareTo(other.Slice) : order;
        return order == 0 ? one.Key.CompareTo(other.Key) : order;
    }

    private SqliteStatement Key(SqliteStatement statement, int month, long slice) =>
        name.ByMonth ? statement.Set(0, month).Set(1, slice) : statement.Set(0, slice);
}
