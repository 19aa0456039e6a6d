using DossierMonitor.Domain.Rates;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Rates;

public sealed class AgeBandTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    [InlineData(4, 1)]
    [InlineData(7, 1)]
    [InlineData(8, 2)]
    [InlineData(15, 2)]
    [InlineData(16, 3)]
    [InlineData(30, 3)]
    [InlineData(31, 4)]
    [InlineData(365, 4)]
    [InlineData(int.MaxValue, 4)]
    public void Days_late_are_in_the_band_whose_bounds_they_lie_between(int daysLate, int band) =>
        AgeBand.IndexOf(daysLate).ShouldBe(band);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void What_is_not_late_has_no_band(int daysLate) =>
        Should.Throw<ArgumentOutOfRangeException>(() => AgeBand.IndexOf(daysLate));

    [Fact]
    public void Bands_follow_each_other_without_gap_from_the_first_day_late_on()
    {
        AgeBand.All[0].From.ShouldBe(1);
        AgeBand.All[^1].To.ShouldBeNull();
        for (var i = 1; i < AgeBand.All.Count; i++)
        {
            AgeBand.All[i].From.ShouldBe(AgeBand.All[i - 1].To!.Value + 1);
        }

        for (var days = 1; days <= 100; days++)
        {
            AgeBand.All.Count(band => band.Has(days)).ShouldBe(1);
        }
    }
}
