namespace DossierMonitor.Domain.Timeliness;

/// <summary>
/// Local days of the configured zone. Periods, verdicts by date and tallies all cut time here, so that a month
/// never begins at midnight UTC in one place and at midnight +07:00 in another.
/// </summary>
public sealed class LocalDays
{
    private readonly long? _fixedOffset;

    public LocalDays(TimeZoneInfo zone)
    {
        Zone = zone;
        // Asia/Ho_Chi_Minh has had one offset since 1975; events before 1990 are refused. A zone whose rules all
        // ended before then is a plain addition, which is what makes folding millions of dossiers cheap.
        _fixedOffset = FixedOffsetSince1990(zone);
    }

    public TimeZoneInfo Zone { get; }

    public string Id => Zone.Id;

    public DateOnly DateOf(Instant instant)
    {
        var local = instant.Milliseconds + OffsetAt(instant);
        return DateOnly.FromDayNumber(UnixEpochDay + (int)FloorDivide(local, MillisecondsPerDay));
    }

    public TimeOnly TimeOf(Instant instant)
    {
        var local = instant.Milliseconds + OffsetAt(instant);
        return new TimeOnly((local - (FloorDivide(local, MillisecondsPerDay) * MillisecondsPerDay)) * TimeSpan.TicksPerMillisecond);
    }

    /// <summary>The first millisecond of the day (not always 00:00 where clocks jump at midnight).</summary>
    public Instant StartOf(DateOnly day) => At(day, TimeOnly.MinValue);

    /// <summary>
    /// The last millisecond of the day: what a due date without a time means, and the instant at which the stocks
    /// of that day are taken. A due date "on the 15th" is therefore not overdue in the stock of the 15th.
    /// </summary>
    public Instant EndOf(DateOnly day) => day == DateOnly.MaxValue ? Instant.MaxValue : StartOf(day.AddDays(1)).Previous;

    public Instant At(DateOnly day, TimeOnly time)
    {
        var local = ((long)(day.DayNumber - UnixEpochDay) * MillisecondsPerDay) + (time.Ticks / TimeSpan.TicksPerMillisecond);
        if (_fixedOffset is { } offset)
        {
            return new Instant(local - offset);
        }

        var wall = day.ToDateTime(time, DateTimeKind.Unspecified);
        // A wall-clock time that a jump skips counts as the first instant after the jump; one that occurs twice
        // counts as its first occurrence.
        // Jumps lie on quarters of an hour, so the end of the gap is the next valid quarter.
        while (Zone.IsInvalidTime(wall))
        {
            wall = wall.AddTicks(QuarterHour - (wall.Ticks % QuarterHour));
        }

        var utcOffset = Zone.IsAmbiguousTime(wall) ? Zone.GetAmbiguousTimeOffsets(wall).Max() : Zone.GetUtcOffset(wall);
        return Instant.From(new DateTimeOffset(wall, utcOffset));
    }

    public DateTimeOffset ToLocal(Instant instant) =>
        instant.ToDateTimeOffset().ToOffset(TimeSpan.FromMilliseconds(OffsetAt(instant)));

    private const long MillisecondsPerDay = 86_400_000;
    private const long QuarterHour = 15 * TimeSpan.TicksPerMinute;
    private static readonly int UnixEpochDay = new DateOnly(1970, 1, 1).DayNumber;

    private long OffsetAt(Instant instant) =>
        _fixedOffset ?? (long)Zone.GetUtcOffset(instant.ToDateTimeOffset()).TotalMilliseconds;

    private static long FloorDivide(long a, long b) => a >= 0 ? a / b : ((a - b + 1) / b);

    private static long? FixedOffsetSince1990(TimeZoneInfo zone)
    {
        var start = new DateTimeOffset(1985, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var offset = zone.GetUtcOffset(start);
        for (var month = 0; month < 12 * 120; month++)
        {
            if (zone.GetUtcOffset(start.AddMonths(month)) != offset)
            {
                return null;
            }
        }

        return zone.GetAdjustmentRules().Any(rule => rule.DateEnd > start.Date && rule.DaylightDelta != TimeSpan.Zero)
            ? null
            : (long)offset.TotalMilliseconds;
    }
}
