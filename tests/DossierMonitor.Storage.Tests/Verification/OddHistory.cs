using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Procedures;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;

namespace DossierMonitor.Storage.Tests.Verification;

/// <summary>
/// Worlds and histories at the edges of the rules: every policy and kind of limit, a limit that changes, units that change
/// their meaning, a calendar that ends amid the events, and times on a coarse grid so that ties are common.
/// </summary>
internal static class OddHistory
{
    private static readonly TimeOnly[] Times =
    [
        new(0, 0), new(7, 0), new(9, 30), new(11, 30), new(14, 59, 59, 999), new(15, 0), new(15, 0, 0, 1), new(17, 0), new(17, 0, 0, 1), new(23, 59, 59, 999),
    ];

    // New Years, a Tết, a make-up Saturday; years with and without a confirmed list, and before and after all lists.
    private static readonly DateOnly[] Beginnings =
    [
        new(2022, 12, 20), new(2022, 12, 20), new(2022, 12, 24), new(2023, 1, 14), new(2025, 4, 20), new(2025, 12, 22), new(2020, 12, 24), new(2019, 5, 1),
        new(2026, 12, 20), new(2027, 2, 1),
    ];

    private static readonly string[] Units = ["502", "503", "20335", "20341", "VPDK-502", "nowhere"];

    private static readonly string[] Procedures =
        ["A", "S", "R", "I", "H", "HR", "HI", "Z", "ZR", "ZH", "C", "N", "NR", "F", "unknown", "1.012784.H21", "1.012784"];

    // Some kinds of events are what a history is made of; the others only happen.
    private static readonly DossierEventType[] Types =
    [
        .. Enum.GetValues<DossierEventType>(),
        DossierEventType.SupplementRequested, DossierEventType.SupplementReceived, DossierEventType.SupplementRequested, DossierEventType.SupplementReceived,
        DossierEventType.PaymentRequested, DossierEventType.PaymentReceived, DossierEventType.Suspended, DossierEventType.Resumed,
        DossierEventType.Extended, DossierEventType.Transferred, DossierEventType.Finished, DossierEventType.Reopened, DossierEventType.Voided,
    ];

    public static FoldRules Rules(VerdictBy by, WorkingCalendar calendar, string zone = "Asia/Ho_Chi_Minh", string hours = "07:00-11:30,13:30-17:00")
    {
        var clock = new WorkClock(
            calendar, new LocalDays(TimeZoneInfo.FindSystemTimeZoneById(zone)), OfficeHours.Parse(hours), WorkClock.DefaultLateReceiptAfter);
        var change = new DateOnly(2022, 12, 27);
        return new FoldRules(
            clock,
            new OnTimeRule(clock, by),
            new UnitDirectory(
            [
                .. GoldenCase.Units,
                new Unit("20341", "An Mỹ", UnitKind.Commune, "502", "502", ValidTo: change.AddDays(-2)),
                new Unit("20341", "Tam Kỳ", UnitKind.Commune, "503", "503", ValidFrom: change.AddDays(1)),
            ]),
            new ProcedureCatalog(
            [
                Limited("A", "land", 5, TimeLimitUnit.WorkingDays, ClockPolicy.Appointed),
                Limited("S", "land", 3, TimeLimitUnit.WorkingDays, ClockPolicy.Subtract),
                Limited("R", "justice", 4, TimeLimitUnit.WorkingDays, ClockPolicy.Restart),
                Limited("I", "justice", 2, TimeLimitUnit.WorkingDays, ClockPolicy.Ignore),
                Limited("H", "land", 20, TimeLimitUnit.Hours, ClockPolicy.Subtract),
                Limited("HR", "land", 12, TimeLimitUnit.Hours, ClockPolicy.Restart),
                Limited("HI", "land", 9, TimeLimitUnit.Hours, ClockPolicy.Ignore),
                Limited("Z", "land", 0, TimeLimitUnit.WorkingDays, null),
                Limited("ZR", "land", 0, TimeLimitUnit.WorkingDays, ClockPolicy.Restart),
                Limited("ZH", "land", 0, TimeLimitUnit.Hours, null),
                Limited("C", "land", 2, TimeLimitUnit.WorkingDays, ClockPolicy.Subtract) with { ValidTo = change },
                Limited("C", "justice", 6, TimeLimitUnit.WorkingDays, ClockPolicy.Restart) with { ValidFrom = change.AddDays(3) },
                new Procedure("N", "N", null, null, null),
                new Procedure("NR", "NR", "land", null, ClockPolicy.Restart),
                Limited("F", "strictField", 3, TimeLimitUnit.WorkingDays, null),
                Limited("1.012784", "land", 3, TimeLimitUnit.WorkingDays, null),
            ],
            [new ProcedureField("strictField", "strict", "strict", ClockPolicy.Subtract)]));
    }

