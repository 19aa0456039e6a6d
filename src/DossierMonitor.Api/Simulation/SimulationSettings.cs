using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Api.Simulation;

/// <summary>How the simulated portal makes the ids of its events.</summary>
public enum EventIds
{
    /// <summary>In the form of a UUIDv7: later events have greater ids.</summary>
    TimeOrdered,

    /// <summary>In the form of a UUIDv4: an id says nothing about when.</summary>
    Random,
}

/// <summary>What the simulated province is made from. Everything in it is invented; only the units' names are real.</summary>
public sealed record SimulationSettings
{
    public int Seed { get; init; } = 20221215;

    public int Dossiers { get; init; } = 60_000;

    public DateOnly From { get; init; } = new(2022, 1, 1);

    public DateTimeOffset Until { get; init; } = new(2022, 12, 15, 17, 0, 0, TimeSpan.FromHours(7));

    public string Source { get; init; } = "/demo/quang-nam";

    public EventIds Ids { get; init; }

    /// <summary>Days of receipts before <see cref="From"/>, so that the stock that is carried over is not empty.</summary>
    public int DaysBefore { get; init; } = 45;

    /// <summary>
    /// Numbers the dossiers in the order of their receipt. Then nothing has to be known of all dossiers at once, and memory
    /// depends on the dossiers of a day; otherwise each dossier's day is drawn, as the demo has always done.
    /// </summary>
    public bool NumberedByDay { get; init; }

    /// <summary>A province of any size, over whole years up to the end of a day.</summary>
    public static SimulationSettings OfYears(int dossiers, int years, DateOnly until, LocalDays days)
    {
        ArgumentNullException.ThrowIfNull(days);
        return new SimulationSettings
        {
            Dossiers = dossiers,
            From = until.AddYears(-years).AddDays(1),
            Until = days.ToLocal(days.EndOf(until)),
            Source = "/simulated/quang-nam",
            DaysBefore = 0,
            NumberedByDay = true,
        };
    }
}
