using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;

namespace DossierMonitor.Api.Simulation;

/// <summary>What happens to a simulated dossier, from receipt to return, up to the simulation's last moment. Plays one after the other.</summary>
internal sealed class DossierScript
{
    private readonly WorkClock _clock;
    private readonly SimulatedProcedures _procedures;
    private readonly PendingDays _pending;
    private readonly Instant _until;
    private readonly SimulatedUnit[][] _neighbours;

    // The dossier that is played.
    private int _number;
    private SimulatedUnit _unit = null!;
    private DateOnly _day;
    private DeterministicRandom _random = null!;
    private int _places;
    private Instant _latest;

    public DossierScript(
        SimulationSettings settings, WorkClock clock, IReadOnlyList<SimulatedUnit> units, SimulatedProcedures procedures, PendingDays pending)
    {
        _clock = clock;
        _procedures = procedures;
        _pending = pending;
        _until = Instant.From(settings.Until);
        _neighbours = [.. units.Select(unit => units.Where(other => other.Unit.Kind != UnitKind.Branch && other.Unit != unit.Unit
            && (other.District == unit.District || other.Unit.Kind == UnitKind.District)).ToArray())];
    }

    public void Play(int number, SimulatedUnit unit, DateOnly day, DeterministicRandom random)
    {
        (_number, _unit, _day, _random) = (number, unit, day, random);
        (_places, _latest) = (0, Instant.MinValue);
        var procedure = _procedures.Pick(unit.Unit.Kind, random);
        var online = !_clock.Calendar.IsWorkingDay(day) || random.Chance(0.35);
        var received = ReceiptTime(day, online);
        if (random.Chance(0.007))
        {
            Add(Plan(DossierEventType.Refused, received) with { Unit = unit.Place, Procedure = procedure.Place });
        }
        else if (Receive(procedure, received, online) is { } appointed)
        {
            Handle(procedure, received, appointed);
        }
        else
        {
            FinishWithoutDate(received);
        }
    }

    private Instant? Receive(SimulatedProcedure procedure, Instant received, bool online)
    {
        var limit = procedure.Known.Limit ?? new TimeLimit(_random.Between(5, 15), TimeLimitUnit.WorkingDays);
        var isComputable = _clock.TryDueDate(received, limit, out var due);
        if (!isComputable)
        {
            due = received.Plus(TimeSpan.FromDays(14));
        }

        var isKnown = procedure.Known.Limit is not null;
        var withoutDate = !isKnown && _random.Chance(0.04);
        var namesField = procedure.Field is not null && _random.Chance(0.7);

        // Where the limit is known half of the portals leave the date to the service; elsewhere, and beyond the calendar's
        // end, only they know it.
        var namesDate = !withoutDate && (!isKnown || !isComputable || _random.Chance(0.5));
        Add(Plan(DossierEventType.Received, received) with
        {
            Unit = _unit.Place,
            Procedure = procedure.Place,
            NamesField = namesField,
            Date = namesDate ? AppointedDate.At(due) : null,
            Channel = online ? Channel.Online : _random.Chance(0.08) ? Channel.Post : Channel.Direct,
        });
        return withoutDate ? null : due;
    }

    private void Handle(SimulatedProcedure procedure, Instant received, Instant due)
    {
        var responsible = _unit;
        var land = responsible.Unit.Kind == UnitKind.Branch;
        var first = Later(received, 0);
        Add(Plan(DossierEventType.Processing, first) with { Holder = EventTexts.Holder(land, 0) });
        if (_random.Chance(0.005))
        {
            Add(DossierEventType.Refused, Later(first, 1));
            return;
        }

        if (_random.Chance(0.010) && responsible.Unit.Kind != UnitKind.Branch)
        {
            responsible = _random.Pick(_neighbours[_unit.Place]);
            Add(Plan(DossierEventType.Transferred, Later(first, 0)) with { Unit = responsible.Place });
        }

        if (_random.Chance(0.015))
        {
            Add(_random.Chance(0.67) ? DossierEventType.Withdrawn : DossierEventType.Stopped, Later(first, _random.Between(1, 4)));
            return;
        }

        var moved = Pauses(procedure, first, due, responsible);
        Add(Plan(DossierEventType.Processing, Later(first, 1)) with
        {
            Holder = EventTexts.Holder(land, _random.Between(0, EventTexts.Offices.Length - 1)),
            Date = OnDay(due),
        });
        Finish(moved, responsible);
    }

