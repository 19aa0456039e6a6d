using CsCheck;
using DossierMonitor.Domain.Rates;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Rates;

public sealed class TargetDistanceTests
{
    [Theory]
    [InlineData(98, 100, true, 1)]
    [InlineData(97, 100, true, 0)]
    [InlineData(96, 100, false, -1)]
    [InlineData(32, 33, false, -1)]
    [InlineData(33, 34, true, 0)]
    [InlineData(0, 1, false, -1)]
    [InlineData(1, 1, true, 0)]
    [InlineData(970, 1000, true, 0)]
    [InlineData(969, 1000, false, -1)]
    public void At_least_97_of_100(long numerator, long denominator, bool met, long distance) =>
        Check(TargetComparison.AtLeast, 0.97m, numerator, denominator).ShouldBe((met, distance));

    [Theory]
    [InlineData(4, 5, false, -1)]
    [InlineData(5, 6, true, 0)]
    [InlineData(5, 5, true, 0)]
    [InlineData(15, 18, true, 0)]
    [InlineData(14, 18, false, -1)]
    [InlineData(8, 10, false, -1)]
    [InlineData(9, 10, true, 0)]
    public void More_than_80_of_100(long numerator, long denominator, bool met, long distance) =>
        Check(TargetComparison.MoreThan, 0.80m, numerator, denominator).ShouldBe((met, distance));

    [Theory]
    [InlineData(4, 100, true, 0)]
    [InlineData(5, 100, false, -1)]
    [InlineData(3, 100, true, 1)]
    [InlineData(0, 1, true, 0)]
    [InlineData(1, 20, false, -1)]
    [InlineData(1, 21, true, 0)]
    [InlineData(6, 100, false, -2)]
    public void A_late_share_of_less_than_5_of_100(long numerator, long denominator, bool met, long distance) =>
        Check(TargetComparison.LessThan, 0.05m, numerator, denominator).ShouldBe((met, distance));

    [Theory]
    [InlineData(5, 100, true, 0)]
    [InlineData(6, 100, false, -1)]
    [InlineData(4, 99, true, 0)]
    public void A_late_share_of_at_most_5_of_100(long numerator, long denominator, bool met, long distance) =>
        Check(TargetComparison.AtMost, 0.05m, numerator, denominator).ShouldBe((met, distance));

    [Theory]
    [InlineData(TargetComparison.AtLeast)]
    [InlineData(TargetComparison.MoreThan)]
    [InlineData(TargetComparison.AtMost)]
    [InlineData(TargetComparison.LessThan)]
    public void Of_nothing_nothing_is_met_or_missed(TargetComparison comparison) =>
        Check(comparison, 0.97m, 0, 0).ShouldBe((null, null));

    [Fact]
    public void A_verdict_is_the_exact_comparison_and_the_distance_is_the_number_that_turns_it() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 1000], Gen.Long[1, 2000], Gen.Long[0, 2000]).Sample((kind, permille, denominator, part) =>
        {
            var comparison = (TargetComparison)kind;
            var threshold = permille / 1000m;
            var numerator = Math.Min(part, denominator);
            var (met, distance) = Check(comparison, threshold, numerator, denominator);
            met.ShouldBe(Holds(numerator));
            var (more, less) = comparison is TargetComparison.AtLeast or TargetComparison.MoreThan ? (1, -1) : (-1, 1);
            if (met == true)
            {
                distance!.Value.ShouldBeGreaterThanOrEqualTo(0);
                Holds(numerator + (less * distance.Value)).ShouldBeTrue();
                Holds(numerator + (less * (distance.Value + 1))).ShouldBeFalse();
            }
            else
            {
                distance!.Value.ShouldBeLessThan(0);
                Holds(numerator + (more * -distance.Value)).ShouldBeTrue();
                Holds(numerator + (more * (-distance.Value - 1))).ShouldBeFalse();
            }

            bool Holds(long value) => comparison switch
            {
                TargetComparison.AtLeast => value * 1000 >= permille * denominator,
                TargetComparison.MoreThan => value * 1000 > permille * denominator,
                TargetComparison.AtMost => value * 1000 <= permille * denominator,
                _ => value * 1000 < permille * denominator,
            };
        });

    [Fact]
    public void A_late_target_is_checked_on_the_late_share_of_its_definition()
    {
        var target = Target.Defaults.Single(target => target.Id == "land-late");
        var result = target.Check(new Counts { Early = 90, OnTime = 5, Late = 3, OpenOverdue = 2, Open = 50 });
        result.Share.ShouldBe(new Share(5, 100));
        result.Met.ShouldBe(false);
        result.Distance.ShouldBe(-1);
    }

    [Fact]
    public void An_on_time_target_is_checked_on_the_on_time_share()
    {
        var result = Target.Defaults.Single(target => target.Id == "branch-on-time").Check(new Counts { Early = 90, OnTime = 7, Late = 3, OpenOverdue = 9, Open = 9 });
        result.Share.ShouldBe(new Share(97, 100));
        result.Met.ShouldBe(true);
        result.Distance.ShouldBe(0);
    }

    [Theory]
    [InlineData(19, true)]
    [InlineData(20, false)]
    public void A_small_denominator_is_marked(int finished, bool below) =>
        Target.Defaults[0].Check(new Counts { Early = finished }).BelowMinimumVolume.ShouldBe(below);

    [Fact]
    public void The_four_targets_of_2022_hold_by_default() =>
        Target.Defaults.Select(target => $"{target.Id} {target.Definition.Id} {target.Comparison} {target.Threshold.Value}").ShouldBe(
        [
            "branch-on-time closed AtLeast 0.97",
            "branches-meeting closed MoreThan 0.80",
            "land-late closed-plus-overdue LessThan 0.05",
            "district-on-time closed AtLeast 0.97",
        ]);

    [Fact]
    public void The_targets_of_2022_say_whom_they_bind()
    {
        Target.Defaults.Select(target => $"{target.Id}: each {target.Each}, share of {target.ShareOf}, field {target.Field}, {target.Measure}").ShouldBe(
        [
            "branch-on-time: each Branch, share of , field , OnTimeRate",
            "branches-meeting: each , share of branch-on-time, field , OnTimeRate",
            "land-late: each , share of , field land, LateRate",
            "district-on-time: each District, share of , field , OnTimeRate",
        ]);
        Target.Defaults.ShouldAllBe(target => target.DescriptionVi.Length > 0 && target.DescriptionEn.Length > 0);
    }

    [Theory]
    [InlineData("0.97", 97, 100)]
    [InlineData("0.970", 97, 100)]
    [InlineData("0", 0, 1)]
    [InlineData("1", 1, 1)]
    [InlineData("0.123456", 123456, 1000000)]
    public void A_threshold_is_exact(string text, long numerator, long denominator)
    {
        var threshold = Threshold.Of(decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
        (threshold.Numerator, threshold.Denominator).ShouldBe((numerator, denominator));
    }

    [Theory]
    [InlineData("-0.01")]
    [InlineData("1.01")]
    [InlineData("0.1234567")]
    public void A_threshold_that_is_no_share_cannot_be_made(string text) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Threshold.Of(decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture)));

    private static (bool? Met, long? Distance) Check(TargetComparison comparison, decimal threshold, long numerator, long denominator)
    {
        var target = Target.Defaults[0] with { Comparison = comparison, Threshold = Threshold.Of(threshold) };
        var result = target.Check(new Share(numerator, denominator));
        return (result.Met, result.Distance);
    }
}
