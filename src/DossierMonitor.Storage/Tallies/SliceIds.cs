using System.Data.Common;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Units;
using DossierMonitor.Storage.Database;

namespace DossierMonitor.Storage.Tallies;

/// <summary>Numbers of units and slices. They are never reused, so that a rebuild beside the old keeps them.</summary>
internal sealed class SliceIds(DbConnection connection) : IDisposable
{
    private readonly PreparedStatement _findUnit = new(connection, SqlScripts.Get("Tallies/find-unit"), 2);
    private readonly PreparedStatement _insertUnit = new(connection, SqlScripts.Get("Tallies/insert-unit"), 2);
    private readonly PreparedStatement _findSlice = new(connection, SqlScripts.Get("Tallies/find-slice"), 4);
    private readonly PreparedStatement _insertSlice = new(connection, SqlScripts.Get("Tallies/insert-slice"), 4);
    private readonly PreparedStatement _lastId = new(connection, SqlScripts.Get("EventLog/last-row-id"), 0);
    private readonly Dictionary<UnitKey, long> _units = [];
    private readonly Dictionary<Slice, long> _slices = [];

    public void Begin(DbTransaction transaction)
    {
        _findUnit.Transaction = transaction;
        _insertUnit.Transaction = transaction;
        _findSlice.Transaction = transaction;
        _insertSlice.Transaction = transaction;
        _lastId.Transaction = transaction;
    }

    public void Forget()
    {
        _units.Clear();
        _slices.Clear();
    }

    public long Of(UnitKey unit)
    {
        if (!_units.TryGetValue(unit, out var id))
        {
            var from = unit.ValidFrom is { } day ? LocalDayNumber.Of(day) : 0;
            id = Find(_findUnit.Set(0, unit.Code).Set(1, from), _insertUnit.Set(0, unit.Code).Set(1, from));
            _units[unit] = id;
        }

        return id;
    }

    public long Of(Slice slice)
    {
        if (!_slices.TryGetValue(slice, out var id))
        {
            var unit = Of(slice.Unit);
            id = Find(Key(_findSlice), Key(_insertSlice));
            _slices[slice] = id;

            PreparedStatement Key(PreparedStatement statement) => statement
                .Set(0, unit)
                .Set(1, slice.Procedure)
                .Set(2, FieldColumn.Write(slice.Field))
                .Set(3, ChannelColumn.Write(slice.Channel));
        }

        return id;
    }

    public void Dispose()
    {
        _findUnit.Dispose();
        _insertUnit.Dispose();
        _findSlice.Dispose();
        _insertSlice.Dispose();
        _lastId.Dispose();
    }

    private long Find(PreparedStatement find, PreparedStatement insert)
    {
        if (find.Scalar() is long found)
        {
            return found;
        }

        insert.Run();
        return (long)_lastId.Scalar()!;
    }
}

/// <summary>Absent values take part in unique keys, where null would be distinct from null.</summary>
internal static class FieldColumn
{
    public static string Write(string? field) => field ?? "";

    public static string? Read(string column) => column.Length == 0 ? null : column;
}

internal static class ChannelColumn
{
    public static int Write(Domain.Dossiers.Channel? channel) => channel is { } value ? (int)value : -1;

    public static Domain.Dossiers.Channel? Read(long column) => column < 0 ? null : (Domain.Dossiers.Channel)column;
}
