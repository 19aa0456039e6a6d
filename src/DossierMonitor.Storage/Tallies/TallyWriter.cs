using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Dossiers;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.Tallies;

/// <summary>
/// Collects the marks of a transaction and adds them up before writing, so that a tally row touched by a thousand dossiers
/// is written once.
/// </summary>
internal sealed class TallyWriter(StoreConnection connection, SliceIds slices) : IDisposable
{
    // Too few to be worth another thread.
    private const int FewMarks = 500;

    private readonly TallyTable _days = new(connection, TallyTableName.Day(fine: true));
    private readonly TallyTable _months = new(connection, TallyTableName.Month(fine: true));
    private readonly TallyTable _late = new(connection, TallyTableName.Late(fine: true));
    private readonly TallyTable _lateMonths = new(connection, TallyTableName.LateMonth(fine: true));
    private readonly TallyTable _unitDays = new(connection, TallyTableName.Day(fine: false));
    private readonly TallyTable _unitMonths = new(connection, TallyTableName.Month(fine: false));
    private readonly TallyTable _unitLate = new(connection, TallyTableName.Late(fine: false));
    private readonly TallyTable _unitLateMonths = new(connection, TallyTableName.LateMonth(fine: false));
    private readonly PendingChanges _pending = new(connection);
    private readonly List<TallyChange> _marks = [];
    private readonly List<TallyChange> _lateMarks = [];

    // Of one stretch.
    private readonly List<TallyMark> _gone = [];
    private readonly List<TallyMark> _new = [];
    private readonly List<LateDaysMark> _lateGone = [];
    private readonly List<LateDaysMark> _lateNew = [];

    /// <param name="unchanged">Nobody else has written since this writer's last transaction.</param>
    /// <param name="pending">How many transactions' changes wait, and how many counts they change.</param>
    public void Begin(bool unchanged, (long Rows, long Changes) pending = default)
    {
        Clear();
        _pending.Begin(unchanged, pending.Rows, pending.Changes);
        foreach (var table in new[] { _days, _months, _late, _lateMonths, _unitDays, _unitMonths, _unitLate, _unitLateMonths })
        {
            table.Begin(unchanged);
        }
    }

    /// <param name="before">Whose marks are taken away; null = none.</param>
    /// <param name="after">Whose marks are added; null = none.</param>
    /// <param name="sliceId">Of both.</param>
    /// <param name="days">The zone in which days are cut.</param>
    public void Replace(Stretch? before, Stretch? after, long sliceId, LocalDays days)
    {
        _gone.Clear();
        _new.Clear();
        _lateGone.Clear();
        _lateNew.Clear();
        if (before is not null)
        {
            TallyMarks.Of(before, _gone.Add);
            TallyMarks.LateDaysOf(before, _lateGone.Add);
        }

        if (after is not null)
        {
            TallyMarks.Of(after, _new.Add);
            TallyMarks.LateDaysOf(after, _lateNew.Add);
        }

        // Most marks of a stretch that goes on stay as they are.
        _new.RemoveAll(_gone.Remove);
        _lateNew.RemoveAll(_lateGone.Remove);
        Add(_gone, sliceId, -1, days);
        Add(_new, sliceId, 1, days);
        Add(_lateGone, sliceId, -1, days);
        Add(_lateNew, sliceId, 1, days);
    }

    /// <summary>How many transactions' changes wait, and how many counts they change.</summary>
    public (long Rows, long Changes) Pending => (_pending.Rows, _pending.Changes);

    /// <summary>Lets the changes wait where they may, or adds them to the tables, with all that waited.</summary>
    /// <param name="seq">The last event of the transaction.</param>
    /// <param name="dossiers">Of which it stored events.</param>
    public void Put(long seq, ReadOnlySpan<byte> dossiers)
    {
        if (!connection.LetsTalliesWait)
        {
            Flush();
            return;
        }

        TallyChange.Combine(_marks);
        TallyChange.Combine(_lateMarks);
        if (!_pending.HasRoomFor(_marks.Count + _lateMarks.Count))
        {
            Flush();
        }
        else if (_marks.Count + _lateMarks.Count > 0)
        {
            _pending.Put(seq, _marks, _lateMarks, dossiers);
            Clear();
        }
    }

