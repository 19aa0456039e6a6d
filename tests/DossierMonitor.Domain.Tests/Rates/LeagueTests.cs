using CsCheck;
using DossierMonitor.Domain.Rates;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Rates;

public sealed class LeagueTests
{
    private static readonly Gen<Share[]> Shares = Gen.Select(Gen.Int[0, 400], Gen.Int[0, 1_000])
        .Select((whole, part) => new Share((long)whole * part / 1_000, whole)).Array[0, 25];

    [Fact]
    public void A_large_difference_of_large_units_is_a_rank_and_a_small_unit_stands_with_neither()
    {
        Ranks(30, (9_900, 10_000), (9_000, 10_000), (8_000, 10_000)).ShouldBe([1, 2, 3]);

        // 28 of 30 may be a unit of 99 %, and one of 80 %: it is worse than nobody and better than nobody.
        Ranks(30, (9_900, 10_000), (28, 30), (8_000, 10_000)).ShouldBe([1, 2, 3]);
        League.Of([new(9_900, 10_000), new(28, 30), new(8_000, 10_000)], 30)[1].ShouldSatisfyAllConditions(
            place => place.RankFrom.ShouldBe(1), place => place.RankTo.ShouldBe(3));
    }

    [Fact]
    public void Luck_of_a_few_dossiers_is_neither_first_nor_last()
    {
        // 100 % of 40 is not shown to be better than anybody; 90 % of 40 is worse than the first only, 92 % of 10,000 than the first two.
        Ranks(30, (40, 40), (9_900, 10_000), (9_500, 10_000), (9_200, 10_000), (36, 40)).ShouldBe([2, 1, 2, 5, 4]);
    }

    [Fact]
    public void What_chance_explains_is_one_rank()
    {
        var places = League.Of([new(97, 100), new(95, 100), new(30, 30), new(960, 1_000)], 30);
        places.ShouldAllBe(place => place.Rank == 1 && place.Tied && place.RankFrom == 1 && place.RankTo == 4);
    }

    [Fact]
    public void Equal_rates_share_a_rank_also_where_only_the_larger_can_be_told_from_a_third()
    {
        // 10,000 dossiers tell 97 % from 98.2 %, 100 do not.
        Ranks(30, (9_820, 10_000), (97, 100)).ShouldBe([1, 1]);
        Ranks(30, (9_820, 10_000), (97, 100), (9_700, 10_000)).ShouldBe([1, 2, 2]);
    }

    [Fact]
    public void Rates_that_differ_only_beyond_a_double_are_not_equal()
    {
        const long huge = 4_000_000_000_000_000_000;
        League.CompareRates(new Share(huge - 1, huge), new Share(huge - 2, huge)).ShouldBe(1);
        League.CompareRates(new Share(1, 3), new Share(333_333_333_333_333_333, 999_999_999_999_999_999)).ShouldBe(0);
        ((double)(huge - 1) / huge).ShouldBe((double)(huge - 2) / huge);
    }

    [Fact]
    public void Too_few_dossiers_have_no_rank_and_count_for_nobody_s()
    {
        var places = League.Of([new(29, 29), new(30, 30), new(0, 0), new(20_000, 40_000)], 30);
        places.Select(place => place.Rank).ShouldBe([null, 1, null, 2]);
        places.Select(place => place.RankTo).ShouldBe([null, 1, null, 2]);
        places[0].Interval.ShouldNotBeNull();
        places[2].Interval.ShouldBeNull();
        League.Of([new(0, 0), new(1, 1)], 0).Select(place => place.Rank).ShouldBe([null, 1]);
    }

    [Fact]
    public void Nobody_and_one_have_a_league_too()
    {
        League.Of([], 30).ShouldBeEmpty();
        League.Of([new(30, 30)], 30).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            place => place.Rank.ShouldBe(1), place => place.Tied.ShouldBeFalse(), place => place.RankTo.ShouldBe(1));
    }

    [Fact]
    public void Ranks_honour_the_intervals() => Shares.Sample(
        shares =>
        {
            var places = League.Of(shares, 30);
            var ranked = places.Zip(shares).Where(one => one.First.Rank is not null).ToList();
            ranked.Count.ShouldBe(shares.Count(share => share.Denominator >= 30));
            foreach (var (place, share) in ranked)
            {
                var table = place.TableInterval!.Value;
                table.Low.ShouldBeLessThanOrEqualTo(place.Interval!.Value.Low);
                table.High.ShouldBeGreaterThanOrEqualTo(place.Interval!.Value.High);
                place.RankFrom.ShouldBe(1 + ranked.Count(other => other.First.TableInterval!.Value.Low > table.High));
                place.RankTo.ShouldBe(ranked.Count - ranked.Count(other => other.First.TableInterval!.Value.High < table.Low));
                place.Rank!.Value.ShouldBeInRange(place.RankFrom!.Value, place.RankTo!.Value);
                place.Rank.ShouldBe(1 + ranked.Count(other => other.First.Rank < place.Rank));
                place.Tied.ShouldBe(ranked.Count(other => other.First.Rank == place.Rank) > 1);
                foreach (var (other, otherShare) in ranked)
                {
                    if (table.Low > other.TableInterval!.Value.High)
                    {
                        place.Rank!.Value.ShouldBeLessThan(other.Rank!.Value);
                    }

                    if (League.CompareRates(share, otherShare) == 0)
                    {
                        place.Rank.ShouldBe(other.Rank);
                    }
                }
            }
        },
        iter: Iterations.Of(2_000));

    [Fact]
    public void The_order_of_the_units_does_not_matter() => Shares.Sample(
        shares => League.Of([.. shares.Reverse()], 30).Reverse().ShouldBe(League.Of(shares, 30)), iter: Iterations.Of(200));

    private static int?[] Ranks(int minimum, params (long Numerator, long Denominator)[] shares) =>
        [.. League.Of([.. shares.Select(share => new Share(share.Numerator, share.Denominator))], minimum).Select(place => place.Rank)];
}
