using DossierMonitor.Domain.Deadlines;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Procedures;
using DossierMonitor.Domain.Timeliness;
using Shouldly;
using Xunit;
using static DossierMonitor.Domain.Tests.SmallEvents;

namespace DossierMonitor.Domain.Tests.Deadlines;

/// <summary>
/// Where the calendar ends (2026): a statutory date is unknown, an appointed one goes on with weekends only and says so. Beyond
/// every calendar it stays where the portal put it.
/// </summary>
public sealed class LedgerEndTests
{
    private static readonly DossierEvent[] PausedAtTheEnd =
    [
        // Monday 21 December + 5 days = 28 December; paused 23, 24, 25 and 28 December.
        Received("2026-12-21 08:00", "P"),
        Event("p", DossierEventType.Suspended, "2026-12-22 08:00"),
        Event("q", DossierEventType.Resumed, "2026-12-28 08:00"),
    ];

    private static readonly string[] Pause =
    [
        "PauseBegins 2026-12-22 p",
        "PausedDay 2026-12-23 +1",
        "PausedDay 2026-12-24 +2",
        "PausedDay 2026-12-25 +3",
        "Weekend 2026-12-26 -",
        "Weekend 2026-12-27 -",
        "PausedDay 2026-12-28 +4",
        "PauseEnds 2026-12-28 q",
    ];

    [Theory]
    [InlineData(DueDateKind.Current)]
    [InlineData(DueDateKind.Promised)]
    public void An_appointed_date_computed_beyond_the_calendar_is_provisional(DueDateKind kind)
    {
        LedgerText.Lines(SmallWorld.Rules(), kind, Received("2026-12-30 08:00", "P")).ShouldBe(
        [
            "Receipt 2026-12-30 r",
            "WorkingDay 2026-12-31 +1",
            "WorkingDay 2027-01-01 +2",
            "Weekend 2027-01-02 -",
            "Weekend 2027-01-03 -",
            "WorkingDay 2027-01-04 +3",
            "WorkingDay 2027-01-05 +4",
            "WorkingDay 2027-01-06 +5",
            "CloseOfOffice 2027-01-06 → 2027-01-06 17:00",
            "Provisional 2027-01-06 r → 2027-01-06 17:00",
            "DueDate 2027-01-06 → 2027-01-06 17:00",
        ]);
    }

    [Fact]
    public void A_date_on_the_last_day_of_the_calendar_is_not_provisional() =>
        LedgerText.Lines(SmallWorld.Rules(), DueDateKind.Current, Received("2026-12-24 08:00", "P"))[^2..].ShouldBe(
            ["CloseOfOffice 2026-12-31 → 2026-12-31 17:00", "DueDate 2026-12-31 → 2026-12-31 17:00"]);

    [Fact]
    public void A_pause_that_carries_a_statutory_date_beyond_the_calendar_makes_it_unknown() =>
        LedgerText.Lines(SmallWorld.Rules(), DueDateKind.Statutory, PausedAtTheEnd)[9..].ShouldBe(
            [.. Pause, "Unknown 2026-12-28 q", "Unknown 2026-12-28"]);

    [Theory]
    [InlineData(DueDateKind.Current)]
    [InlineData(DueDateKind.Promised)]
    public void A_pause_that_carries_an_appointed_date_beyond_the_calendar_makes_it_provisional(DueDateKind kind)
    {
        LedgerText.Lines(SmallWorld.Rules(), kind, PausedAtTheEnd)[9..].ShouldBe(
        [
            .. Pause,
            "WorkingDay 2026-12-29 +1",
            "WorkingDay 2026-12-30 +2",
            "WorkingDay 2026-12-31 +3",
            "WorkingDay 2027-01-01 +4",
            "Moved 2027-01-01 q → 2027-01-01 17:00",
            "Provisional 2027-01-01 q → 2027-01-01 17:00",
            "DueDate 2027-01-01 → 2027-01-01 17:00",
        ]);
    }

    // Calendars end with the year 2150, office hours with 2140.
    [Theory]
    [InlineData(TimeLimitUnit.WorkingDays, "2150-12-31 17:00")]
    [InlineData(TimeLimitUnit.WorkingDays, "9999-12-30 17:00")]
    [InlineData(TimeLimitUnit.Hours, "2150-06-01 16:00")]
    [InlineData(TimeLimitUnit.Hours, "9999-12-30 17:00")]
    public void A_date_beyond_all_calendars_stays_where_the_portal_put_it(TimeLimitUnit unit, string due)
    {
        var date = SmallWorld.At(due);
        var received = Received("2022-11-03 08:00", unit == TimeLimitUnit.Hours ? "H" : "S", due);
        var begin = Event("p", DossierEventType.Suspended, "2022-11-04 08:00");
        var end = Event("q", DossierEventType.Resumed, "2022-11-07 09:00");
        DossierFold.Fold("D1", [received, begin, end], SmallWorld.Rules()).Last!.Current.Due.ShouldBe(date);

        LedgerText.Of(SmallWorld.Rules(),
        [
            new AppointedStep(received, received.Time, date, received.DueAt!.Value),
            new PauseStep(begin, end, end.Time, date, begin.Time, date, unit, StaysOverdue: false, Provisional: true),
        ])[^3..].ShouldBe(
        [
            $"Moved {due[..10]} q → {due}",
            $"Provisional {due[..10]} q → {due}",
            $"DueDate {due[..10]} → {due}",
        ]);
    }

    // 02:30 comes twice on 30 October in Amsterdam; a pause within one day moves nothing, not even to the first of the two.
    [Fact]
    public void A_pause_within_a_day_moves_nothing_even_where_a_clock_is_set_back()
    {
        var days = new LocalDays(TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam"));
        var clock = new WorkClock(WorkingCalendar.WeekendsOnly, days, OfficeHours.Default, WorkClock.DefaultLateReceiptAfter);
        var rules = SmallWorld.Rules() with { Clock = clock, OnTime = new OnTimeRule(clock, VerdictBy.Instant) };
        var due = Instant.Parse("2022-10-30T02:30+01:00");
        DossierEvent[] events =
        [
            Received("2022-10-24 15:00", "S") with { DueAt = AppointedDate.At(due) },
            Event("p", DossierEventType.Suspended, "2022-10-25 15:00"),
            Event("q", DossierEventType.Resumed, "2022-10-25 16:00"),
        ];
        var steps = new DueDateSteps();
        DossierFold.Fold("D1", events, rules, steps: steps).Last!.Current.Due.ShouldBe(due);
        DeadlineLedger.Of(steps.Of(1, DueDateKind.Current), rules, new DateOnly(2022, 10, 24))[^1].Due.ShouldBe(due);
    }

    // Unknown is not provisional: there is no date that could still change.
    [Fact]
    public void A_statutory_date_that_the_calendar_cannot_tell_is_no_provisional_one()
    {
        var steps = new DueDateSteps();
        var received = Received("2026-12-30 08:00", "P");
        DossierFold.Fold("D1", [received], SmallWorld.Rules(), steps: steps);
        var limit = new TimeLimit(5, TimeLimitUnit.WorkingDays);
        steps.Of(1, DueDateKind.Statutory).ShouldBe([new LimitStep(received, received.Time, null, limit, Provisional: false)]);
        steps.Of(1, DueDateKind.Current).ShouldBe([new LimitStep(received, received.Time, SmallWorld.At("2027-01-06 17:00"), limit, Provisional: true)]);
    }
}
