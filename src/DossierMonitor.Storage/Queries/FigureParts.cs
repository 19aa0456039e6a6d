using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Sqlite;
using DossierMonitor.Storage.Dossiers;
using DossierMonitor.Storage.Tallies;

namespace DossierMonitor.Storage.Queries;

/// <summary>Everything an answer of figures is added up from.</summary>
public sealed class FigureParts
{
    private const int MeasureMask = (1 << CountMap.MeasureBits) - 1;

    private readonly Snapshot _snapshot;
    private readonly Period _period;
    private readonly bool _fine;
    private readonly FigureBuckets _buckets;
    private readonly LocalDays _days;
    private readonly Instant _cut;
    private readonly DateOnly _through;
    private readonly Dictionary<long, FigurePart> _byId = [];
    private readonly Dictionary<Slice, FigurePart> _bySlice = [];
    private readonly List<FigurePart> _parts = [];
    private readonly int _slices;

    private FigureParts(Snapshot snapshot, Period period, bool fine, FigureBuckets buckets, Func<Slice, bool> takes)
    {
        _snapshot = snapshot;
        _period = period;
        _fine = fine;
        _buckets = buckets;
        _days = snapshot.Rulebook.Clock.Days;
        _cut = period.Cut(_days);
        var cutDay = _days.DateOf(_cut);
        _through = _cut == _days.EndOf(cutDay) ? cutDay : cutDay.AddDays(-1);
        var catalogue = fine ? snapshot.Slices.Fine : snapshot.Slices.Coarse;
        _slices = catalogue.Count;
        foreach (var slice in catalogue)
        {
            if (takes(slice.Slice))
            {
                var part = new FigurePart(slice.Slice);
                _byId[slice.Id] = part;
                _bySlice[slice.Slice] = part;
                _parts.Add(part);
                UnitIds.Add(slice.UnitId);
            }
        }
    }

    public IReadOnlyList<FigurePart> Parts => _parts;

    private HashSet<long> UnitIds { get; } = [];

    /// <summary>
    /// Reads the whole months and days up to the cut from the tallies, and the part of the last day from the stretches that changed
    /// on it: the marks carry instants, so the same rule cuts them at any moment.
    /// </summary>
    /// <param name="snapshot">Where to read.</param>
    /// <param name="period">Which days, as of when.</param>
    /// <param name="fine">Keep procedure and channel apart; otherwise only unit and field.</param>
    /// <param name="takes">Which slices are wanted; of the others nothing is read.</param>
    /// <param name="withLateDays">Also how late the late ones were.</param>
    /// <param name="length">What is told apart within the period.</param>
    public static FigureParts Load(
        Snapshot snapshot, Period period, bool fine, Func<Slice, bool> takes, bool withLateDays = true, IntervalLength length = IntervalLength.Month)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(period);
        ArgumentNullException.ThrowIfNull(takes);
        var parts = new FigureParts(snapshot, period, fine, new FigureBuckets(length), takes);
        if (parts._parts.Count > 0)
        {
            parts.AddMonths();
            parts.AddDays();
            if (withLateDays)
            {
                parts.AddLateDays();
            }

            parts.AddPending(withLateDays);
            parts.AddPartOfDay();
        }

        if (snapshot.Overlay is { } overlay)
        {
            parts.Add(overlay, takes);
        }

