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

/// <summary>
/// Numbers of units and slices. They are never reused, so that a rebuild beside the old keeps them; so those that are known stay
/// right, and what is not known is new, once those have been read that another writer may have added. Asking the database for each
/// would make the writer wait for all that it has sent ahead.
/// </summary>
internal sealed class SliceIds(StoreConnection connection) : IDisposable
{
    private readonly Statement _listUnits = connection.Prepare("Queries/list-units-after");
    private readonly Statement _insertUnit = connection.Collect(connection.Script("Tallies/insert-unit"));
    private readonly Statement _listUnitFields = connection.Prepare("Queries/list-unit-fields-after");
    private readonly Statement _insertUnitField = connection.Collect(connection.Script("Tallies/insert-unit-field"));
    private readonly Statement _listSlices = connection.Prepare("Queries/list-slices-after");
    private readonly Statement _insertSlice = connection.Collect(connection.Script("Tallies/insert-slice"));
    private readonly Dictionary<Slice, SliceNumbers> _known = [];
    private readonly Dictionary<long, long> _coarse = [];
    private readonly Numbers<(string Code, long From)> _units = new();
    private readonly Numbers<(long Unit, string Field)> _unitFields = new();
    private readonly Numbers<(long Unit, string Procedure, string Field, int Channel)> _slices = new();
    private bool _complete;

    // Those of a dossier are mostly of one.
    private (Slice Slice, SliceNumbers Numbers)? _last;

    /// <param name="unchanged">No other writer has been at it since this one's last transaction.</param>
    public void Begin(bool unchanged) => _complete &= unchanged;

    /// <summary>After a rollback: what was added is not there.</summary>
    public void Forget()
    {
        _complete = false;
        _last = null;
        _known.Clear();
        _coarse.Clear();
        _units.Clear();
        _unitFields.Clear();
        _slices.Clear();
    }

    public SliceNumbers Of(Slice slice)
    {
        if (_last is { } last && last.Slice == slice)
        {
            return last.Numbers;
        }

        if (!_known.TryGetValue(slice, out var numbers))
        {
            Complete();
            var unit = Of(slice.Unit);
            var field = FieldColumn.Write(slice.Field);
            if (_unitFields.FindOrAdd((unit, field), out var unitField))
            {
                _insertUnitField.Set(0, unitField).Set(1, unit).Set(2, field).Run();
            }

            var channel = ChannelColumn.Write(slice.Channel);
            if (_slices.FindOrAdd((unit, slice.Procedure, field, channel), out var id))
            {
                _insertSlice.Set(0, id).Set(1, unit).Set(2, slice.Procedure).Set(3, field).Set(4, channel).Run();
            }

            _known[slice] = numbers = new SliceNumbers(id, unit, unitField);
            _coarse[id] = unitField;
        }

        _last = (slice, numbers);
        return numbers;
    }

    /// <summary>The coarse slice of one that was asked for before, or read.</summary>
    public long CoarseOf(long sliceId) => _coarse[sliceId];

    public void Dispose()
    {
        _listUnits.Dispose();
        _insertUnit.Dispose();
        _listUnitFields.Dispose();
        _insertUnitField.Dispose();
        _listSlices.Dispose();
        _insertSlice.Dispose();
    }

    private long Of(UnitKey unit)
    {
        var from = UnitColumns.WriteValidFrom(unit);
        if (_units.FindOrAdd((unit.Code, from), out var id))
        {
            _insertUnit.Set(0, id).Set(1, unit.Code).Set(2, from).Run();
        }

        return id;
    }

    /// <summary>Reads those that another writer may have added. Needed before changes of another one's are added to the tallies.</summary>
    public void Complete()
    {
        if (_complete)
        {
            return;
        }

        _units.Read(_listUnits, static row => (row.Text(1), row.Long(2)));
        _unitFields.Read(_listUnitFields, static row => (row.Long(1), row.Text(2)));
        _slices.Read(_listSlices, row =>
        {
            _coarse[row.Long(0)] = _unitFields.Of((row.Long(1), row.Text(3)));
            return (row.Long(1), row.Text(2), row.Text(3), (int)row.Long(4));
        });
        _complete = true;
    }

    /// <summary>What has a number, and the last that was given.</summary>
    private sealed class Numbers<T>
        where T : notnull
    {
        private readonly Dictionary<T, long> _ids = [];
        private long _last;

        public void Clear()
        {
            _ids.Clear();
            _last = 0;
        }

        /// <summary>Takes those after the last.</summary>
        public void Read(Statement list, Func<Statement, T> key)
        {
            list.Set(0, _last);
            while (list.Step())
            {
                _last = list.Long(0);
                _ids[key(list)] = _last;
            }
        }

        public long Of(T key) => _ids[key];

        /// <returns>Whether it is new.</returns>
        public bool FindOrAdd(T key, out long id)
        {
            if (_ids.TryGetValue(key, out id))
            {
                return false;
            }

            _ids[key] = id = ++_last;
            return true;
        }
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
