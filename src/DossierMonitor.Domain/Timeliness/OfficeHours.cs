namespace DossierMonitor.Domain.Timeliness;

/// <summary>One stretch of opening within a day, <paramref name="From"/> inclusive to <paramref name="To"/> exclusive.</summary>
public readonly record struct OfficeInterval(TimeOnly From, TimeOnly To)
{
    public TimeSpan Length => To - From;
}

/// <summary>The opening hours of a working day. Several intervals a day, since lunch is not working time.</summary>
public sealed class OfficeHours
{
    public OfficeHours(IEnumerable<OfficeInterval> intervals)
    {
        Intervals = [.. intervals];
        if (Intervals.Count == 0)
        {
            throw new ArgumentException("Office hours need at least one interval.", nameof(intervals));
        }

        for (var i = 0; i < Intervals.Count; i++)
        {
            if (Intervals[i].To <= Intervals[i].From || (i > 0 && Intervals[i].From < Intervals[i - 1].To))
            {
                throw new ArgumentException("Office hours must be ascending and must not overlap.", nameof(intervals));
            }
        }
    }

    /// <summary>7:00–11:30 and 13:30–17:00: eight hours a day.</summary>
    public static OfficeHours Default { get; } = new(
    [
        new OfficeInterval(new TimeOnly(7, 0), new TimeOnly(11, 30)),
        new OfficeInterval(new TimeOnly(13, 30), new TimeOnly(17, 0)),
    ]);

    public IReadOnlyList<OfficeInterval> Intervals { get; }

    public TimeOnly Opening => Intervals[0].From;

    public TimeOnly Closing => Intervals[^1].To;

    public TimeSpan PerDay => Intervals.Aggregate(TimeSpan.Zero, (sum, interval) => sum + interval.Length);

    /// <summary>Parses <c>07:00-11:30,13:30-17:00</c>.</summary>
    public static OfficeHours Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var intervals = new List<OfficeInterval>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length != 2
                || !TimeOnly.TryParse(ends[0], System.Globalization.CultureInfo.InvariantCulture, out var from)
                || !TimeOnly.TryParse(ends[1], System.Globalization.CultureInfo.InvariantCulture, out var to))
            {
                throw new FormatException($"'{part}' is not an interval like 07:00-11:30.");
            }

            intervals.Add(new OfficeInterval(from, to));
        }

        return new OfficeHours(intervals);
    }

    public override string ToString() =>
        string.Join(',', Intervals.Select(interval => $"{interval.From:HH\\:mm}-{interval.To:HH\\:mm}"));
}
