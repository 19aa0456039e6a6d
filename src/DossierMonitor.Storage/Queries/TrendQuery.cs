using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Storage.Queries;

/// <summary>The figures of one row in one interval.</summary>
/// <param name="Interval">Its place among the intervals.</param>
/// <param name="Row">As <see cref="FigureQuery"/> gives it for a period of that interval alone.</param>
public readonly record struct TrendRow(int Interval, FigureRow Row);

/// <summary>
/// Figures of every interval of a period. The tallies are read once, kept apart by interval, and added up from the first to the last:
/// a stock at the end of an interval is that at its beginning and what came in between.
/// </summary>
public static class TrendQuery
{
    /// <param name="snapshot">The database.</param>
    /// <param name="period">From the first to the last interval.</param>
    /// <param name="intervals">Of the period, in order.</param>
    /// <param name="length">Theirs.</param>
    /// <param name="by">Null = one row per interval, everything that the filter takes.</param>
    /// <param name="filter">Which dossiers.</param>
    /// <param name="limit">How many rows may be answered.</param>
    /// <returns>Row by row, and within a row interval by interval; null = there would be more than the limit.</returns>
    public static IReadOnlyList<TrendRow>? Run(
        Snapshot snapshot, Period period, IReadOnlyList<TrendInterval> intervals, IntervalLength length, Breakdown? by, FigureFilter filter, int limit)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(period);
        ArgumentNullException.ThrowIfNull(intervals);
        ArgumentNullException.ThrowIfNull(filter);

        // A month has no row of its own here, so its breakdown puts everything into one.
        var breakdown = by ?? Breakdown.Month;
        var parts = FigureQuery.Load(snapshot, period, breakdown, filter, length: length);
        var series = Series(snapshot, parts, breakdown, filter, intervals.Count);
        Expect(series, snapshot, period, intervals, breakdown, filter);
        if ((long)series.Count * intervals.Count > limit)
        {
            return null;
        }

        var buckets = Places(intervals, length);
        var rows = new List<TrendRow>();
        foreach (var (key, one) in series.OrderBy(row => row.Key.Key, StringComparer.Ordinal).ThenBy(row => row.Key.From))
        {
            one.AddUp(buckets, intervals.Count, (interval, tally) =>
                rows.Add(new TrendRow(interval, FigureRows.Row(snapshot.Rulebook.Rules, breakdown, key, tally))));
        }

        return rows;
    }

    private static Dictionary<RowKey, TrendSeries> Series(Snapshot snapshot, FigureParts parts, Breakdown by, FigureFilter filter, int intervals)
    {
        var keys = new RowKeys(snapshot.Rulebook.Rules, by, filter);
        var series = new Dictionary<RowKey, TrendSeries>();
        foreach (var part in parts.Parts)
        {
            if (keys.Of(part.Slice) is { } key)
            {
                Of(series, key, intervals).Add(part);
            }
        }

        return series;
    }

    private static void Expect(
        Dictionary<RowKey, TrendSeries> series, Snapshot snapshot, Period period, IReadOnlyList<TrendInterval> intervals, Breakdown by, FigureFilter filter)
    {
        var rules = snapshot.Rulebook.Rules;
        var units = new UnitScope(rules.Units, by == Breakdown.Branch, filter);
        for (var i = 0; i < intervals.Count; i++)
        {
            var within = new Period(intervals[i].From, intervals[i].To, period.AsOf);
            foreach (var key in by == Breakdown.Month ? [new RowKey("", null)] : FigureRows.Expected(rules, within, by, units, filter))
            {
                Of(series, key, intervals.Count).Expect(i);
            }
        }
    }

    private static TrendSeries Of(Dictionary<RowKey, TrendSeries> series, RowKey key, int intervals)
    {
        if (!series.TryGetValue(key, out var one))
        {
            series[key] = one = new TrendSeries(intervals);
        }

        return one;
    }

    /// <summary>The place of each bucket among the intervals.</summary>
    private static Dictionary<int, int> Places(IReadOnlyList<TrendInterval> intervals, IntervalLength length)
    {
        var numbers = new FigureBuckets(length);
        return Enumerable.Range(0, intervals.Count).ToDictionary(i => numbers.Of(intervals[i].From));
    }

    /// <summary>One row over all intervals.</summary>
    private sealed class TrendSeries(int intervals)
    {
        private readonly List<FigurePart> _parts = [];
        private readonly bool[] _expected = new bool[intervals];

        public void Add(FigurePart part) => _parts.Add(part);

        public void Expect(int interval) => _expected[interval] = true;

        public void AddUp(Dictionary<int, int> places, int count, Action<int, Tally> take)
        {
            var before = new MeasureVector();
            var tallies = new Tally[count];
            for (var i = 0; i < count; i++)
            {
                tallies[i] = new Tally();
            }

            // As a single interval has it, a row is there as soon as one of its parts is.
            var first = count;
            foreach (var part in _parts)
            {
                first = part.IsStored ? 0 : first;
                foreach (var (bucket, sums) in part.Sums)
                {
                    first = Math.Min(first, bucket == 0 ? 0 : places[bucket]);
                    (bucket == 0 ? before : tallies[places[bucket]].Flows).Add(sums);
                }

                foreach (var late in part.LateDays)
                {
                    tallies[places[late.Bucket]].Late(late.Basis).Add(late.Days, late.Finishes);
                }
            }

            for (var i = 0; i < count; i++)
            {
                tallies[i].CarriedOver = before[Measure.Open];
                before.Add(tallies[i].Flows);
                tallies[i].Stocks.Add(before);
                if (_expected[i] || i >= first)
                {
                    take(i, tallies[i]);
                }
            }
        }
    }
}
