using CsCheck;
using DossierMonitor.Domain.Rates;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Rates;

public sealed class LateDaysTests
{
    [Theory]
    [InlineData("", null, null, null, 0)]
    [InlineData("3", 3.0, 3, 3, 3)]
    [InlineData("1,4", 2.5, 4, 4, 5)]
    [InlineData("1,2,9", 2.0, 9, 9, 12)]
    [InlineData("1,2,3,4,5,6,7,8,9,10", 5.5, 9, 10, 55)]
    [InlineData("1,2,3,4,5,6,7,8,9,10,11", 6.0, 10, 11, 66)]
    [InlineData("5,5,5,5,5,5,5,5,5,40", 5.0, 5, 40, 85)]
    public void Total_median_ninth_decile_and_maximum(string values, double? median, int? p90, int? max, long total)
    {
        var days = Of(values.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)));
        days.Median.ShouldBe(median);
        days.P90.ShouldBe(p90);
        days.Max.ShouldBe(max);
        days.Total.ShouldBe(total);
    }

    [Fact]
    public void They_agree_with_a_sorted_list() =>
        Gen.Int[1, 12].Array[1, 60].Sample(values =>
        {
            var sorted = values.Order().ToList();
            var days = Of(values);
            days.Count.ShouldBe(sorted.Count);
            days.Median.ShouldBe((sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2.0);
            var p90 = days.P90!.Value;
            sorted.Count(value => value <= p90).ShouldBeGreaterThanOrEqualTo((int)Math.Ceiling(sorted.Count * 0.9m));
            sorted.Count(value => value < p90).ShouldBeLessThan((int)Math.Ceiling(sorted.Count * 0.9m));
        });

    [Fact]
    public void What_is_added_and_taken_away_leaves_nothing()
    {
        var days = Of([1, 2, 2]);
        days.Add(2, -2);
        days.Add(1, -1);
        days.Max.ShouldBeNull();
        days.Median.ShouldBeNull();
        days.Count.ShouldBe(0);
    }

    private static LateDays Of(IEnumerable<int> values)
    {
        var days = new LateDays();
        foreach (var value in values)
        {
            days.Add(value, 1);
        }

        return days;
    }
}
