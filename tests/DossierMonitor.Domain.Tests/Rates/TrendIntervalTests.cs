using CsCheck;
using DossierMonitor.Domain.Rates;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Rates;

public sealed class TrendIntervalTests
{
    [Theory]
    [InlineData("2022-01-15", "2022-03-10", IntervalLength.Month, "2022-01 2022-01-15 2022-01-31; 2022-02 2022-02-01 2022-02-28; 2022-03 2022-03-01 2022-03-10")]
    [InlineData("2024-02-29", "2024-03-01", IntervalLength.Month, "2024-02 2024-02-29 2024-02-29; 2024-03 2024-03-01 2024-03-01")]
    [InlineData("2022-12-31", "2023-01-01", IntervalLength.Month, "2022-12 2022-12-31 2022-12-31; 2023-01 2023-01-01 2023-01-01")]
    [InlineData("2022-11-10", "2022-11-20", IntervalLength.Month, "2022-11 2022-11-10 2022-11-20")]
    [InlineData("2021-01-01", "2021-01-11", IntervalLength.Week, "2020-W53 2021-01-01 2021-01-03; 2021-W01 2021-01-04 2021-01-10; 2021-W02 2021-01-11 2021-01-11")]
    [InlineData("2024-12-29", "2024-12-30", IntervalLength.Week, "2024-W52 2024-12-29 2024-12-29; 2025-W01 2024-12-30 2024-12-30")]
    [InlineData("2022-11-07", "2022-11-13", IntervalLength.Week, "2022-W45 2022-11-07 2022-11-13")]
    [InlineData("2022-11-06", "2022-11-07", IntervalLength.Week, "2022-W44 2022-11-06 2022-11-06; 2022-W45 2022-11-07 2022-11-07")]
    [InlineData("2022-02-28", "2022-03-01", IntervalLength.Day, "2022-02-28 2022-02-28 2022-02-28; 2022-03-01 2022-03-01 2022-03-01")]
    public void A_period_is_divided_and_its_first_and_last_interval_are_cut(string from, string to, IntervalLength length, string expected) =>
        string.Join("; ", TrendInterval.Of(Day(from), Day(to), length).Select(one => $"{one.Name} {one.From:yyyy-MM-dd} {one.To:yyyy-MM-dd}")).ShouldBe(expected);

    [Fact]
    public void Every_day_is_in_exactly_one_interval_and_names_are_in_order() =>
        Gen.Select(Gen.Int[Day("1990-01-01").DayNumber, Day("2100-12-31").DayNumber], Gen.Int[0, 900], Gen.Enum<IntervalLength>()).Sample((first, more, length) =>
        {
            var (from, to) = (DateOnly.FromDayNumber(first), DateOnly.FromDayNumber(Math.Min(first + more, Day("2100-12-31").DayNumber)));
            var intervals = TrendInterval.Of(from, to, length);
            intervals.Count.ShouldBe(TrendInterval.Count(from, to, length));
            intervals[0].From.ShouldBe(from);
            intervals[^1].To.ShouldBe(to);
            for (var i = 0; i < intervals.Count; i++)
            {
                intervals[i].From.ShouldBeLessThanOrEqualTo(intervals[i].To);
                if (i > 0)
                {
                    intervals[i].From.ShouldBe(intervals[i - 1].To.AddDays(1));
                    string.CompareOrdinal(intervals[i - 1].Name, intervals[i].Name).ShouldBeLessThan(0);
                }
            }
        });

    // A year of days, and one more than that: where a bound on their number stands.
    [Theory]
    [InlineData("2022-01-01", "2022-12-31", IntervalLength.Day, 365)]
    [InlineData("2022-01-01", "2022-12-31", IntervalLength.Week, 53)]
    [InlineData("2022-01-01", "2022-12-31", IntervalLength.Month, 12)]
    [InlineData("1990-01-01", "2100-12-31", IntervalLength.Month, 1332)]
    [InlineData("2022-01-02", "2022-01-01", IntervalLength.Day, 0)]
    public void Intervals_are_counted_without_being_made(string from, string to, IntervalLength length, int count) =>
        TrendInterval.Count(Day(from), Day(to), length).ShouldBe(count);

    [Fact]
    public void The_last_day_of_all_ends_the_division() =>
        TrendInterval.Of(DateOnly.MaxValue.AddDays(-1), DateOnly.MaxValue, IntervalLength.Day).Count.ShouldBe(2);

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
