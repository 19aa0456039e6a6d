using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Rates;

public sealed class TallyTests
{
    [Fact]
    public void A_vector_is_zero_until_any_of_its_measures_is_not()
    {
        new MeasureVector().IsZero.ShouldBeTrue();
        foreach (var measure in Measures.All)
        {
            new MeasureVector { [measure] = 1 }.IsZero.ShouldBeFalse();
            new MeasureVector { [measure] = -1 }.IsZero.ShouldBeFalse();
        }
    }

    [Fact]
    public void Tallies_of_parts_add_up_to_the_tally_of_the_whole()
    {
        var (one, other) = (Filled(1), Filled(1000));
        one.Add(other);
        foreach (var measure in Measures.All)
        {
            one.Flows[measure].ShouldBe(1001 * ((int)measure + 1));
            one.Stocks[measure].ShouldBe(1001 * ((int)measure + 51));
        }

        one.CarriedOver.ShouldBe(1001 * 7);
        one.Late(DueDateBasis.Current).Total.ShouldBe(1001 * 3);
        one.Late(DueDateBasis.Promised).Total.ShouldBe(1001 * 5);
        one.Late(DueDateBasis.Promised).Count.ShouldBe(2);
        other.Flows[Measure.Received].ShouldBe(1000);
    }

    [Fact]
    public void Late_days_of_parts_add_up_value_by_value()
    {
        var (one, other) = (new LateDays(), new LateDays());
        one.Add(2, 3);
        one.Add(9, 1);
        other.Add(2, 4);
        other.Add(1, 1);
        one.Add(other);
        one.Count.ShouldBe(9);
        one.Total.ShouldBe(14 + 9 + 1);
        one.Median.ShouldBe(2);
        other.Count.ShouldBe(5);
    }

    private static Tally Filled(int factor)
    {
        var tally = new Tally { CarriedOver = 7 * factor };
        foreach (var measure in Measures.All)
        {
            tally.Flows[measure] = factor * ((int)measure + 1);
            tally.Stocks[measure] = factor * ((int)measure + 51);
        }

        tally.LateCurrent.Add(3 * factor, 1);
        tally.LatePromised.Add(5 * factor, 1);
        return tally;
    }
}
