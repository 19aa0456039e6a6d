using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Domain.Rates;

/// <summary>How many late finishes had how many working days, for total, median, p90 and maximum.</summary>
public sealed class LateDays
{
    // By working days: they are few enough, and a year of a province adds up a great many of them.
    private long[] _counts = [];

    public void Add(int days, long count)
    {
        if (days >= _counts.Length)
        {
            Array.Resize(ref _counts, Math.Max(days + 1, _counts.Length * 2));
        }

        _counts[days] += count;
    }

    public void Add(LateDays other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var days = 0; days < other._counts.Length; days++)
        {
            if (other._counts[days] != 0)
            {
                Add(days, other._counts[days]);
            }
        }
    }

    public long Count => _counts.Sum();

    public long Total => _counts.Select((count, days) => days * count).Sum();

    public int? Max => Array.FindLastIndex(_counts, count => count != 0) is >= 0 and var days ? days : null;

    /// <summary>The middle value; with an even number of values the mean of the two in the middle.</summary>
    public double? Median
    {
        get
        {
            var count = Count;
            return count == 0 ? null : (At((count - 1) / 2) + At(count / 2)) / 2.0;
        }
    }

    /// <summary>Nearest rank: the smallest value that at least 90 % of the values do not exceed.</summary>
    public int? P90
    {
        get
        {
            var count = Count;
            return count == 0 ? null : At((((9 * count) + 9) / 10) - 1);
        }
    }

    private int At(long index)
    {
        for (var days = 0; days < _counts.Length; days++)
        {
            if (index < _counts[days])
            {
                return days;
            }

            index -= _counts[days];
        }

        throw new ArgumentOutOfRangeException(nameof(index));
    }
}

/// <summary>Everything a row is made of, before a definition says which part of it counts.</summary>
public sealed class Tally
{
    /// <summary>Flows from the first day to the cut.</summary>
    public MeasureVector Flows { get; } = new();

    /// <summary>Stocks at the cut.</summary>
    public MeasureVector Stocks { get; } = new();

    /// <summary>Open dossiers at the opening.</summary>
    public long CarriedOver { get; set; }

    public LateDays LateCurrent { get; } = new();

    public LateDays LatePromised { get; } = new();

    public LateDays Late(DueDateBasis basis) => basis == DueDateBasis.Promised ? LatePromised : LateCurrent;

    public void Add(Tally other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Flows.Add(other.Flows);
        Stocks.Add(other.Stocks);
        CarriedOver += other.CarriedOver;
        LateCurrent.Add(other.LateCurrent);
        LatePromised.Add(other.LatePromised);
    }
}
