namespace DossierMonitor.Domain.Rates;

/// <summary>Where a unit stands.</summary>
/// <param name="Rank">Null when it is not ranked.</param>
/// <param name="RankFrom">The best rank that the numbers leave possible: 1 + the units that are better beyond chance.</param>
/// <param name="RankTo">The worst one.</param>
/// <param name="Tied">Others have the same rank.</param>
/// <param name="Interval">Of the unit by itself; null when it has nothing to judge.</param>
/// <param name="TableInterval">Holds together with those of all other ranked units; null when it is not ranked.</param>
public sealed record LeaguePlace(int? Rank, int? RankFrom, int? RankTo, bool Tied, WilsonInterval? Interval, ExactInterval? TableInterval);

/// <summary>
/// The rule by which units are ranked. Ordered by their rates, small units come first and last by chance alone: of units that all work alike
/// the smallest scatter most. So only differences beyond chance count.
/// <para>
/// Each unit has an interval so wide that all of them hold together with 95 % confidence (exact, the error shared out among the
/// ranked units, Bonferroni), and never narrower than its own 95 % score interval. A unit whose interval lies wholly above another's
/// is better. From these comparisons alone follow the ranks that each unit can have (Klein, Wright and Wieczorek 2020: a joint
/// confidence region for a ranking), and its rank: by how many more units it is worse than better than. Equal rates share a rank,
/// and so do all that come out even. When all units work alike, then with at least 95 % confidence all of them share rank 1,
/// whatever their sizes are.
/// </para>
/// </summary>
public static class League
{
    public const double Confidence = 0.95;
    public const int DefaultMinimum = 30;

    /// <param name="shares">One per unit.</param>
    /// <param name="minimum">Units with fewer in the denominator are not ranked; nor are those with none.</param>
    /// <returns>In the order of the shares.</returns>
    public static IReadOnlyList<LeaguePlace> Of(IReadOnlyList<Share> shares, int minimum)
    {
        ArgumentNullException.ThrowIfNull(shares);
        var ranked = Enumerable.Range(0, shares.Count).Where(i => shares[i].Denominator >= Math.Max(1, minimum)).ToArray();
        var tail = (1 - Confidence) / (2.0 * Math.Max(1, ranked.Length));
        var own = ranked.Select(i => TableInterval(shares[i], tail)).ToArray();
        var grouped = OfEqualRates([.. ranked.Select(i => shares[i])], own);
        var (better, worse) = Compare(own);
        var (groupsBetter, groupsWorse) = Compare(grouped);
        var standing = ranked.Select((_, k) => groupsBetter[k] - groupsWorse[k]).ToArray();
        var inOrder = standing.Order().ToArray();

        var places = shares.Select(share => new LeaguePlace(null, null, null, false, WilsonInterval.Of(share), null)).ToArray();
        for (var k = 0; k < ranked.Length; k++)
        {
            var before = CountBelow(inOrder, standing[k]);
            var tied = CountBelow(inOrder, standing[k] + 1) - before > 1;
            places[ranked[k]] = new LeaguePlace(1 + before, 1 + better[k], ranked.Length - worse[k], tied, places[ranked[k]].Interval, own[k]);
        }

        return places;
    }

    /// <summary>Compares rates as integers: rounded quotients would part units that are equal.</summary>
    public static int CompareRates(Share one, Share other) =>
        ((Int128)one.Numerator * other.Denominator).CompareTo((Int128)other.Numerator * one.Denominator);

    // Units that cannot be told apart by themselves are never told apart by the table.
    private static ExactInterval TableInterval(Share share, double tail)
    {
        var (exact, score) = (ExactInterval.Of(share, tail), WilsonInterval.Of(share)!.Value);
        return new ExactInterval(Math.Min(exact.Low, score.Low), Math.Max(exact.High, score.High));
    }

    // All intervals of equal rates contain that rate; they are compared by what they have in common, so that they stand together and
    // whoever is better than one of them is better than all.
    private static ExactInterval[] OfEqualRates(IReadOnlyList<Share> shares, ExactInterval[] own)
    {
        var common = new ExactInterval[own.Length];
        var order = Enumerable.Range(0, own.Length).ToArray();
        Array.Sort(order, (one, other) => CompareRates(shares[one], shares[other]));
        for (var from = 0; from < order.Length;)
        {
            var to = from;
            while (to < order.Length && CompareRates(shares[order[from]], shares[order[to]]) == 0)
            {
                to++;
            }

            var group = order[from..to];
            var interval = new ExactInterval(group.Max(k => own[k].Low), group.Min(k => own[k].High));
            foreach (var k in group)
            {
                common[k] = interval;
            }

            from = to;
        }

        return common;
    }

    // Of each interval: how many others lie wholly above, how many wholly below.
    private static (int[] Better, int[] Worse) Compare(ExactInterval[] intervals)
    {
        var lows = intervals.Select(interval => interval.Low).Order().ToArray();
        var highs = intervals.Select(interval => interval.High).Order().ToArray();
        return (
            [.. intervals.Select(interval => lows.Length - CountBelow(lows, Math.BitIncrement(interval.High)))],
            [.. intervals.Select(interval => CountBelow(highs, interval.Low))]);
    }

    private static int CountBelow<T>(T[] sorted, T bound)
        where T : IComparable<T>
    {
        var (from, to) = (0, sorted.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = sorted[middle].CompareTo(bound) < 0 ? (middle + 1, to) : (from, middle);
        }

        return from;
    }
}
