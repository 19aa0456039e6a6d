using DossierMonitor.Domain.Rates;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Rates;

public sealed class TargetTests
{
    [Theory]
    [InlineData(TargetComparison.AtLeast, 0.97, 97, 100, true, 0)]
    [InlineData(TargetComparison.AtLeast, 0.97, 96, 100, false, -1)]
    [InlineData(TargetComparison.AtLeast, 0.97, 98, 101, true, 0)]
    [InlineData(TargetComparison.AtLeast, 0.97, 97, 101, false, -1)]
    [InlineData(TargetComparison.AtLeast, 0.97, 1000, 1000, true, 30)]
    [InlineData(TargetComparison.AtLeast, 0.97, 90, 100, false, -7)]
    [InlineData(TargetComparison.MoreThan, 0.80, 4, 5, false, -1)]
    [InlineData(TargetComparison.MoreThan, 0.80, 5, 6, true, 0)]
    [InlineData(TargetComparison.MoreThan, 0.80, 18, 18, true, 3)]
    [InlineData(TargetComparison.LessThan, 0.05, 5, 100, false, -1)]
    [InlineData(TargetComparison.LessThan, 0.05, 4, 100, true, 0)]
    [InlineData(TargetComparison.LessThan, 0.05, 5, 101, true, 0)]
    [InlineData(TargetComparison.LessThan, 0.05, 0, 1000, true, 49)]
    [InlineData(TargetComparison.AtMost, 0.05, 5, 100, true, 0)]
    [InlineData(TargetComparison.AtMost, 0.05, 6, 100, false, -1)]
    public void A_share_is_compared_as_integers(TargetComparison comparison, double threshold, long numerator, long denominator, bool met, long distance)
    {
        var result = Target(comparison, (decimal)threshold).Check(new Share(numerator, denominator));
        result.Met.ShouldBe(met);
        result.Distance.ShouldBe(distance);
    }

    [Fact]
    public void Nothing_has_no_verdict()
    {
        var result = Target(TargetComparison.AtLeast, 0.97m).Check(new Share(0, 0));
        result.Met.ShouldBeNull();
        result.Distance.ShouldBeNull();
        new Share(0, 0).Value.ShouldBeNull();
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(10, false)]
    public void A_small_volume_is_marked(long denominator, bool marked) =>
        (Target(TargetComparison.AtLeast, 0.97m) with { MinimumVolume = 10 }).Check(new Share(denominator, denominator)).BelowMinimumVolume.ShouldBe(marked);

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(0.12345678)]
    public void A_threshold_is_a_share_with_at_most_six_decimals(double value) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Threshold.Of((decimal)value));

    [Fact]
    public void The_four_definitions_stand_side_by_side()
    {
        var counts = new Counts { Early = 5, OnTime = 3, Late = 2, NoDueDate = 7, Open = 10, OpenOverdue = 4, Paused = 1, OpenNoDueDate = 2 };
        RateDefinition.Closed.OnTime(counts).ShouldBe(new Share(8, 10));
        RateDefinition.ClosedPlusOverdue.OnTime(counts).ShouldBe(new Share(8, 14));
        RateDefinition.Workload.OnTime(counts).ShouldBe(new Share(12, 18));
        RateDefinition.Strict.OnTime(counts).ShouldBe(new Share(8, 14));
        RateDefinition.Closed.OnTime(counts).Complement.ShouldBe(new Share(2, 10));
    }

    [Theory]
    [InlineData(new[] { 1 }, 1.0, 1, 1)]
    [InlineData(new[] { 1, 2 }, 1.5, 2, 2)]
    [InlineData(new[] { 3, 1, 2 }, 2.0, 3, 3)]
    [InlineData(new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 50 }, 1.0, 1, 50)]
    [InlineData(new[] { 1, 1, 1, 1, 1, 1, 1, 1, 40, 50 }, 1.0, 40, 50)]
    [InlineData(new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 40, 50 }, 1.0, 40, 50)]
    public void Late_days_have_a_median_a_nearest_rank_p90_and_a_maximum(int[] days, double median, int p90, int max)
    {
        var late = new LateDays();
        foreach (var day in days)
        {
            late.Add(day, 1);
        }

        late.Total.ShouldBe(days.Sum());
        late.Median.ShouldBe(median);
        late.P90.ShouldBe(p90);
        late.Max.ShouldBe(max);
        late.Add(days[0], -1);
        late.Count.ShouldBe(days.Length - 1);
    }

    [Fact]
    public void Every_measure_has_a_column_of_its_own() =>
        Measures.All.Select(measure => measure.ColumnName()).Distinct(StringComparer.Ordinal).Count().ShouldBe(Measures.Count);

    private static Target Target(TargetComparison comparison, decimal threshold) => new()
    {
        Id = "t",
        DescriptionVi = "",
        DescriptionEn = "",
        Comparison = comparison,
        Threshold = Threshold.Of(threshold),
    };
}
