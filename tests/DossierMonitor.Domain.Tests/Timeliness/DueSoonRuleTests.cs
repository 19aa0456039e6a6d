using DossierMonitor.Domain.Timeliness;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Timeliness;

public sealed class DueSoonRuleTests
{
    // 2022-12-15 is a Thursday; 2023-01-02 is a day off for New Year; the loaded calendar ends with 2026.
    [Theory]
    [InlineData("2022-12-15", 0, "2022-12-15")]
    [InlineData("2022-12-15", 1, "2022-12-16")]
    [InlineData("2022-12-15", 3, "2022-12-20")]
    [InlineData("2022-12-15", 5, "2022-12-22")]
    [InlineData("2022-12-16", 1, "2022-12-19")]
    [InlineData("2022-12-17", 1, "2022-12-19")]
    [InlineData("2022-12-18", 5, "2022-12-23")]
    [InlineData("2022-12-30", 1, "2023-01-03")]
    [InlineData("2026-12-31", 1, "2027-01-01")]
    [InlineData("2026-12-31", 5, "2027-01-07")]
    public void The_last_day_is_so_many_working_days_ahead(string today, int within, string last) =>
        DueSoonRule.LastDay(GoldenCase.Calendar, Day(today), within).ShouldBe(Day(last));

    [Fact]
    public void Each_horizon_reaches_further_than_the_one_before()
    {
        DueSoonRule.Horizons.ShouldBe([1, 3, 5]);
        for (var day = Day("2022-01-01"); day <= Day("2022-12-31"); day = day.AddDays(1))
        {
            DueSoonRule.Horizons.Select(within => DueSoonRule.LastDay(GoldenCase.Calendar, day, within)).ShouldBeInOrder();
        }
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
