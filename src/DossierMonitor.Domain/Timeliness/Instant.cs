using System.Globalization;

namespace DossierMonitor.Domain.Timeliness;

/// <summary>
/// A point in time in whole milliseconds since 1970-01-01T00:00Z.
/// Everything finer is cut off when it enters (not rounded), so that two events that differ by
/// microseconds compare the same in the fold, in SQL and after a round trip through JSON.
/// </summary>
public readonly record struct Instant(long Milliseconds) : IComparable<Instant>
{
    /// <summary>Before every real event; 1990-01-01 is the earliest time that ingestion accepts.</summary>
    public static readonly Instant MinValue = new(long.MinValue / 4);

    public static readonly Instant MaxValue = new(long.MaxValue / 4);

    public static Instant From(DateTimeOffset time) => new(time.ToUnixTimeMilliseconds());

    public static Instant Parse(string text) =>
        From(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));

    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds);

    public Instant Plus(TimeSpan span) => new(Milliseconds + (long)span.TotalMilliseconds);

    public Instant Next => new(Milliseconds + 1);

    public Instant Previous => new(Milliseconds - 1);

    public int CompareTo(Instant other) => Milliseconds.CompareTo(other.Milliseconds);

    public static bool operator <(Instant a, Instant b) => a.Milliseconds < b.Milliseconds;

    public static bool operator >(Instant a, Instant b) => a.Milliseconds > b.Milliseconds;

    public static bool operator <=(Instant a, Instant b) => a.Milliseconds <= b.Milliseconds;

    public static bool operator >=(Instant a, Instant b) => a.Milliseconds >= b.Milliseconds;

    public static TimeSpan operator -(Instant a, Instant b) => TimeSpan.FromMilliseconds(a.Milliseconds - b.Milliseconds);

    public static Instant Earlier(Instant a, Instant b) => a <= b ? a : b;

    public static Instant Later(Instant a, Instant b) => a >= b ? a : b;

    public override string ToString() =>
        ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
