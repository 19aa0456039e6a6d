namespace DossierMonitor.Api.Simulation;

/// <summary>Which dossiers are received on which day.</summary>
internal sealed class ReceiptPlan
{
    // The dossiers of day i are those at the places from _starts[i] to before _starts[i + 1].
    private readonly int[] _starts;
    private readonly int[]? _numbers;

    private ReceiptPlan(int[] starts, int[]? numbers)
    {
        _starts = starts;
        _numbers = numbers;
    }

    /// <summary>Every dossier's day is drawn by itself.</summary>
    public static ReceiptPlan Drawn(int dossiers, int days, Func<int, int> dayOf)
    {
        var dayOfNumber = new int[dossiers];
        var starts = new int[days + 1];
        for (var number = 0; number < dossiers; number++)
        {
            dayOfNumber[number] = dayOf(number);
            starts[dayOfNumber[number] + 1]++;
        }

        for (var day = 0; day < days; day++)
        {
            starts[day + 1] += starts[day];
        }

        var numbers = new int[dossiers];
        var next = starts.ToArray();
        for (var number = 0; number < dossiers; number++)
        {
            numbers[next[dayOfNumber[number]]++] = number;
        }

        return new ReceiptPlan(starts, numbers);
    }

    /// <summary>Each day has its share by weight, and the numbers ascend with the days.</summary>
    public static ReceiptPlan Spread(int dossiers, IReadOnlyList<double> cumulativeWeights) =>
        new([0, .. cumulativeWeights.Select(weight => (int)(dossiers * (weight / cumulativeWeights[^1])))], null);

    public IEnumerable<int> On(int day)
    {
        for (var place = _starts[day]; place < _starts[day + 1]; place++)
        {
            yield return _numbers is null ? place : _numbers[place];
        }
    }
}
