using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Domain.Rates;

/// <summary>Local days, both inclusive, and the instant at which the answer is taken.</summary>
public sealed record Period
{
    public Period(DateOnly from, DateOnly to, Instant asOf)
    {
        if (to < from)
        {
            throw new ArgumentException("A period ends on or after the day on which it begins.", nameof(to));
        }

        From = from;
        To = to;
        AsOf = asOf;
    }

    public DateOnly From { get; }

    public DateOnly To { get; }

    public Instant AsOf { get; }

    /// <summary>Where flows end and stocks are taken: the earlier of the end of the last day and the as-of instant.</summary>
    public Instant Cut(LocalDays days)
    {
        ArgumentNullException.ThrowIfNull(days);
        return Instant.Earlier(days.EndOf(To), AsOf);
    }

    /// <summary>Where the carried-over stock is taken: the end of the day before, or the as-of instant before that.</summary>
    public Instant Opening(LocalDays days)
    {
        ArgumentNullException.ThrowIfNull(days);
        return Instant.Earlier(days.StartOf(From).Previous, AsOf);
    }

    /// <summary>The year so far: 1 January of the as-of instant's local year to its local day.</summary>
    public static Period Default(Instant asOf, LocalDays days)
    {
        ArgumentNullException.ThrowIfNull(days);
        var today = days.DateOf(asOf);
        return new Period(new DateOnly(today.Year, 1, 1), today, asOf);
    }
}
