using DossierMonitor.Domain.Rates;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Rates;

/// <summary>
/// Units of the same quality and of very unequal size, many times over: what a league says of them is chance, and must not say it of
/// the small ones more often than of the large.
/// </summary>
public sealed class LeagueFairnessTests
{
    private const int Units = 60;
    private const int Small = Units / 3;

    [Theory]
    [InlineData(0.50, 10)]
    [InlineData(0.90, 10)]
    [InlineData(0.97, 10)]
    [InlineData(0.97, 30)]
    [InlineData(0.995, 10)]
    [InlineData(0.9999, 10)]
    public void Small_units_are_no_more_often_first_or_last_than_chance_has_it(double quality, int minimum)
    {
        var times = Iterations.Of(400);
        var random = new Random(19_570_312);
        var (apart, smallFirst, smallLast, naiveFirst, naiveLast) = (0, 0.0, 0.0, 0.0, 0.0);
        var (smallInFirstThree, smallInLastThree) = (0, 0);
        for (var time = 0; time < times; time++)
        {
            var shares = Enumerable.Range(0, Units).Select(_ => OfQuality(quality, Size(random), random)).ToArray();
            var places = League.Of(shares, minimum);
            var ranked = Enumerable.Range(0, Units).Where(i => places[i].Rank is not null).ToList();

            // A third of the units are the small ones; with a minimum fewer of them are ranked.
            var small = ranked.OrderBy(i => shares[i].Denominator).Take(Small).ToHashSet();
            var chance = (double)small.Count / ranked.Count;
            var (best, worst) = (ranked.Min(i => places[i].Rank), ranked.Max(i => places[i].Rank));
            apart += best == worst ? 0 : 1;
            smallFirst += ShareOfSmall(ranked.Where(i => places[i].Rank == best)) - chance;
            smallLast += ShareOfSmall(ranked.Where(i => places[i].Rank == worst)) - chance;

            // As they stand in the answer: by rank, and within a rank by what has nothing to do with the figures.
            var order = ranked.OrderBy(i => places[i].Rank).ThenBy(i => i).ToList();
            smallInFirstThree += order.Take(3).Count(small.Contains);
            smallInLastThree += order.TakeLast(3).Count(small.Contains);
            var byRate = ranked.OrderByDescending(i => shares[i].Value).ToList();
            naiveFirst += ShareOfSmall(byRate.Take(3)) - chance;
            naiveLast += ShareOfSmall(byRate.TakeLast(3)) - chance;

            double ShareOfSmall(IEnumerable<int> units)
            {
                var list = units.ToList();
                return (double)list.Count(small.Contains) / list.Count;
            }
        }

        // Stated: with 95 % confidence nobody is put apart.
        apart.ShouldBeLessThanOrEqualTo((int)(times * (1 - League.Confidence)));
        (smallFirst / times).ShouldBeLessThanOrEqualTo(0.01);
        (smallLast / times).ShouldBeLessThanOrEqualTo(0.01);

        // Three of a third: one, give or take four standard deviations of what is drawn at random.
        var most = times + (4 * Math.Sqrt(times * 3 * (1 / 3.0) * (2 / 3.0)));
        if (minimum == 10)
        {
            ((double)smallInFirstThree).ShouldBeLessThanOrEqualTo(most);
            ((double)smallInLastThree).ShouldBeLessThanOrEqualTo(most);
        }

        // The test can see it: an order by rates has the small ones last twice as often as chance would. (First, where rates are near 1 and
        // all of the small ones are at 100 %.)
        if (quality < 0.999)
        {
            (naiveLast / times).ShouldBeGreaterThan(0.33);
            (naiveFirst / times).ShouldBeGreaterThan(0.33);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{quality}, minimum {minimum}: apart {apart} of {times}; small first {smallFirst / times:+0.0000;-0.0000}, last {smallLast / times:+0.0000;-0.0000} beyond chance; in the first three {smallInFirstThree}, last three {smallInLastThree}; by rates {naiveFirst / times:+0.00;-0.00}, {naiveLast / times:+0.00;-0.00}");
    }

    [Fact]
    public void A_unit_that_is_worse_is_found_and_the_sooner_the_larger_it_is()
    {
        var random = new Random(20_221_215);
        var found = new Dictionary<int, int> { [30] = 0, [300] = 0, [3_000] = 0 };
        var times = Iterations.Of(100);
        foreach (var size in found.Keys)
        {
            for (var time = 0; time < times; time++)
            {
                var shares = Enumerable.Range(0, 17).Select(_ => OfQuality(0.97, 2_000, random)).Append(OfQuality(0.90, size, random)).ToArray();
                var places = League.Of(shares, 30);
                found[size] += places[17].Rank == 18 ? 1 : 0;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", found));
        found[30].ShouldBeLessThan(times / 5);
        found[300].ShouldBeGreaterThan(found[30]);
        found[3_000].ShouldBe(times);
    }

    // As many of 10 to 30 as of 1,000 to 3,000: sizes of units are as unequal as that.
    private static int Size(Random random) => (int)Math.Round(10 * Math.Pow(1_000, random.NextDouble()));

    private static Share OfQuality(double quality, int size, Random random) =>
        new(Enumerable.Range(0, size).Count(_ => random.NextDouble() < quality), size);
}
