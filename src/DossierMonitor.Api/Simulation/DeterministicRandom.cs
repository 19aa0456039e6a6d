namespace DossierMonitor.Api.Simulation;

/// <summary>
/// SplitMix64. The framework's generator may change between versions; a demo that is quoted must be the same everywhere.
/// </summary>
internal sealed class DeterministicRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15UL;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>In [0, 1).</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => Fraction() < probability;

    /// <summary>From minimum to maximum, both inclusive.</summary>
    public int Between(int minimum, int maximum) => minimum + (int)(Fraction() * (maximum - minimum + 1));

    public T Pick<T>(IReadOnlyList<T> items) => items[Between(0, items.Count - 1)];

    /// <summary>An index, with probability proportional to its weight.</summary>
    public int Weighted(IReadOnlyList<double> cumulative)
    {
        var target = Fraction() * cumulative[^1];
        var (low, high) = (0, cumulative.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (cumulative[middle] > target)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
