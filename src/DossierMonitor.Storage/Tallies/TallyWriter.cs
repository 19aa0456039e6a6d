using System.Data.Common;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;

namespace DossierMonitor.Storage.Tallies;

/// <summary>
/// Collects the marks of a transaction and adds them up before writing, so that a tally row touched by a thousand dossiers
/// is written once.
/// </summary>
internal sealed class TallyWriter(DbConnection connection, SliceIds slices) : IDisposable
{
    private readonly PreparedStatement _addToTally = new(connection, SqlScripts.Get("Tallies/add-to-tally"), 2 + Measures.Count);
    private readonly PreparedStatement _addToUnitTally = new(connection, SqlScripts.Get("Tallies/add-to-unit-tally"), 3 + Measures.Count);
    private readonly PreparedStatement _addToMonthTally = new(connection, SqlScripts.Get("Tallies/add-to-unit-month-tally"), 3 + Measures.Count);
    private readonly PreparedStatement _addLateDays = new(connection, SqlScripts.Get("Tallies/add-late-days"), 5);
    private readonly Dictionary<(Slice Slice, int Day), MeasureVector> _changes = [];
    private readonly Dictionary<(Slice Slice, int Day, DueDateBasis Basis, int Days), long> _lateDays = [];

    public void Begin(DbTransaction transaction)
    {
        _addToTally.Transaction = transaction;
        _addToUnitTally.Transaction = transaction;
        _addToMonthTally.Transaction = transaction;
        _addLateDays.Transaction = transaction;
        _changes.Clear();
        _lateDays.Clear();
    }

    /// <param name="stretch">Its marks are added …</param>
    /// <param name="sign">… with 1, or taken away with −1.</param>
    /// <param name="days">The zone in which days are cut.</param>
    public void Add(Stretch stretch, int sign, LocalDays days)
    {
        var slice = TallyMarks.SliceOf(stretch);
        TallyMarks.Of(stretch, mark =>
        {
            var key = (slice, LocalDayNumber.Of(days.DateOf(mark.At)));
            if (!_changes.TryGetValue(key, out var vector))
            {
                _changes[key] = vector = new MeasureVector();
            }

            vector[mark.Measure] += sign * mark.Change;
        });
        TallyMarks.LateDaysOf(stretch, mark =>
        {
            var key = (slice, LocalDayNumber.Of(days.DateOf(mark.At)), mark.Basis, mark.Days);
            _lateDays[key] = _lateDays.GetValueOrDefault(key) + sign;
        });
    }

    public void Flush()
    {
        // In key order: neighbours share pages, and several writers would lock rows in the same order.
        var rows = _changes
            .Where(change => !change.Value.IsZero)
            .Select(change => (Id: slices.Of(change.Key.Slice), change.Key.Slice, change.Key.Day, Vector: change.Value))
            .OrderBy(row => row.Id).ThenBy(row => row.Day)
            .ToList();
        foreach (var row in rows)
        {
            Values(_addToTally.Set(0, row.Id).Set(1, row.Day), 2, row.Vector).Run();
        }

        // The coarser tiers are sums of the finer one, so that the same change is never worked out twice.
        var days = SumBy(rows.Select(row => (slices.Of(row.Slice.Unit), FieldColumn.Write(row.Slice.Field), row.Day, row.Vector)));
        Write(_addToUnitTally, days);
        Write(_addToMonthTally, SumBy(days.Select(row => (row.Key.Unit, row.Key.Field, row.Key.Time / 100, row.Value))));

        foreach (var (key, finishes) in _lateDays
            .Where(row => row.Value != 0)
            .Select(row => ((slices.Of(row.Key.Slice), row.Key.Day, (int)row.Key.Basis, row.Key.Days), row.Value))
            .OrderBy(row => row.Item1))
        {
            _addLateDays.Set(0, key.Item1).Set(1, key.Day).Set(2, key.Item3).Set(3, key.Days).Set(4, finishes).Run();
        }

        _changes.Clear();
        _lateDays.Clear();
    }

    public void Dispose()
    {
        _addToTally.Dispose();
        _addToUnitTally.Dispose();
        _addToMonthTally.Dispose();
        _addLateDays.Dispose();
    }

    private static Dictionary<(long Unit, string Field, int Time), MeasureVector> SumBy(
        IEnumerable<(long Unit, string Field, int Time, MeasureVector Vector)> rows)
    {
        var sums = new Dictionary<(long, string, int), MeasureVector>();
        foreach (var (unit, field, time, vector) in rows)
        {
            if (!sums.TryGetValue((unit, field, time), out var sum))
            {
                sums[(unit, field, time)] = sum = new MeasureVector();
            }

            sum.Add(vector);
        }

        return sums;
    }

    private static void Write(PreparedStatement add, Dictionary<(long Unit, string Field, int Time), MeasureVector> sums)
    {
        foreach (var (key, vector) in sums.OrderBy(row => row.Key.Unit).ThenBy(row => row.Key.Field, StringComparer.Ordinal).ThenBy(row => row.Key.Time))
        {
            Values(add.Set(0, key.Unit).Set(1, key.Field).Set(2, key.Time), 3, vector).Run();
        }
    }

    private static PreparedStatement Values(PreparedStatement statement, int offset, MeasureVector vector)
    {
        foreach (var measure in Measures.All)
        {
            statement.Set(offset + (int)measure, vector[measure]);
        }

        return statement;
    }
}
