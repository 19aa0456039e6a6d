using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Units;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Sqlite;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.Tallies;

/// <summary>A slice by its numbers.</summary>
/// <param name="Id">Of the slice itself.</param>
/// <param name="UnitId">Of its unit.</param>
/// <param name="UnitFieldId">Of the coarse slice (unit and field) that it is a part of.</param>
internal readonly record struct SliceNumbers(long Id, long UnitId, long UnitFieldId);

/// <summary>Numbers of units and slices. They are never reused, so that a rebuild beside the old keeps them.</summary>
internal sealed class SliceIds(StoreConnection connection) : IDisposable
{
    private readonly Statement _findUnit = connection.Prepare("Tallies/find-unit");
    private readonly Statement _insertUnit = connection.Prepare("Tallies/insert-unit");
    private readonly Statement _findUnitField = connection.Prepare("Tallies/find-unit-field");
    private readonly Statement _insertUnitField = connection.Prepare("Tallies/insert-unit-field");
    private readonly Statement _findSlice = connection.Prepare("Tallies/find-slice");
    private readonly Statement _insertSlice = connection.Prepare("Tallies/insert-slice");
    private readonly Dictionary<Slice, SliceNumbers> _slices = [];
    private readonly Dictionary<long, long> _coarse = [];

    public void Forget()
    {
        _slices.Clear();
        _coarse.Clear();
    }

    public SliceNumbers Of(Slice slice)
    {
        if (!_slices.TryGetValue(slice, out var numbers))
        {
            var unit = Of(slice.Unit);
            var field = FieldColumn.Write(slice.Field);
            var unitField = Find(() => _findUnitField.Set(0, unit).Set(1, field), () => _insertUnitField.Set(0, unit).Set(1, field));
            var id = Find(() => Key(_findSlice), () => Key(_insertSlice));
            _slices[slice] = numbers = new SliceNumbers(id, unit, unitField);
            _coarse[id] = unitField;

            Statement Key(Statement statement) => statement
                .Set(0, unit)
                .Set(1, slice.Procedure)
                .Set(2, field)
                .Set(3, ChannelColumn.Write(slice.Channel));
        }

        return numbers;
    }

    /// <summary>The coarse slice of one that was asked for before.</summary>
    public long CoarseOf(long sliceId) => _coarse[sliceId];

    public void Dispose()
    {
        _findUnit.Dispose();
        _insertUnit.Dispose();
        _findUnitField.Dispose();
        _insertUnitField.Dispose();
        _findSlice.Dispose();
        _insertSlice.Dispose();
    }

    private long Of(UnitKey unit)
    {
        var from = UnitColumns.WriteValidFrom(unit);
        return Find(() => _findUnit.Set(0, unit.Code).Set(1, from), () => _insertUnit.Set(0, unit.Code).Set(1, from));
    }

    private static long Find(Func<Statement> find, Func<Statement> insert)
    {
        if (find().Number() is { } found)
        {
            return found;
        }

        insert().Run();
        return find().Number()!.Value;
    }
}

/// <summary>A unit as its code and the day from which the code means it; 0 = since before the records.</summary>
internal static class UnitColumns
{
    public static int WriteValidFrom(UnitKey unit) => unit.ValidFrom is { } day ? LocalDayNumber.Of(day) : 0;

    public static UnitKey Read(string code, long validFrom) => new(code, validFrom == 0 ? null : LocalDayNumber.ToDate(validFrom));
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
