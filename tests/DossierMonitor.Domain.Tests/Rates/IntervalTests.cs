using DossierMonitor.Domain.Rates;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Rates;

/// <summary>Published values: Newcombe 1998, Statistics in Medicine 17, table I (methods 3 and 5), to their four places.</summary>
public sealed class IntervalTests
{
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    [InlineData(20, 20, 0.8389, 1.0000)]
    [InlineData(28, 29, 0.8282, 0.9939)]
    [InlineData(0, 1, 0.0000, 0.7935)]
    [InlineData(1, 1, 0.2065, 1.0000)]
    [InlineData(1, 2, 0.0945, 0.9055)]
    [InlineData(9_700, 10_000, 0.9665, 0.9732)]
    public void The_score_interval_has_the_published_values(long numerator, long denominator, double low, double high)
    {
        var interval = WilsonInterval.Of(new Share(numerator, denominator))!.Value;
        interval.Low.ShouldBe(low, 0.00005001);
        interval.High.ShouldBe(high, 0.00005001);
    }

    [Theory]
    [InlineData(81, 263, 0.2527, 0.3676)]
    [InlineData(15, 148, 0.0578, 0.1617)]
    [InlineData(0, 20, 0.0000, 0.1684)]
    [InlineData(1, 29, 0.0009, 0.1776)]
    [InlineData(20, 20, 0.8316, 1.0000)]
    [InlineData(28, 29, 0.8224, 0.9991)]
    [InlineData(0, 1, 0.0000, 0.9750)]
    [InlineData(1, 1, 0.0250, 1.0000)]
    public void The_exact_interval_has_the_published_values(long numerator, long denominator, double low, double high)
    {
        var interval = ExactInterval.Of(new Share(numerator, denominator), 0.025);
        interval.Low.ShouldBe(low, 0.00005001);
        interval.High.ShouldBe(high, 0.00005001);
    }

    [Fact]
    public void Nothing_has_no_interval() => WilsonInterval.Of(new Share(0, 0)).ShouldBeNull();

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(1_000_000_007)]
    public void None_and_all_reach_the_ends_exactly(long whole)
    {
        WilsonInterval.Of(new Share(0, whole))!.Value.Low.ShouldBe(0);
        WilsonInterval.Of(new Share(whole, whole))!.Value.High.ShouldBe(1);
        ExactInterval.Of(new Share(0, whole), 0.001).Low.ShouldBe(0);
        ExactInterval.Of(new Share(whole, whole), 0.001).High.ShouldBe(1);
    }

    [Fact]
    public void What_is_no_share_has_no_interval()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => WilsonInterval.Of(new Share(2, 1)));
        Should.Throw<ArgumentOutOfRangeException>(() => WilsonInterval.Of(new Share(-1, 1)));
        Should.Throw<ArgumentOutOfRangeException>(() => ExactInterval.Of(new Share(0, 0), 0.025));
        Should.Throw<ArgumentOutOfRangeException>(() => ExactInterval.Of(new Share(0, 1), 0));
        Should.Throw<ArgumentOutOfRangeException>(() => ExactInterval.Of(new Share(0, 1), 0.5));
    }

    /// <summary>Added up term by term: at its ends the share that was seen is exactly as improbable as was said.</summary>
    [Theory]
    [InlineData(1, 10, 0.025)]
    [InlineData(9, 10, 0.0005)]
    [InlineData(97, 100, 0.025)]
    [InlineData(97, 100, 0.00001)]
    [InlineData(1_940, 2_000, 0.0001)]
    public void The_exact_interval_ends_where_its_tails_do(long x, long n, double tail)
    {
        var interval = ExactInterval.Of(new Share(x, n), tail);
        Sum(x, n + 1, n, interval.Low).ShouldBe(tail, tail * 1e-6);
        Sum(0, x + 1, n, interval.High).ShouldBe(tail, tail * 1e-6);
    }

    [Fact]
    public void Intervals_contain_their_rate_and_the_larger_the_unit_the_narrower_they_are()
    {
        foreach (var rate in Enumerable.Range(0, 21))
        {
            var (score, exact) = (2.0, 2.0);
            for (long size = 20; size <= 20_000_000; size *= 10)
            {
                var share = new Share(rate * size / 20, size);
                var (wilson, clopper) = (WilsonInterval.Of(share)!.Value, ExactInterval.Of(share, 0.025));
                wilson.Low.ShouldBeLessThanOrEqualTo(share.Value!.Value);
                wilson.High.ShouldBeGreaterThanOrEqualTo(share.Value.Value);
                clopper.Low.ShouldBeLessThanOrEqualTo(share.Value.Value);
                clopper.High.ShouldBeGreaterThanOrEqualTo(share.Value.Value);
                (wilson.High - wilson.Low).ShouldBeLessThan(score);
                (clopper.High - clopper.Low).ShouldBeLessThan(exact);
                (score, exact) = (wilson.High - wilson.Low, clopper.High - clopper.Low);
            }
        }
    }

    private static double Sum(long from, long until, long n, double p)
    {
        var (sum, choose) = (0.0, 0.0);
        for (long k = 0; k < until; k++)
        {
            sum += k >= from ? Math.Exp(choose + (k * Math.Log(p)) + ((n - k) * Math.Log(1 - p))) : 0;
            choose += Math.Log((n - k) / (double)(k + 1));
        }

        return sum;
    }
}
