namespace DossierMonitor.Domain.Rates;

/// <summary>
/// The 95 % score interval of a share (Wilson 1927), from its two integers in closed form. It says how far a rate may be chance; a rate of
/// 100 % of three dossiers and one of 100 % of three thousand are not the same.
/// </summary>
/// <param name="Low">0 exactly when nothing of the whole is in the numerator.</param>
/// <param name="High">1 exactly when all of it is.</param>
public readonly record struct WilsonInterval(double Low, double High)
{
    /// <summary>The share of a normal distribution within ± z is 95 %.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>Null when there is nothing to take a share of.</summary>
    public static WilsonInterval? Of(Share share)
    {
        if (share.Numerator < 0 || share.Numerator > share.Denominator)
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share is between nothing and all of its whole.");
        }

        if (share.Denominator == 0)
        {
            return null;
        }

        var (x, n) = ((double)share.Numerator, (double)share.Denominator);
        const double z2 = Z * Z;
        var centre = (x + (z2 / 2)) / (n + z2);
        var half = Z / (n + z2) * Math.Sqrt((x * (n - x) / n) + (z2 / 4));

        // Exactly at the ends, which rounding would miss by a hair.
        return new WilsonInterval(
            share.Numerator == 0 ? 0 : Math.Max(0, centre - half),
            share.Numerator == share.Denominator ? 1 : Math.Min(1, centre + half));
    }
}
