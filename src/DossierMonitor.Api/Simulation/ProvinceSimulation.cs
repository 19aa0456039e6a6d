using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Api.Simulation;

/// <summary>
/// A simulated province as the events of its portal, in order of time: receipts through the years with a lull at Tết, pauses,
/// extensions, transfers, mistakes that are taken back. A function of its settings and the reference data.
/// </summary>
public sealed class ProvinceSimulation
{
    // How long before its receipt something can happen to a dossier: an extension is asked for two working days before the
    // due date, and Tết may lie between.
    private const int EarliestBefore = 15;

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
        for (var day = settings.From.AddDays(-settings.DaysBefore); day <= clock.Days.DateOf(Instant.From(settings.Until)); day = day.AddDays(1))
        {
            _days.Add(day);
        }

        _dayWeights = Cumulative(_days.Select(WeightOf));
    }

    /// <summary>False when the reference data have too little to make a province of, on the simulation's first day.</summary>
    public static bool IsPossible(ReferenceData reference, DateOnly from)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return SimulatedUnits.Of(reference.Units, from).Any(unit => unit.Unit.Kind != UnitKind.Branch)
            && new SimulatedProcedures(reference.Procedures, from).IsComplete;
    }

    /// <summary>Day by day: what waits are the events of the dossiers that are open, not all.</summary>
    public IEnumerable<SimulatedEvent> Events()
    {
        var texts = new EventTexts(_settings, _clock.Days, _units, _procedures.All);
        var pending = new PendingDays(_days[0].AddDays(-EarliestBefore), _days[^1]);
        var script = new DossierScript(_settings, _clock, _units, _procedures, pending);
        var receipts = _settings.NumberedByDay
            ? ReceiptPlan.Spread(_settings.Dossiers, _dayWeights)
            : ReceiptPlan.Drawn(_settings.Dossiers, _days.Count, number => Begin(number).Day);
        for (var day = 0; day < _days.Count; day++)
        {
            foreach (var number in receipts.On(day))
            {
                var (random, unit, _) = Begin(number);
                script.Play(number, unit, _days[day], random);
            }

            foreach (var planned in pending.Through(day == _days.Count - 1 ? _days[day] : _days[day].AddDays(-EarliestBefore)))
            {
                yield return new SimulatedEvent(planned, texts);
            }
        }
    }

    /// <summary>How much of the simulated time has passed; the number of events is not known before they are made.</summary>
    public int PercentAt(DateTimeOffset time)
    {
        var begin = _clock.Days.StartOf(_days[0]).ToDateTimeOffset();
        return (int)Math.Clamp(100 * (time - begin) / (_settings.Until - begin), 0, 100);
    }

    // A dossier's chances depend on its number alone, not on who asks for them when.
    private (DeterministicRandom Random, SimulatedUnit Unit, int Day) Begin(int number)
    {
        var random = new DeterministicRandom((ulong)(uint)_settings.Seed * 0x9E3779B97F4A7C15UL + (ulong)number);
        var unit = _units[random.Weighted(_unitWeights)];
        return (random, unit, random.Weighted(_dayWeights));
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