    /// <summary>Adds the changes to the tables, with all that waited.</summary>
    public void Flush()
    {
        if (_pending.Rows > 0)
        {
            slices.Complete();
            _pending.TakeAll(_marks, _lateMarks);
        }

        if (_marks.Count == 0 && _lateMarks.Count == 0)
        {
            return;
        }

        // The months, and both tiers, get the very same changes, so that they cannot come apart.
        TallyChange.Combine(_marks);
        TallyChange.Combine(_lateMarks);
        Table[] tables =
        [
            new(_days, _marks, null),
            new(_months, _marks, ToMonth),
            new(_late, _lateMarks, null),
            new(_lateMonths, _lateMarks, WithoutDay),
            new(_unitDays, _marks, Coarse),
            new(_unitMonths, _marks, change => Coarse(ToMonth(change))),
            new(_unitLate, _lateMarks, Coarse),
            new(_unitLateMonths, _lateMarks, change => Coarse(WithoutDay(change))),
        ];
        var atOnce = _marks.Count < FewMarks ? tables.Length : 1;
        foreach (var table in WorkAhead.Run(tables, atOnce, Prepare))
        {
            table.AddToKnown();
            connection.SendAhead();
        }

        // Only what must be asked for waits for the answers, and for all that was sent before the question.
        Array.ForEach(tables, table => table.Rows.Fetch());
        foreach (var table in tables)
        {
            table.Rows.AddToFetched();
            connection.SendAhead();
        }

        Clear();
    }

    public void Dispose()
    {
        _days.Dispose();
        _months.Dispose();
        _late.Dispose();
        _lateMonths.Dispose();
        _unitDays.Dispose();
        _unitMonths.Dispose();
        _unitLate.Dispose();
        _unitLateMonths.Dispose();
        _pending.Dispose();
    }

    private void Clear()
    {
        _marks.Clear();
        _lateMarks.Clear();
    }

    private void Add(List<TallyMark> marks, long sliceId, int sign, LocalDays days)
    {
        foreach (var mark in marks)
        {
            var day = days.DateOf(mark.At);
            _marks.Add(new TallyChange(MonthOf(day), sliceId, CountMap.OfDay(day.Day, (int)mark.Measure), sign * mark.Change));
        }
    }

    private void Add(List<LateDaysMark> marks, long sliceId, int sign, LocalDays days)
    {
        foreach (var mark in marks)
        {
            var day = days.DateOf(mark.At);
            _lateMarks.Add(new TallyChange(MonthOf(day), sliceId, CountMap.OfLate(day.Day, (int)mark.Basis, mark.Days), sign));
        }
    }

    private static void Prepare(ArraySegment<Table> tables)
    {
        foreach (var table in tables)
        {
            table.Prepare();
        }
    }

    private TallyChange Coarse(TallyChange change) => change with { Slice = slices.CoarseOf(change.Slice) };

    private static TallyChange ToMonth(TallyChange change) =>
        new(0, change.Slice, CountMap.OfMonth(change.Month / 100, change.Month % 100, change.Key & ((1 << CountMap.MeasureBits) - 1)), change.Change);

    private static TallyChange WithoutDay(TallyChange change) => change with { Key = CountMap.WithoutDay(change.Key) };

    private static int MonthOf(DateOnly day) => (day.Year * 100) + day.Month;

    /// <summary>A table with what is to be added to it.</summary>
    private sealed class Table(TallyTable table, List<TallyChange> combined, Converter<TallyChange, TallyChange>? convert)
    {
        private List<TallyChange>? _converted;

        public TallyTable Rows => table;

        public void Prepare()
        {
            if (convert is not null)
            {
                _converted = combined.ConvertAll(convert);
                TallyChange.Combine(_converted);
            }
        }

        public void AddToKnown() => table.AddToKnown(_converted ?? combined);
    }
}
