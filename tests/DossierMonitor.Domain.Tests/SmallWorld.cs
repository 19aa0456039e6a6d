using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Procedures;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;

namespace DossierMonitor.Domain.Tests;

/// <summary>The units of the golden cases, with one procedure for each way in which a pause can move a due date.</summary>
public static class SmallWorld
{
    public static readonly LocalDays Days = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh"));

    public static IReadOnlyList<Unit> Units { get; } =
    [
        .. GoldenCase.Units,
        new Unit("20341", "An Mỹ", UnitKind.Commune, "502", "502", ValidTo: new DateOnly(2022, 11, 9)),
        new Unit("20341", "Tam Kỳ", UnitKind.Commune, "503", "503", ValidFrom: new DateOnly(2022, 11, 10)),
    ];

    public static IReadOnlyList<Procedure> Procedures { get; } =
    [
        new Procedure("P", "appointed, 5 days", "land", new TimeLimit(5, TimeLimitUnit.WorkingDays), null),
        new Procedure("S", "subtract, 3 days", "land", new TimeLimit(3, TimeLimitUnit.WorkingDays), ClockPolicy.Subtract),
        new Procedure("R", "restart, 4 days", "justice", new TimeLimit(4, TimeLimitUnit.WorkingDays), ClockPolicy.Restart),
        new Procedure("I", "ignore, 2 days", "justice", new TimeLimit(2, TimeLimitUnit.WorkingDays), ClockPolicy.Ignore),
        new Procedure("H", "12 hours", "land", new TimeLimit(12, TimeLimitUnit.Hours), ClockPolicy.Subtract),
        new Procedure("N", "no limit, no field", null, null, ClockPolicy.Restart),
    ];

    public static WorkClock Clock(WorkingCalendar? calendar = null) =>
        new(calendar ?? GoldenCase.Calendar, Days, OfficeHours.Default, WorkClock.DefaultLateReceiptAfter);

    public static FoldRules Rules(VerdictBy by = VerdictBy.Instant, WorkingCalendar? calendar = null)
    {
        var clock = Clock(calendar);
        return new FoldRules(clock, new OnTimeRule(clock, by), new UnitDirectory(Units), new ProcedureCatalog(Procedures));
    }

    /// <summary>An instant in local time, such as <c>2022-11-03 08:15</c>.</summary>
    public static Instant At(string local) => Instant.Parse(local.Replace(' ', 'T') + "+07:00");
}
