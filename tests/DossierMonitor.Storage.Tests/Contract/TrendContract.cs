using System.Globalization;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Tests;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Reference;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Contract;

/// <summary>
/// A trend reads the tallies once for all intervals; what it says of one must be what figures of a period of that interval alone say:
/// the same rows in the same order, with the same numbers.
/// </summary>
public abstract class TrendContract
{
    // A commune whose code changes its meaning in the middle, and one that ends.
    private static readonly Rulebook Rulebook = Rulebooks.Of(SmallWorld.Units, SmallWorld.Procedures, GoldenCase.Calendar, VerdictBy.Instant);

    private static readonly FigureFilter[] Filters =
    [
        FigureFilter.None,
        new FigureFilter(Unit: "502"),
        new FigureFilter(Unit: "502", IncludeBranches: true),
        new FigureFilter(Field: "land"),
        new FigureFilter(Procedure: "P"),
        new FigureFilter(Channel: Channel.Online, Field: "land"),
        new FigureFilter(Within: "503"),
    ];

    protected abstract IStoreFixture Fixture();

    [Theory]
    [InlineData(IntervalLength.Day)]
    [InlineData(IntervalLength.Week)]
    [InlineData(IntervalLength.Month)]
    public async Task Every_interval_is_what_a_period_of_it_alone_says(IntervalLength length)
    {
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(Rulebook);
        var events = RandomHistory.Events(seed: 31, dossiers: 90)
            .Select((e, i) => e.Unit == "509" ? e with { Unit = i % 2 == 0 ? "20341" : "gone" } : e).ToList();
        await RandomHistory.SubmitShuffledAsync(store, events, 4);
        var (compared, shown) = (0, 0);
        foreach (var known in new[] { default, KnownBy.Through(events.Count / 2), KnownBy.Through(3) })
        {
            store.Reader.Read(snapshot =>
            {
                snapshot = snapshot.Within(known);

                // Each breakdown meets each filter and each period, but not all three at once.
                foreach (var (period, turn) in Periods().Select((period, turn) => (period, turn)))
                {
                    foreach (var by in Enum.GetValues<Breakdown>())
                    {
                        Compare(snapshot, period, by == Breakdown.Month ? null : by, Filters[(turn + (int)by) % Filters.Length]);
                    }
                }

                return 0;
            });
        }

        compared.ShouldBeGreaterThan(1_000);
        shown.ShouldBeGreaterThan(300);

        void Compare(Snapshot snapshot, Period period, Breakdown? by, FigureFilter filter)
        {
            var intervals = TrendInterval.Of(period.From, period.To, length);
            var trend = TrendQuery.Run(snapshot, period, intervals, length, by, filter, int.MaxValue)!.ToLookup(row => row.Interval, row => row.Row);

            // A day of each week is enough, with the first and the last.
            for (var i = 0; i < intervals.Count; i += i == 0 || i >= intervals.Count - 2 || length != IntervalLength.Day ? 1 : 6)
            {
                var alone = new Period(intervals[i].From, intervals[i].To, period.AsOf);
                var figures = FigureQuery.Run(snapshot, alone, by ?? Breakdown.Month, filter);
                string[] expected = by is null ? [Text(figures.Total)] : [.. figures.Rows.Select(row => $"{row.Key} {row.Name} {row.Unit} {Text(row.Tally)}")];
                trend[i].Select(row => by is null ? Text(row.Tally) : $"{row.Key} {row.Name} {row.Unit} {Text(row.Tally)}")
                    .ShouldBe(expected, $"{by} {filter} {alone} {snapshot.Known}");
                compared += expected.Length;
                shown += figures.Rows.Count(row => row.Tally.Stocks[Measure.Open] > 0);
            }
        }
    }

