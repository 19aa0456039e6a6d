namespace DossierMonitor.Domain.Rates;

/// <summary>
/// The exact interval of a share (Clopper and Pearson 1934): the true rate lies below it with at most the given probability, and above it
/// with at most the same, for every rate and every size. The score interval misses by more than it says where rates are near 1 and
/// numbers small, which is just where a league would be unfair.
/// </summary>
public readonly record struct ExactInterval(double Low, double High)
{
    // Halving an interval of doubles between 0 and 1 this often leaves nothing to halve.
    private const int Halvings = 60;

    /// <param name="share">Of at least one.</param>
    /// <param name="tail">The probability beyond each end, above 0 and below 1/2.</param>
    public static ExactInterval Of(Share share, double tail)
    {
        if (share.Denominator < 1 || share.Numerator < 0 || share.Numerator > share.Denominator)
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share is between nothing and all of its whole, which is at least one.");
        }

        if (tail is not (> 0 and < 0.5))
        {
            throw new ArgumentOutOfRangeException(nameof(tail), tail, "A tail is a probability above 0 and below 1/2.");
        }

        return new ExactInterval(LowEnd(share.Numerator, share.Denominator, tail), 1 - LowEnd(share.Denominator - share.Numerator, share.Denominator, tail));
    }

    // The rate under which as many or more have just this probability.
    private static double LowEnd(long x, long n, double tail)
    {
        var (low, high) = (0.0, x == 0 ? 0.0 : 1.0);
        for (var i = 0; i < Halvings && low < high; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = BinomialTail.AtLeast(x, n, middle) > tail ? (low, middle) : (middle, high);
        }

        return low;
    }
}
