using System.Runtime.InteropServices;
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
internal readonly record struct TallyChange(int Month, long Slice, int Key, long Change) : IComparable<TallyChange>
{
    /// <summary>In the order of the tables' rows, and of the counts in a row.</summary>
    public int CompareTo(TallyChange other)
    {
        var order = Month.CompareTo(other.Month);
        order = order == 0 ? Slice.CompareTo(other.Slice) : order;
        return order == 0 ? Key.CompareTo(other.Key) : order;
    }

    public static bool operator <(TallyChange one, TallyChange other) => one.CompareTo(other) < 0;

    public static bool operator >(TallyChange one, TallyChange other) => one.CompareTo(other) > 0;

    public static bool operator <=(TallyChange one, TallyChange other) => one.CompareTo(other) <= 0;

    public static bool operator >=(TallyChange one, TallyChange other) => one.CompareTo(other) >= 0;

    /// <summary>Puts changes into order and adds up those of one count; what cancels out goes.</summary>
    public static void Combine(List<TallyChange> changes)
    {
        var all = CollectionsMarshal.AsSpan(changes);
        all.Sort();
        var kept = 0;
        for (var i = 0; i < all.Length;)
        {
            var sum = all[i++];
            while (i < all.Length && all[i].CompareTo(sum) == 0)
            {
                sum = sum with { Change = sum.Change + all[i++].Change };
            }

            if (sum.Change != 0)
            {
                all[kept++] = sum;
            }
        }

        CollectionsMarshal.SetCount(changes, kept);
    }
}

/// <summary>One of the eight tables, with which all have the same statements.</summary>
/// <param name="Table">Its name.</param>
/// <param name="ByMonth">A row for each month of a slice; otherwise one for the slice.</param>
internal sealed record TallyTableName(string Table, bool ByMonth)
{
    public static TallyTableName Day(bool fine) => new(fine ? "tally_day" : "tally_unit_day", ByMonth: true);

    public static TallyTableName Month(bool fine) => new(fine ? "tally_month" : "tally_unit_month", ByMonth: false);

    public static TallyTableName Late(bool fine) => new(fine ? "tally_late" : "tally_unit_late", ByMonth: true);

    public static TallyTableName LateMonth(bool fine) => new(fine ? "tally_late_month" : "tally_unit_late_month", ByMonth: true);

    public string Script(string ofMonth, string whole, string engine = "sqlite") => SqlScripts.Get(ByMonth ? ofMonth : whole, engine).Replace("{table}", Table, StringComparison.Ordinal);
}

/// <summary>A table of <see cref="CountMap"/>s: each row that changes is read, merged and written once.</summary>
internal sealed class TallyTable(StoreConnection connection, TallyTableName name) : IDisposable
{
    private readonly ITallyRows _rows = connection.TallyRows(name);
    private readonly List<(int Key, long Change)> _row = [];
    private readonly List<TallyChange> _unknown = [];
    private readonly ByteWriter _new = new();

    public void Begin(bool unchanged)
    {
        _unknown.Clear();
        _rows.Begin(unchanged);
    }

    /// <summary>Adds to the rows that are known, and notes what is to be added to the others.</summary>
    /// <param name="changes">As <see cref="TallyChange.Combine"/> leaves them.</param>
    public void AddToKnown(List<TallyChange> changes) => Add(changes, onlyKnown: true);

    /// <summary>Fetches the others.</summary>
    public void Fetch()
    {
        if (_unknown.Count > 0)
        {
            _rows.Fetch(_unknown.ConvertAll(change => (change.Month, change.Slice)).ToHashSet());
        }
    }

    /// <summary>Adds to what was fetched.</summary>
    public void AddToFetched()
    {
        Add(_unknown, onlyKnown: false);
        _unknown.Clear();
    }

    public void Dispose() => _rows.Dispose();

    private void Add(List<TallyChange> changes, bool onlyKnown)
    {
        for (var i = 0; i < changes.Count;)
        {
            var (month, slice) = (changes[i].Month, changes[i].Slice);
            var isLater = onlyKnown && !_rows.Knows(month, slice);
            _row.Clear();
            for (; i < changes.Count && changes[i].Month == month && changes[i].Slice == slice; i++)
            {
                if (isLater)
                {
                    _unknown.Add(changes[i]);
                }
                else
                {
                    _row.Add((changes[i].Key, changes[i].Change));
                }
            }

            if (!isLater)
            {
                Merge(month, slice);
            }
        }
    }

    private void Merge(int month, long slice)
    {
        CountMap.Merge(_rows.Get(month, slice), CollectionsMarshal.AsSpan(_row), _new);
        if (_new.Written.IsEmpty)
        {
            _rows.Delete(month, slice);
        }
        else
        {
            _rows.Put(month, slice, _new.Written);
        }
    }
}