    /// <returns>The due date as it is after the pauses, near enough for the story.</returns>
    private Instant Pauses(SimulatedProcedure procedure, Instant first, Instant due, SimulatedUnit responsible)
    {
        var land = responsible.Unit.Kind == UnitKind.Branch;
        var moved = due;
        var begin = Later(first, _random.Between(0, 2));
        if (_random.Chance(land ? 0.12 : 0.01))
        {
            var end = Later(begin, _random.Between(1, 8));
            Add(DossierEventType.PaymentRequested, begin);
            Add(DossierEventType.PaymentReceived, end);
            moved = Shifted(procedure, moved, begin, end);

            // Now and then the applicant is asked for a paper while the payment is awaited.
            if (_random.Chance(0.1))
            {
                Add(DossierEventType.SupplementRequested, Later(begin, 0));
                Add(DossierEventType.SupplementReceived, end.Plus(TimeSpan.FromMinutes(-20)));
            }
        }
        else if (_random.Chance(0.08))
        {
            var end = Later(begin, _random.Between(2, 15));
            Add(DossierEventType.SupplementRequested, begin);
            moved = Shifted(procedure, moved, begin, end);
            if (_random.Chance(0.3))
            {
                Add(Plan(DossierEventType.SupplementReceived, end) with { Date = AppointedDate.At(moved) });
            }
            else
            {
                Add(DossierEventType.SupplementReceived, end);
            }
        }
        else if (_random.Chance(0.02))
        {
            var end = Later(begin, _random.Between(3, 20));
            Add(DossierEventType.Suspended, begin);
            Add(DossierEventType.Resumed, end);
            moved = Shifted(procedure, moved, begin, end);
        }

        return moved;
    }

    private Instant Shifted(SimulatedProcedure procedure, Instant due, Instant begin, Instant end) =>
        procedure.Known.Policy == ClockPolicy.Ignore
            ? due
            : PausedTime.Move(_clock, due, begin, end, procedure.Known.Limit?.Unit ?? TimeLimitUnit.WorkingDays) ?? due;

    private void Finish(Instant due, SimulatedUnit responsible)
    {
        var late = _random.Chance(responsible.LateShare);
        if (_random.Chance(late ? 0.12 : 0.03))
        {
            due = Extend(due);
        }

        // A few are never finished: they are what the overdue list begins with.
        if (late && _random.Chance(0.06))
        {
            return;
        }

        var finish = late ? OfficeTime(Add(_clock.Days.DateOf(due), LateDays())) : InTime(due);
        if (_random.Chance(0.003))
        {
            var mistake = finish.Plus(TimeSpan.FromHours(-20));
            var place = Add(DossierEventType.Finished, mistake);
            Add(Plan(DossierEventType.Voided, mistake.Plus(TimeSpan.FromMinutes(45))) with { Mistake = (mistake, place) });
        }

        Add(DossierEventType.Finished, finish);
        var returned = Later(finish, _random.Between(0, 4));
        if (_random.Chance(0.85))
        {
            Add(DossierEventType.Returned, returned);
        }

        if (_random.Chance(0.004))
        {
            var reopened = Later(returned, _random.Between(2, 10));
            Add(Plan(DossierEventType.Reopened, reopened) with { Date = OnDay(OfficeTime(Add(_clock.Days.DateOf(reopened), 7))) });
            Add(DossierEventType.Finished, Later(reopened, _random.Between(3, 9)));
        }
    }

