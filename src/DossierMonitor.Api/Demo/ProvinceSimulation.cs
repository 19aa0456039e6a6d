using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Api.Demo;

/// <summary>What the simulated year is made from. Everything in it is invented; only the units' names are real.</summary>
public sealed record SimulationSettings
{
    public int Seed { get; init; } = 20221215;

    public int Dossiers { get; init; } = 60_000;

    public DateOnly From { get; init; } = new(2022, 1, 1);

    public DateTimeOffset Until { get; init; } = new(2022, 12, 15, 17, 0, 0, TimeSpan.FromHours(7));

    public string Source { get; init; } = "/demo/quang-nam";
}

/// <summary>
/// A simulated year of the province as the events of its portal, in order of time: receipts through the year with a lull at
/// Tết, pauses, extensions, transfers, mistakes that are taken back. A function of its settings and the reference data.
/// </summary>
public sealed class ProvinceSimulation
{
    private readonly SimulationSettings _settings;
    private readonly WorkClock _clock;
    private readonly IReadOnlyList<SimulatedUnit> _units;
    private readonly double[] _unitWeights;
    private readonly List<DateOnly> _days = [];
    private readonly double[] _dayWeights;
    private readonly SimulatedProcedures _procedures;

    public ProvinceSimulation(SimulationSettings settings, ReferenceData reference, ClockSettings clock)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(clock);
        _settings = settings;
        _clock = new WorkClock(reference.Calendar, clock.Days, clock.OfficeHours, clock.LateReceiptAfter);
        _units = SimulatedUnits.Of(reference.Units, settings.From);
        _unitWeights = Cumulative(_units.Select(unit => unit.Weight));
        _procedures = new SimulatedProcedures(reference.Procedures, settings.From);

        // Some dossiers come over from the year before, so that the carried-over stock is not empty.
        for (var day = settings.From.AddDays(-45); day <= clock.Days.DateOf(Instant.From(settings.Until)); day = day.AddDays(1))
        {
            _days.Add(day);
        }

        _dayWeights = Cumulative(_days.Select(WeightOf));
    }

    public IReadOnlyList<SimulatedEvent> Events()
    {
        var events = new List<SimulatedEvent>(_settings.Dossiers * 6);
        for (var number = 0; number < _settings.Dossiers; number++)
        {
            var random = new DeterministicRandom((ulong)(uint)_settings.Seed * 0x9E3779B97F4A7C15UL + (ulong)number);
            var unit = _units[random.Weighted(_unitWeights)];
            var day = _days[random.Weighted(_dayWeights)];
            var script = new DossierScript(_settings, _clock, random, number, unit, _units, _procedures);
            events.AddRange(script.Events(day));
        }

        events.Sort((a, b) =>
        {
            var order = a.Time.CompareTo(b.Time);
            return order == 0 ? string.CompareOrdinal(a.Id, b.Id) : order;
        });
        return events;
    }

    // Citizens come on working days, more on Mondays, fewer around Tết and in the year's last days; online some always do.
    private double WeightOf(DateOnly day)
    {
        if (!_clock.Calendar.IsWorkingDay(day))
        {
            return 0.03;
        }

        var weight = day.DayOfWeek == DayOfWeek.Monday ? 1.25 : 1.0;
        if (day.Month == 1 || (day.Month == 2 && day.Day < 15))
        {
            weight *= 0.6;
        }

        return day.Month is 3 or 4 or 8 or 9 ? weight * 1.15 : weight;
    }

    private static double[] Cumulative(IEnumerable<double> weights)
    {
        var sum = 0.0;
        return [.. weights.Select(weight => sum += weight)];
    }
}
