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
    public void A_definition_is_found_by_its_id_and_says_in_both_languages_what_it_is()
    {
        RateDefinition.All.Select(definition => $"{definition.Id} v{definition.Version}")
            .ShouldBe(["closed v1", "closed-plus-overdue v1", "workload v1", "strict v1"]);
        foreach (var definition in RateDefinition.All)
        {
            RateDefinition.Find(definition.Id).ShouldBeSameAs(definition);
            new[] { definition.NameVi, definition.NameEn, definition.Numerator, definition.Denominator }.ShouldAllBe(text => text.Length > 0);
        }

        RateDefinition.Find("CLOSED").ShouldBeNull();
    }

    [Theory]
    [InlineData(1, 4, 0.25, 0.75)]
    [InlineData(0, 4, 0.0, 1.0)]
    [InlineData(4, 4, 1.0, 0.0)]
    public void A_share_is_shown_as_a_quotient(long numerator, long denominator, double value, double complement)
    {
        new Share(numerator, denominator).Value.ShouldBe(value);
        new Share(numerator, denominator).Complement.Value.ShouldBe(complement);
    }

    // carriedOver + received + reopened + transferredIn = finished + withdrawn + refused + stopped + transferredOut + open;
    // a not accepted dossier is in neither part.
    [Fact]
    public void Every_term_of_the_balance_counts_once()
    {
        Counts[] unbalanced =
        [
            new Counts { CarriedOver = 1 }, new Counts { Received = 1 }, new Counts { Reopened = 1 }, new Counts { TransferredIn = 1 },
            new Counts { Early = 1 }, new Counts { OnTime = 1 }, new Counts { Late = 1 }, new Counts { NoDueDate = 1 },
            new Counts { Withdrawn = 1 }, new Counts { Refused = 1 }, new Counts { Stopped = 1 }, new Counts { TransferredOut = 1 },
            new Counts { Open = 1 },
        ];
        unbalanced.ShouldAllBe(counts => !counts.Balances);
        new Counts { NotAccepted = 1 }.Balances.ShouldBeTrue();
        foreach (var end in unbalanced.Skip(4))
        {
            (end with { CarriedOver = 1 }).Balances.ShouldBeTrue();
            (end with { Received = 1 }).Balances.ShouldBeTrue();
            (end with { Reopened = 1 }).Balances.ShouldBeTrue();
            (end with { TransferredIn = 1 }).Balances.ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData(0, 0, 0, true)]
    [InlineData(10, 0, 0, true)]
    [InlineData(0, 10, 0, true)]
    [InlineData(6, 4, 0, true)]
    [InlineData(6, 5, 0, false)]
    [InlineData(0, 0, 10, true)]
    [InlineData(0, 0, 11, false)]
    [InlineData(-1, 0, 0, false)]
    [InlineData(0, -1, 0, false)]
    [InlineData(0, 0, -1, false)]
    public void Parts_of_open_are_parts_of_open(long overdue, long paused, long noDueDate, bool balances) =>
        new Counts { Received = 10, Open = 10, OpenOverdue = overdue, Paused = paused, OpenNoDueDate = noDueDate }.Balances.ShouldBe(balances);

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
        promised.OnTime.ShouldBe((int)Measure.OnTimePromised + 1);
        promised.NoDueDate.ShouldBe((int)Measure.NoDueDatePromised + 1);
        promised.Paused.ShouldBe(((int)Measure.PausedPromised + 1) * 1000);
        promised.OpenNoDueDate.ShouldBe(((int)Measure.OpenNoDueDatePromised + 1) * 1000);
        promised.Withdrawn.ShouldBe(current.Withdrawn);
        promised.CarriedOver.ShouldBe(100);
    }

    [Theory]
    [InlineData(Measure.Received, "received")]
    [InlineData(Measure.OnTimeCurrent, "on_time_current")]
    [InlineData(Measure.OpenNoDueDatePromised, "open_no_due_date_promised")]
    public void A_measure_has_the_same_word_in_SQL(Measure measure, string column) => measure.ColumnName().ShouldBe(column);
}
