using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Rates;

public sealed class PeriodTests
{
    private static readonly DateOnly From = new(2022, 11, 1);
    private static readonly DateOnly To = new(2022, 11, 30);

    [Theory]
    [InlineData("2022-12-15 17:00", "2022-10-31 23:59:59.999", "2022-11-30 23:59:59.999")]
    [InlineData("2022-11-15 17:00", "2022-10-31 23:59:59.999", "2022-11-15 17:00")]
    [InlineData("2022-10-15 17:00", "2022-10-15 17:00", "2022-10-15 17:00")]
    public void Stocks_are_taken_at_the_earlier_of_the_end_and_the_as_of_instant(string asOf, string opening, string cut)
    {
        var period = new Period(From, To, SmallWorld.At(asOf));
        period.Opening(SmallWorld.Days).ShouldBe(SmallWorld.At(opening));
        period.Cut(SmallWorld.Days).ShouldBe(SmallWorld.At(cut));
    }

    [Fact]
    public void By_default_the_year_so_far_of_the_local_day()
    {
        // 17:30Z on 31 December is already 2023 in Việt Nam.
        var period = Period.Default(Instant.Parse("2022-12-31T17:30:00Z"), SmallWorld.Days);
        period.From.ShouldBe(new DateOnly(2023, 1, 1));
        period.To.ShouldBe(new DateOnly(2023, 1, 1));
    }

    [Fact]
    public void A_period_that_ends_before_it_begins_cannot_be_made() =>
        Should.Throw<ArgumentException>(() => new Period(To, From, SmallWorld.At("2022-12-15 17:00")));
}