    /// <summary>What was taken back in the transaction that brought it stands in no slice; by less of the log it has a row from its day on.</summary>
    [Fact]
    public async Task A_row_that_is_only_known_begins_with_its_first_event()
    {
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(Rulebook);
        var receipt = RandomHistory.Received("D1", "1") with { Procedure = "H", Time = Instant.Parse("2022-11-10T01:00:00Z") };
        DossierEvent[] events =
        [
            receipt,
            new DossierEvent { Source = "s1", Id = "2", Type = DossierEventType.Voided, Code = "D1", Time = receipt.Time, EventId = "1" },
            RandomHistory.Received("D2", "3") with { Procedure = "P" },
        ];
        await store.Writer.SubmitAsync(events.Submitted());
        var period = new Period(new DateOnly(2022, 11, 8), new DateOnly(2022, 11, 12), Instant.Parse("2022-12-01T00:00:00Z"));
        var intervals = TrendInterval.Of(period.From, period.To, IntervalLength.Day);
        store.Reader.Read(snapshot =>
        {
            snapshot = snapshot.Within(KnownBy.Through(1));
            var trend = TrendQuery.Run(snapshot, period, intervals, IntervalLength.Day, Breakdown.Procedure, FigureFilter.None, 100)!;
            for (var i = 0; i < intervals.Count; i++)
            {
                var alone = FigureQuery.Run(snapshot, new Period(intervals[i].From, intervals[i].To, period.AsOf), Breakdown.Procedure, FigureFilter.None);
                trend.Where(row => row.Interval == i).Select(row => row.Row.Key).ShouldBe(alone.Rows.Select(row => row.Key));
            }

            trend.Count(row => row.Row.Key == "H").ShouldBe(3);
            trend.Count(row => row.Row.Key == "P").ShouldBe(5);
            return 0;
        });
    }

    [Fact]
    public async Task More_rows_than_allowed_are_not_made()
    {
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(Rulebook);
        var period = new Period(new DateOnly(2022, 11, 1), new DateOnly(2022, 11, 30), Instant.Parse("2022-12-01T00:00:00Z"));
        var intervals = TrendInterval.Of(period.From, period.To, IntervalLength.Day);
        Run(intervals.Count).ShouldNotBeNull().Count.ShouldBe(intervals.Count);
        Run(intervals.Count - 1).ShouldBeNull();

        IReadOnlyList<TrendRow>? Run(int limit) => store.Reader.Read(snapshot =>
            TrendQuery.Run(snapshot, period, intervals, IntervalLength.Day, null, FigureFilter.None, limit));
    }

    // Whole months, ones that begin and end within months and weeks, one over the end of a year; as of the end, the middle of a day,
    // the beginning, and before it.
    private static IEnumerable<Period> Periods()
    {
        foreach (var asOf in new[] { "2023-06-01T00:00:00Z", "2022-11-17T05:30:00Z", "2022-11-09T17:00:00Z", "2022-11-06T16:59:59.999Z", "2022-10-01T00:00:00Z" })
        {
            yield return new Period(Day("2022-11-01"), Day("2022-12-31"), Instant.Parse(asOf));
            yield return new Period(Day("2022-11-09"), Day("2022-12-14"), Instant.Parse(asOf));
            yield return new Period(Day("2022-11-10"), Day("2022-11-16"), Instant.Parse(asOf));
            yield return new Period(Day("2022-10-30"), Day("2023-01-02"), Instant.Parse(asOf));
        }
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(Tally tally) =>
        $"{Counts.From(tally, DueDateBasis.Current)} {Counts.From(tally, DueDateBasis.Promised)} {Text(tally.LateCurrent)} {Text(tally.LatePromised)}";

    private static string Text(LateDays late) => string.Create(CultureInfo.InvariantCulture, $"{late.Total} {late.Median} {late.P90} {late.Max}");
}

public sealed class SqliteTrendTests : TrendContract
{
    protected override IStoreFixture Fixture() => new SqliteStoreFixture();
}

public sealed class PostgresTrendTests : TrendContract
{
    protected override IStoreFixture Fixture() => new PostgresStoreFixture();
}