        return parts;
    }

    private int FromMonth => MonthOf(_period.From);

    private int ThroughMonth => MonthOf(_through);

    /// <summary>The months in which the period begins or ends within, or whose days are told apart: only their days can tell.</summary>
    private IEnumerable<int> CutMonths
    {
        get
        {
            if (_buckets.TellDaysApart && FromMonth <= ThroughMonth)
            {
                for (var month = FromMonth; month <= ThroughMonth; month = FigureBuckets.MonthAfter(month))
                {
                    yield return month;
                }

                yield break;
            }

            if (_period.From.Day != 1 && FromMonth < ThroughMonth)
            {
                yield return FromMonth;
            }

            if (_through.AddDays(1).Day != 1 || (_period.From.Day != 1 && FromMonth == ThroughMonth))
            {
                yield return ThroughMonth;
            }
        }
    }

    private void AddMonths()
    {
        var (from, through) = (FromMonth, ThroughMonth);
        var cut = CutMonths.ToHashSet();
        foreach (var (part, row, column) in Rows(TallyTableName.Month(_fine), null))
        {
            var counts = new CountMap.Reader(row.Blob(column));
            while (counts.Next())
            {
                var month = CountMap.MonthOf(counts.Key);
                if (month > through)
                {
                    break;
                }

                if (!cut.Contains(month))
                {
                    part.Add(month < from ? 0 : month, (Measure)(counts.Key & MeasureMask), counts.Count);
                }
            }
        }
    }

    private void AddDays()
    {
        foreach (var month in CutMonths)
        {
            var (first, last) = (FirstOf(month), LastOf(month));
            var buckets = _buckets.OfDays(month);
            foreach (var (part, row, column) in Rows(TallyTableName.Day(_fine), month))
            {
                var counts = new CountMap.Reader(row.Blob(column));
                while (counts.Next())
                {
                    var day = counts.Key >> CountMap.MeasureBits;
                    if (day > last)
                    {
                        break;
                    }

                    part.Add(day < first ? 0 : buckets[day], (Measure)(counts.Key & MeasureMask), counts.Count);
                }
            }
        }
    }

    private void AddLateDays()
    {
        var cut = CutMonths.ToHashSet();
        for (var month = FromMonth; month <= ThroughMonth; month = FigureBuckets.MonthAfter(month))
        {
            // Of a whole month the days need not be told apart: its row has day 0 only.
            var whole = !cut.Contains(month);
            var (first, last) = whole ? (0, 0) : (FirstOf(month), LastOf(month));
            var buckets = _buckets.OfDays(month);
            foreach (var (part, row, column) in Rows(whole ? TallyTableName.LateMonth(_fine) : TallyTableName.Late(_fine), month))
            {
                var counts = new CountMap.Reader(row.Blob(column));
                while (counts.Next())
                {
                    var day = counts.Key >> CountMap.LateBits;
                    if (day >= first && day <= last)
                    {
                        part.Add(new LateDaysPart(whole ? month : buckets[day], (DueDateBasis)((counts.Key >> 16) & 1), counts.Key & 0xFFFF, counts.Count));
                    }
                }
            }
        }
    }

    // Within that month: the days before the first one are before the period, those after the last one are not reached.
    private int FirstOf(int month) => month < FromMonth ? 32 : month == FromMonth ? _period.From.Day : 1;

    private int LastOf(int month) => month == ThroughMonth ? _through.Day : 31;

    /// <summary>Rows of the slices that are wanted: one by one where they are few, otherwise all that the table has.</summary>
    private IEnumerable<(FigurePart Part, Statement Row, int Column)> Rows(TallyTableName table, int? month)
    {
        var together = _byId.Count * 4 > _slices ? All() : _snapshot.Connection.RowsOf(table, month, _byId.Keys);
        if (together is not null)
        {
            using var all = together;
            while (all.Step())
            {
                if (_byId.TryGetValue(all.Long(0), out var part))
                {
                    yield return (part, all, 1);
                }
            }

            yield break;
        }

        using var one = _snapshot.Connection.Statement(table.Script("Tallies/get-in-month", "Tallies/get-whole"));
        foreach (var (id, part) in _byId)
        {
            if (month is { } of)
            {
                one.Set(0, of).Set(1, id);
            }
            else
            {
                one.Set(0, id);
            }

            if (one.Step())
            {
                yield return (part, one, 0);
                one.Reset();
            }
        }

        Statement All()
        {
            var all = _snapshot.Connection.Statement(table.Script("Tallies/list-in-month", "Tallies/list-whole"));
            return month is { } of ? all.Set(0, of) : all;
        }
    }

    // The tallies' own marks, only not added to them yet: as the rows above they count through the last whole day.
    private void AddPending(bool withLateDays)
    {
        foreach (var (part, day, change) in PendingOf(_snapshot.Pending.Days, CountMap.MeasureBits))
        {
            part.Add(BucketOf(day), (Measure)(change.Key & MeasureMask), change.Change);
        }

        foreach (var (part, day, change) in withLateDays ? PendingOf(_snapshot.Pending.Late, CountMap.LateBits) : [])
        {
            if (BucketOf(day) is not 0 and var bucket)
            {
                part.Add(new LateDaysPart(bucket, (DueDateBasis)((change.Key >> 16) & 1), change.Key & 0xFFFF, change.Change));
            }
        }
    }

    private IEnumerable<(FigurePart Part, DateOnly Day, TallyChange Change)> PendingOf(IReadOnlyList<TallyChange> changes, int bits)
    {
        var slices = _snapshot.Slices.ById;
        var (slice, part) = (-1L, (FigurePart?)null);
        foreach (var change in changes)
        {
            if (change.Slice != slice)
            {
                slice = change.Slice;
                part = PartOf(slices[slice]);
            }

            if (part is not null && new DateOnly(change.Month / 100, change.Month % 100, change.Key >> bits) is var day && day <= _through)
            {
                yield return (part, day, change);
            }
        }
    }

    private void AddPartOfDay()
    {
        var day = _days.DateOf(_cut);
        if (day == _through)
        {
            return;
        }

        var after = _days.StartOf(day).Previous;
        var bucket = BucketOf(day);
        var slices = _snapshot.Slices.ById;
        using var rows = _snapshot.Connection.Prepare("Queries/list-stretches-on-day");
        rows.Set(0, LocalDayNumber.Of(day));
        foreach (var (first, last) in UnitIds.Count * 4 > _slices ? [(0L, long.MaxValue)] : UnitIds.Select(unit => (unit, unit)))
        {
            rows.Set(1, first).Set(2, last);
            while (rows.Step())
            {
                var stretch = StretchRow.Read(rows, slices);
                if (PartOf(TallyMarks.SliceOf(stretch)) is not { } part)
                {
                    continue;
                }

                TallyMarks.Of(stretch, mark =>
                {
                    if (mark.At > after && mark.At <= _cut)
                    {
                        part.Add(bucket, mark.Measure, mark.Change);
                    }
                });
                TallyMarks.LateDaysOf(stretch, mark =>
                {
                    if (mark.At > after && mark.At <= _cut && bucket != 0)
                    {
                        part.Add(new LateDaysPart(bucket, mark.Basis, mark.Days, 1));
                    }
                });
            }
        }
    }

    // Less of the log is known: the tallies of what is stored, without the marks of the dossiers that differ, with those that
    // were known.
    private void Add(Overlay overlay, Func<Slice, bool> takes)
    {
        foreach (var (slice, at, sums) in overlay.Changes)
        {
            if (at <= _cut && PartOf(slice, takes) is { } part)
            {
                foreach (var measure in Measures.All)
                {
                    part.Add(BucketOf(_days.DateOf(at)), measure, sums[measure]);
                }
            }
        }

        foreach (var (slice, at, basis, lateDays, finishes) in overlay.LateDays)
        {
            if (at <= _cut && BucketOf(_days.DateOf(at)) is not 0 and var bucket && PartOf(slice, takes) is { } part)
            {
                part.Add(new LateDaysPart(bucket, basis, lateDays, finishes));
            }
        }
    }

    private int BucketOf(DateOnly day) => day < _period.From ? 0 : _buckets.Of(day);

    private FigurePart? PartOf(Slice slice) => _bySlice.GetValueOrDefault(Kept(slice));

    // Under another bound a dossier can stand in a slice that nothing stored has.
    private FigurePart? PartOf(Slice slice, Func<Slice, bool> takes)
    {
        var kept = Kept(slice);
        if (!_bySlice.TryGetValue(kept, out var part) && takes(kept))
        {
            _bySlice[kept] = part = new FigurePart(kept, isStored: false);
            _parts.Add(part);
        }

        return part;
    }

    private Slice Kept(Slice slice) => _fine ? slice : new Slice(slice.Unit, "", slice.Field, null);

    private static int MonthOf(DateOnly day) => (day.Year * 100) + day.Month;

    internal static Dictionary<long, UnitKey> Units(Snapshot snapshot)
    {
        using var command = snapshot.Command(snapshot.Sql("Queries/list-units"));
        using var rows = command.ExecuteReader();
        var units = new Dictionary<long, UnitKey>();
        while (rows.Read())
        {
            units[rows.GetInt64(0)] = UnitColumns.Read(rows.GetString(1), rows.GetInt64(2));
        }

        return units;
    }
}
