namespace DossierMonitor.Domain.Rates;

/// <summary>
/// How probable it is that of n dossiers at least x are on time, when each is with probability p: the regularized incomplete beta
/// function I_p(x, n − x + 1), by its continued fraction (Lentz), since adding up the terms takes too long for large units.
/// </summary>
internal static class BinomialTail
{
    private const double Tiny = 1e-300;
    private const double Precision = 1e-15;

    public static double AtLeast(long x, long n, double p)
    {
        if (x <= 0 || p >= 1)
        {
            return 1;
        }

        return x > n || p <= 0 ? 0 : Beta(x, n - x + 1, p);
    }

    private static double Beta(double a, double b, double p)
    {
        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + (a * Math.Log(p)) + (b * Math.Log(1 - p)));

        // The fraction converges fast on one side of the mean only; the other side is its mirror image.
        return p < (a + 1) / (a + b + 2) ? front * Fraction(a, b, p) / a : 1 - (front * Fraction(b, a, 1 - p) / b);
    }

    private static double Fraction(double a, double b, double p)
    {
        var c = 1.0;
        var d = 1 / Filled(1 - ((a + b) * p / (a + 1)));
        var fraction = d;

        // It needs about as many steps as the root of the larger of both.
        var most = 200 + (10 * (int)Math.Sqrt(Math.Max(a, b)));
        for (var m = 1; m <= most; m++)
        {
            Step(m * (b - m) * p / ((a + (2 * m) - 1) * (a + (2 * m))));
            var change = Step(-(a + m) * (a + b + m) * p / ((a + (2 * m)) * (a + (2 * m) + 1)));
            if (Math.Abs(change - 1) < Precision)
            {
                break;
            }
        }

        return fraction;

        double Step(double coefficient)
        {
            d = 1 / Filled(1 + (coefficient * d));
            c = Filled(1 + (coefficient / c));
            fraction *= c * d;
            return c * d;
        }
    }

    private static double Filled(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    // Stirling's series, exact to the last places from 10 on; below, the function is carried up by its recurrence.
    private static double LogGamma(double value)
    {
        var product = 1.0;
        for (; value < 10; value++)
        {
            product *= value;
        }

        var square = 1 / (value * value);
        var series = ((1.0 / 12) - (square * ((1.0 / 360) - (square * ((1.0 / 1_260) - (square * ((1.0 / 1_680) - (square / 1_188)))))))) / value;
        return ((value - 0.5) * Math.Log(value)) - value + (0.5 * Math.Log(2 * Math.PI)) + series - Math.Log(product);
    }
}
