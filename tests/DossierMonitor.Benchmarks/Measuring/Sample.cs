using System.Globalization;

namespace DossierMonitor.Benchmarks.Measuring;

/// <summary>The same thing measured several times: its median, and how far the runs lie apart.</summary>
internal sealed class Sample(IEnumerable<double> values)
{
    private readonly double[] _sorted = [.. values.Order()];

    public double Median => (Quantile(0.5) + _sorted.ElementAtOrDefault((_sorted.Length - 1) / 2)) / 2;

    /// <summary>Between two values the nearer one: what somebody really waited.</summary>
    public double Quantile(double share) => _sorted.Length == 0 ? double.NaN : _sorted[(int)Math.Round(share * (_sorted.Length - 1), MidpointRounding.AwayFromZero)];

    /// <summary>Run by run: how this one stands to the other.</summary>
    public static Sample Ratio(IReadOnlyList<double> these, IReadOnlyList<double> others) => new(these.Zip(others, (a, b) => a / b));

    public string Text(string format) => _sorted.Length == 0
        ? "–"
        : string.Create(CultureInfo.InvariantCulture, $"{Number(Median, format)} ({Number(_sorted[0], format)}–{Number(_sorted[^1], format)})");

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
