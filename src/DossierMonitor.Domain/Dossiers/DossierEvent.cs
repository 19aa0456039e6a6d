using System.Globalization;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Domain.Dossiers;

/// <summary>How the citizen handed the dossier in.</summary>
public enum Channel
{
    Direct,
    Online,
    Post,
}

/// <summary>
/// A due date as a portal writes it: an instant, or a day alone, which means the day's last millisecond. The day is kept
/// as a day, so that it stays the same day whatever zone the service is set to.
/// </summary>
public readonly record struct AppointedDate
{
    private AppointedDate(Instant? instant, DateOnly? day)
    {
        Instant = instant;
        Day = day;
    }

    public Instant? Instant { get; }

    public DateOnly? Day { get; }

    public static AppointedDate At(Instant instant) => new(instant, null);

    public static AppointedDate On(DateOnly day) => new(null, day);

    public Instant Resolve(LocalDays days)
    {
        ArgumentNullException.ThrowIfNull(days);
        return Instant ?? days.EndOf(Day!.Value);
    }

    public override string ToString() =>
        Day is { } day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : Instant!.Value.ToString();
}

/// <summary>
/// One event of the log. Only the members that its type uses are set. There is no place for personal data.
/// </summary>
public sealed record DossierEvent
{
    public required string Source { get; init; }

    public required string Id { get; init; }

    public required DossierEventType Type { get; init; }

    /// <summary>The dossier's code (CloudEvents <c>subject</c>).</summary>
    public required string Code { get; init; }

    /// <summary>When it happened.</summary>
    public required Instant Time { get; init; }

    /// <summary>When the service stored it; null before that.</summary>
    public Instant? Recorded { get; init; }

    public string? Unit { get; init; }

    public string? Procedure { get; init; }

    public string? Field { get; init; }

    public AppointedDate? DueAt { get; init; }

    public Channel? Channel { get; init; }

    public string? Holder { get; init; }

    public AppointedDate? StepDueAt { get; init; }

    public string? Document { get; init; }

    /// <summary>For <see cref="DossierEventType.Voided"/>: the event that is taken back.</summary>
    public string? EventId { get; init; }
}

/// <summary>The order of the fold: time, type precedence, source, id. Never the order of arrival.</summary>
public sealed class FoldOrder : IComparer<DossierEvent>
{
    public static FoldOrder Instance { get; } = new();

    public int Compare(DossierEvent? x, DossierEvent? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var order = x.Time.CompareTo(y.Time);
        if (order == 0)
        {
            order = x.Type.Precedence().CompareTo(y.Type.Precedence());
        }

        if (order == 0)
        {
            order = string.CompareOrdinal(x.Source, y.Source);
        }

        return order == 0 ? string.CompareOrdinal(x.Id, y.Id) : order;
    }
}
