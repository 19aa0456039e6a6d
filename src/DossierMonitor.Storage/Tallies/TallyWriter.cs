using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.Tallies;

/// <summary>
/// Collects the marks of a transaction and adds them up before writing, so that a tally row touched by a thousand dossiers
/// is written once.
/// </summary>
internal sealed class TallyWriter(SqliteConnection connection, SliceIds slices) : IDisposable
{
    private readonly TallyTable _days = new(connection, TallyTableName.Day(fine: true));
    private readonly TallyTable _months = new(connection, TallyTableName.Month(fine: true));
    private readonly TallyTable _late = new(connection, TallyTableName.Late(fine: true));
    private readonly TallyTable _unitDays = new(connection, TallyTableName.Day(fine: false));
    private readonly TallyTable _unitMonths = new(connection, TallyTableName.Month(fine: false));
    private readonly TallyTable _unitLate = new(connection, TallyTableName.Late(fine: false));
    private readonly List<TallyChange> _marks = [];
    private readonly List<TallyChange> _lateMarks = [];

    public void Begin()
    {
        _marks.Clear();
        _lateMarks.Clear();
    }

    /// <param name="stretch">Its marks are added …</param>
    /// <param name="sliceId">… to this slice …</param>
    /// <param name="sign">… with 1, or taken away with −1.</param>
    /// <param name="days">The zone in which days are cut.</param>
    public void Add(Stretch stretch, long sliceId, int sign, LocalDays days)
    {
        TallyMarks.Of(stretch, mark =>
        {
            var day = days.DateOf(mark.At);
            _marks.Add(new TallyChange(MonthOf(day), sliceId, CountMap.OfDay(day.Day, (int)mark.Measure), sign * mark.Change));
        });
        TallyMarks.LateDaysOf(stretch, mark =>
        {
            var day = days.DateOf(mark.At);
            _lateMarks.Add(new TallyChange(MonthOf(day), sliceId, CountMap.OfLate(day.Day, (int)mark.Basis, mark.Days), sign));
        });
    }

    public void Flush()
    {
        // The months, and both tiers, get the very same changes, so that they cannot come apart.
        var months = _marks.ConvertAll(ToMonth);
        var unitDays = _marks.ConvertAll(Coarse);
        var unitMonths = months.ConvertAll(Coarse);
        var unitLate = _lateMarks.ConvertAll(Coarse);
        _days.Add(_marks);
        _months.Add(months);
        _late.Add(_lateMarks);
        _unitDays.Add(unitDays);
        _unitMonths.Add(unitMonths);
        _unitLate.Add(unitLate);
        Begin();
    }

    public void Dispose()
    {
        _days.Dispose();
        _months.Dispose();
        _late.Dispose();
        _unitDays.Dispose();
        _unitMonths.Dispose();
        _unitLate.Dispose();
    }

    private TallyChange Coarse(TallyChange change) => change with { Slice = slices.CoarseOf(change.Slice) };

    private static TallyChange ToMonth(TallyChange change) =>
        new(0, change.Slice, CountMap.OfMonth(change.Month / 100, change.Month % 100, change.Key & ((1 << CountMap.MeasureBits) - 1)), change.Change);

    private static int MonthOf(DateOnly day) => (day.Year * 100) + day.Month;
}
