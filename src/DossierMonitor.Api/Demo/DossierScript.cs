using System.Globalization;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;

namespace DossierMonitor.Api.Demo;

/// <summary>What happens to one simulated dossier, from receipt to return, up to the demo's last moment.</summary>
internal sealed class DossierScript(
    SimulationSettings settings,
    WorkClock clock,
    DeterministicRandom random,
    int number,
    SimulatedUnit unit,
    IReadOnlyList<SimulatedUnit> units,
    SimulatedProcedures procedures)
{
    private static readonly string[] Offices = ["Bộ phận Một cửa", "Bộ phận thẩm định", "Văn phòng", "Phòng chuyên môn", "Lãnh đạo ký duyệt"];

    private static readonly string[] LandOffices = ["Bộ phận Một cửa", "Tổ đo đạc", "Tổ đăng ký", "Chi cục Thuế", "Lãnh đạo chi nhánh"];

    private readonly List<SimulatedEvent> _events = [];
    private string _code = "";

    public IReadOnlyList<SimulatedEvent> Events(DateOnly day)
    {
        // H47 and the number after the first zeros are placeholders: the province's official identifiers are not known.
        _code = string.Create(CultureInfo.InvariantCulture, $"000.00.{int.Parse(unit.District, CultureInfo.InvariantCulture) - 480:00}.H47-{day:yyMMdd}-{number:00000}");
        var procedure = procedures.Pick(unit.Unit.Kind, random);
        var online = !clock.Calendar.IsWorkingDay(day) || random.Chance(0.35);
        var received = ReceiptTime(day, online);
        if (random.Chance(0.007))
        {
            Add(DossierEventType.Refused, received, ("unit", unit.Unit.Code), ("procedure", procedure.Code));
            return _events;
        }

        var due = Receive(procedure, received, online);
        if (due is { } appointed)
        {
            Handle(procedure, received, appointed);
        }
        else
        {
            FinishWithoutDate(received);
        }

        return _events;
    }

    private Instant? Receive(SimulatedProcedure procedure, Instant received, bool online)
    {
        var limit = procedure.Known.Limit ?? new TimeLimit(random.Between(5, 15), TimeLimitUnit.WorkingDays);
        if (!clock.TryDueDate(received, limit, out var due))
        {
            due = received.Plus(TimeSpan.FromDays(14));
        }

        var isKnown = procedure.Known.Limit is not null;
        var withoutDate = !isKnown && random.Chance(0.04);
        var data = new List<(string, string)> { ("unit", unit.Unit.Code), ("procedure", procedure.Code) };
        if (procedure.Field is { } field && random.Chance(0.7))
        {
            data.Add(("field", field));
        }

        // Where the limit is known half of the portals leave the date to the service; elsewhere only they know it.
        if (!withoutDate && (!isKnown || random.Chance(0.5)))
        {
            data.Add(("dueAt", Text(due)));
        }

        data.Add(("channel", online ? "online" : random.Chance(0.08) ? "post" : "direct"));
        Add(DossierEventType.Received, received, [.. data]);
        return withoutDate ? null : due;
    }

    private void Handle(SimulatedProcedure procedure, Instant received, Instant due)
    {
        var responsible = unit;
        var offices = responsible.Unit.Kind == UnitKind.Branch ? LandOffices : Offices;
        var first = Later(received, 0);
        Add(DossierEventType.Processing, first, ("holder", offices[0]));
        if (random.Chance(0.005))
        {
            Add(DossierEventType.Refused, Later(first, 1));
            return;
        }

        if (random.Chance(0.010) && responsible.Unit.Kind != UnitKind.Branch)
        {
            responsible = Neighbour();
            Add(DossierEventType.Transferred, Later(first, 0), ("unit", responsible.Unit.Code));
        }

        if (random.Chance(0.015))
        {
            Add(random.Chance(0.67) ? DossierEventType.Withdrawn : DossierEventType.Stopped, Later(first, random.Between(1, 4)));
            return;
        }

        var moved = Pauses(procedure, first, due, responsible);
        Add(DossierEventType.Processing, Later(first, 1), ("holder", random.Pick(offices)), ("stepDueAt", Date(due)));
        Finish(moved, responsible);
    }

    /// <returns>The due date as it is after the pauses, near enough for the story.</returns>
    private Instant Pauses(SimulatedProcedure procedure, Instant first, Instant due, SimulatedUnit responsible)
    {
        var land = responsible.Unit.Kind == UnitKind.Branch;
        var moved = due;
        var begin = Later(first, random.Between(0, 2));
        if (random.Chance(land ? 0.12 : 0.01))
        {
            var end = Later(begin, random.Between(1, 8));
            Add(DossierEventType.PaymentRequested, begin);
            Add(DossierEventType.PaymentReceived, end);
            moved = Shifted(procedure, moved, begin, end);

            // Now and then the applicant is asked for a paper while the payment is awaited.
            if (random.Chance(0.1))
            {
                Add(DossierEventType.SupplementRequested, Later(begin, 0));
                Add(DossierEventType.SupplementReceived, end.Plus(TimeSpan.FromMinutes(-20)));
            }
        }
        else if (random.Chance(0.08))
        {
            var end = Later(begin, random.Between(2, 15));
            Add(DossierEventType.SupplementRequested, begin);
            moved = Shifted(procedure, moved, begin, end);
            if (random.Chance(0.3))
            {
                Add(DossierEventType.SupplementReceived, end, ("dueAt", Text(moved)));
            }
            else
            {
                Add(DossierEventType.SupplementReceived, end);
            }
        }
        else if (random.Chance(0.02))
        {
            var end = Later(begin, random.Between(3, 20));
            Add(DossierEventType.Suspended, begin);
            Add(DossierEventType.Resumed, end);
            moved = Shifted(procedure, moved, begin, end);
        }

        return moved;
    }

    private Instant Shifted(SimulatedProcedure procedure, Instant due, Instant begin, Instant end) =>
        procedure.Known.Policy == ClockPolicy.Ignore
            ? due
            : PausedTime.Move(clock, due, begin, end, procedure.Known.Limit?.Unit ?? TimeLimitUnit.WorkingDays) ?? due;

    private void Finish(Instant due, SimulatedUnit responsible)
    {
        var late = random.Chance(responsible.LateShare);
        if (random.Chance(late ? 0.12 : 0.03))
        {
            due = Extend(due);
        }

        // A few are never finished: they are what the overdue list begins with.
        if (late && random.Chance(0.06))
        {
            return;
        }

        var finish = late ? OfficeTime(Add(clock.Days.DateOf(due), LateDays())) : InTime(due);
        if (random.Chance(0.003))
        {
            var mistake = finish.Plus(TimeSpan.FromHours(-20));
            var id = Add(DossierEventType.Finished, mistake);
            Add(DossierEventType.Voided, mistake.Plus(TimeSpan.FromMinutes(45)), ("eventId", id));
        }

        Add(DossierEventType.Finished, finish);
        var returned = Later(finish, random.Between(0, 4));
        if (random.Chance(0.85))
        {
            Add(DossierEventType.Returned, returned);
        }

        if (random.Chance(0.004))
        {
            var reopened = Later(returned, random.Between(2, 10));
            Add(DossierEventType.Reopened, reopened, ("dueAt", Date(OfficeTime(Add(clock.Days.DateOf(reopened), 7)))));
            Add(DossierEventType.Finished, Later(reopened, random.Between(3, 9)));
        }
    }

    private Instant Extend(Instant due)
    {
        var asked = random.Chance(0.8) ? OfficeTime(Back(clock.Days.DateOf(due), random.Between(1, 2))) : OfficeTime(Add(clock.Days.DateOf(due), 1));
        var extended = clock.Days.At(Add(clock.Days.DateOf(due), random.Between(4, 12)), clock.Hours.Closing);
        Add(DossierEventType.Extended, asked, ("dueAt", Text(extended)), ("document", string.Create(CultureInfo.InvariantCulture, $"XL-{number % 900 + 100}/2022")));
        return extended;
    }

    private void FinishWithoutDate(Instant received)
    {
        var finish = Later(received, random.Between(4, 14));
        Add(DossierEventType.Finished, finish);
        Add(DossierEventType.Returned, Later(finish, 1));
    }

    // Long tail: most are a few days late, some for months.
    private int LateDays()
    {
        var days = 1;
        while (days < 60 && random.Chance(0.80))
        {
            days++;
        }

        return random.Chance(0.1) ? Math.Min(60, days * 4) : days;
    }

    private Instant InTime(Instant due)
    {
        var early = random.Chance(0.25) ? 0 : random.Between(1, 4);
        var day = Back(clock.Days.DateOf(due), early);
        var finish = OfficeTime(day);

        // Not before what has already happened to it, as long as that is still in time.
        var after = _events.Count == 0 ? finish : Instant.From(_events.Max(e => e.Time)).Plus(TimeSpan.FromMinutes(30));
        return Instant.Earlier(Instant.Later(finish, after), due);
    }

    private SimulatedUnit Neighbour()
    {
        var candidates = units.Where(other => other.Unit.Kind != UnitKind.Branch && other.Unit != unit.Unit
            && (other.District == unit.District || other.Unit.Kind == UnitKind.District)).ToList();
        return random.Pick(candidates);
    }

    private Instant ReceiptTime(DateOnly day, bool online)
    {
        if (online && random.Chance(0.3))
        {
            return clock.Days.At(day, new TimeOnly(random.Between(6, 22), random.Between(0, 59), random.Between(0, 59)));
        }

        return clock.Calendar.IsWorkingDay(day)
            ? OfficeTime(day)
            : clock.Days.At(day, new TimeOnly(random.Between(8, 21), random.Between(0, 59), random.Between(0, 59)));
    }

    private Instant OfficeTime(DateOnly day)
    {
        var interval = random.Pick(clock.Hours.Intervals);
        var minute = random.Between(0, (int)interval.Length.TotalMinutes - 1);
        return clock.Days.At(day, interval.From.AddMinutes(minute)).Plus(TimeSpan.FromSeconds(random.Between(0, 59)));
    }

    /// <summary>A moment in office hours that many working days later, and in any case after.</summary>
    private Instant Later(Instant from, int workingDays)
    {
        var then = workingDays == 0 ? from.Plus(TimeSpan.FromMinutes(random.Between(10, 90))) : OfficeTime(Add(clock.Days.DateOf(from), workingDays));
        return Instant.Later(then, from.Plus(TimeSpan.FromMinutes(5)));
    }

    private DateOnly Add(DateOnly day, int workingDays) =>
        clock.Calendar.TryAddWorkingDays(day, workingDays, out var result) ? result : day.AddDays(workingDays * 7 / 5);

    private DateOnly Back(DateOnly day, int workingDays)
    {
        while (workingDays > 0 || !clock.Calendar.IsWorkingDay(day))
        {
            day = day.AddDays(-1);
            if (clock.Calendar.IsWorkingDay(day))
            {
                workingDays--;
            }
        }

        return day;
    }

    private string Add(DossierEventType type, Instant time, params (string, string)[] data)
    {
        // Time-ordered ids in the form of a UUIDv7, made from the event's place instead of chance.
        var id = string.Create(CultureInfo.InvariantCulture,
            $"{time.Milliseconds >> 16:x8}-{time.Milliseconds & 0xffff:x4}-7{_events.Count & 0xfff:x3}-8{(number >> 24) & 0xfff:x3}-{number & 0xffffff:x6}{_events.Count & 0xff:x2}{(int)type:x4}");
        if (time.ToDateTimeOffset() <= settings.Until)
        {
            _events.Add(new SimulatedEvent
            {
                Source = settings.Source,
                Id = id,
                Type = type,
                Subject = _code,
                Time = clock.Days.ToLocal(time),
                Data = data,
            });
        }

        return id;
    }

    private string Text(Instant instant) => SimulatedEvent.Text(clock.Days.ToLocal(instant));

    private string Date(Instant instant) => clock.Days.DateOf(instant).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