    /// <summary>One dossier's events around New Year 2022/2023, or around a Tết.</summary>
    public static List<DossierEvent> Events(Random random, string code = "D")
    {
        var first = Beginnings[random.Next(Beginnings.Length)];
        var span = random.Next(3) switch { 0 => 3, 1 => 9, _ => 21 };
        var events = new List<DossierEvent>();
        if (random.Next(12) != 0)
        {
            events.Add(Event(DossierEventType.Received, first.AddDays(random.Next(1 + (span / 3)))));
        }

        var count = random.Next(12);
        for (var n = 0; n < count; n++)
        {
            events.Add(Event(Types[random.Next(Types.Length)], first.AddDays(random.Next(span))));
        }

        return events;

        DossierEvent Event(DossierEventType type, DateOnly day)
        {
            var time = At(day, Times[random.Next(Times.Length)]);
            var opens = type == DossierEventType.Received || (type == DossierEventType.Refused && random.Next(2) == 0);
            var foreign = random.Next(14) == 0;
            return new DossierEvent
            {
                Source = foreign ? "s0" : "s1",
                // The same id in two sources is two events.
                Id = $"e{events.Count(e => e.Source == "s0" == foreign)}",
                Type = type,
                Code = code,
                Time = time,
                Recorded = random.Next(5) == 0 ? time.Plus(TimeSpan.FromHours(random.Next(4) - 1)) : null,
                Unit = opens || type == DossierEventType.Transferred || (type == DossierEventType.Refused && random.Next(4) == 0) ? Units[random.Next(Units.Length)] : null,
                Procedure = opens ? Procedures[random.Next(Procedures.Length)] : null,
                Field = opens && random.Next(5) == 0 ? "justice" : null,
                Channel = type == DossierEventType.Received && random.Next(2) == 0 ? (Channel)random.Next(3) : null,
                DueAt = type == DossierEventType.Extended || (MayBringDate(type) && random.Next(2) == 0) ? Date(day) : null,
                Holder = type == DossierEventType.Processing && random.Next(4) != 0 ? $"office {random.Next(3)}" : null,
                EventId = type == DossierEventType.Voided ? $"e{random.Next(events.Count + 3)}" : null,
            };
        }

        AppointedDate Date(DateOnly day)
        {
            // The first and the last day that the service takes from a portal.
            var due = random.Next(100) switch { 0 => new DateOnly(1990, 1, 1), 1 => new DateOnly(2100, 12, 31), _ => day.AddDays(random.Next(12) - 3) };
            return random.Next(2) == 0 ? AppointedDate.At(At(due, Times[random.Next(Times.Length)])) : AppointedDate.On(due);
        }
    }

    public static Instant At(DateOnly day, TimeOnly time) => Instant.From(new DateTimeOffset(day.ToDateTime(time), TimeSpan.FromHours(7)));

    private static Procedure Limited(string code, string field, int value, TimeLimitUnit unit, ClockPolicy? policy) =>
        new(code, code, field, new TimeLimit(value, unit), policy);

    private static bool MayBringDate(DossierEventType type) => type is DossierEventType.Received or DossierEventType.Reopened
        or DossierEventType.SupplementReceived or DossierEventType.PaymentReceived or DossierEventType.Resumed;
}