    private Instant Extend(Instant due)
    {
        var asked = _random.Chance(0.8) ? OfficeTime(Back(_clock.Days.DateOf(due), _random.Between(1, 2))) : OfficeTime(Add(_clock.Days.DateOf(due), 1));
        var extended = _clock.Days.At(Add(_clock.Days.DateOf(due), _random.Between(4, 12)), _clock.Hours.Closing);
        Add(Plan(DossierEventType.Extended, asked) with { Date = AppointedDate.At(extended) });
        return extended;
    }

    private void FinishWithoutDate(Instant received)
    {
        var finish = Later(received, _random.Between(4, 14));
        Add(DossierEventType.Finished, finish);
        Add(DossierEventType.Returned, Later(finish, 1));
    }

    // Long tail: most are a few days late, some for months.
    private int LateDays()
    {
        var days = 1;
        while (days < 60 && _random.Chance(0.80))
        {
            days++;
        }

        return _random.Chance(0.1) ? Math.Min(60, days * 4) : days;
    }

    private Instant InTime(Instant due)
    {
        var early = _random.Chance(0.25) ? 0 : _random.Between(1, 4);
        var day = Back(_clock.Days.DateOf(due), early);
        var finish = OfficeTime(day);

        // Not before what has already happened to it, as long as that is still in time.
        var after = _places == 0 ? finish : _latest.Plus(TimeSpan.FromMinutes(30));
        return Instant.Earlier(Instant.Later(finish, after), due);
    }

    private Instant ReceiptTime(DateOnly day, bool online)
    {
        if (online && _random.Chance(0.3))
        {
            return _clock.Days.At(day, new TimeOnly(_random.Between(6, 22), _random.Between(0, 59), _random.Between(0, 59)));
        }

        return _clock.Calendar.IsWorkingDay(day)
            ? OfficeTime(day)
            : _clock.Days.At(day, new TimeOnly(_random.Between(8, 21), _random.Between(0, 59), _random.Between(0, 59)));
    }

    private Instant OfficeTime(DateOnly day)
    {
        var interval = _random.Pick(_clock.Hours.Intervals);
        var minute = _random.Between(0, (int)interval.Length.TotalMinutes - 1);
        return _clock.Days.At(day, interval.From.AddMinutes(minute)).Plus(TimeSpan.FromSeconds(_random.Between(0, 59)));
    }

    /// <summary>A moment in office hours that many working days later, and in any case after.</summary>
    private Instant Later(Instant from, int workingDays)
    {
        var then = workingDays == 0 ? from.Plus(TimeSpan.FromMinutes(_random.Between(10, 90))) : OfficeTime(Add(_clock.Days.DateOf(from), workingDays));
        return Instant.Later(then, from.Plus(TimeSpan.FromMinutes(5)));
    }

    private DateOnly Add(DateOnly day, int workingDays) =>
        _clock.Calendar.TryAddWorkingDays(day, workingDays, out var result) ? result : day.AddDays(workingDays * 7 / 5);

    private DateOnly Back(DateOnly day, int workingDays)
    {
        while (workingDays > 0 || !_clock.Calendar.IsWorkingDay(day))
        {
            day = day.AddDays(-1);
            if (_clock.Calendar.IsWorkingDay(day))
            {
                workingDays--;
            }
        }

        return day;
    }

    private PlannedEvent Plan(DossierEventType type, Instant time) => new()
    {
        Time = time,
        Number = _number,
        Place = (byte)_places,
        Type = type,
        ReceivedBy = _unit.Place,
        ReceivedOn = _day,
    };

    private byte Add(DossierEventType type, Instant time) => Add(Plan(type, time));

    /// <returns>The event's place in the dossier.</returns>
    private byte Add(in PlannedEvent planned)
    {
        if (planned.Time <= _until)
        {
            _pending.Add(_clock.Days.DateOf(planned.Time), planned);
            _latest = Instant.Later(_latest, planned.Time);
            _places++;
        }

        return planned.Place;
    }

    private AppointedDate OnDay(Instant instant) => AppointedDate.On(_clock.Days.DateOf(instant));
}
