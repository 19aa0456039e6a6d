using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Rates;

public sealed class RateTests
{
    private static readonly Counts Counts = new()
    {
        CarriedOver = 10,
        Received = 110,
        Early = 40,
        OnTime = 20,
        Late = 10,
        NoDueDate = 5,
        Withdrawn = 1,
        Refused = 2,
        Stopped = 3,
        Open = 39,
        OpenOverdue = 9,
        Paused = 4,
        OpenNoDueDate = 6,
    };

    [Theory]
    [InlineData("closed", 60, 70)]
    [InlineData("closed-plus-overdue", 60, 79)]
    [InlineData("workload", 84, 103)]
    [InlineData("strict", 60, 79)]
    public void Each_definition_has_its_parts(string id, long numerator, long denominator)
    {
        var share = RateDefinition.Find(id)!.OnTime(Counts);
        share.ShouldBe(new Share(numerator, denominator));
        share.Complement.ShouldBe(new Share(denominator - numerator, denominator));
    }

    [Fact]
    public void An_empty_denominator_has_no_rate()
    {
        foreach (var definition in RateDefinition.All)
        {
            definition.OnTime(new Counts { NoDueDate = 3, Open = 2, OpenNoDueDate = 2 }).Value.ShouldBeNull();
            definition.OnTime(new Counts { NoDueDate = 3 }).Complement.Value.ShouldBeNull();
        }
    }

    [Fact]
    public void Only_strict_is_measured_against_the_promised_date() =>
        RateDefinition.All.Where(definition => definition.Basis == DueDateBasis.Promised).ShouldHaveSingleItem().Id.ShouldBe("strict");

    [Fact]
    public void A_row_that_does_not_add_up_does_not_balance()
    {
        Counts.Balances.ShouldBeTrue();
        (Counts with { Received = 111 }).Balances.ShouldBeFalse();
        (Counts with { Late = 11 }).Balances.ShouldBeFalse();
        (Counts with { OpenOverdue = 36 }).Balances.ShouldBeFalse();
        (Counts with { OpenNoDueDate = 40 }).Balances.ShouldBeFalse();
        (Counts with { Paused = -1 }).Balances.ShouldBeFalse();
    }

    [Fact]
    public void Counts_take_the_measures_of_their_basis()
    {
        var tally = new Tally { CarriedOver = 100 };
        foreach (var measure in Measures.All)
        {
            tally.Flows[measure] = (int)measure + 1;
            tally.Stocks[measure] = ((int)measure + 1) * 1000;
        }

        var current = Counts.From(tally, DueDateBasis.Current);
        current.Early.ShouldBe((int)Measure.EarlyCurrent + 1);
        current.OnTime.ShouldBe((int)Measure.OnTimeCurrent + 1);
        current.Late.ShouldBe((int)Measure.LateCurrent + 1);
        current.NoDueDate.ShouldBe((int)Measure.NoDueDateCurrent + 1);
        current.OpenOverdue.ShouldBe(((int)Measure.OverdueCurrent + 1) * 1000);
        current.Paused.ShouldBe(((int)Measure.PausedCurrent + 1) * 1000);
        current.OpenNoDueDate.ShouldBe(((int)Measure.OpenNoDueDateCurrent + 1) * 1000);
        current.Open.ShouldBe(((int)Measure.Open + 1) * 1000);
        var promised = Counts.From(tally, DueDateBasis.Promised);
        promised.Early.ShouldBe((int)Measure.EarlyPromised + 1);
        promised.Late.ShouldBe((int)Measure.LatePromised + 1);
        promised.OpenOverdue.ShouldBe(((int)Measure.OverduePromised + 1) * 1000);
        promised.Withdrawn.ShouldBe(current.Withdrawn);
        promised.CarriedOver.ShouldBe(100);
    }

    [Theory]
    [InlineData(Measure.Received, "received")]
    [InlineData(Measure.OnTimeCurrent, "on_time_current")]
    [InlineData(Measure.OpenNoDueDatePromised, "open_no_due_date_promised")]
    public void A_measure_has_the_same_word_in_SQL(Measure measure, string column) => measure.ColumnName().ShouldBe(column);
}
