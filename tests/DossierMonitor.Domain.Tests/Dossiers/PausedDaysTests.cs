using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using Shouldly;
using Xunit;
using static DossierMonitor.Domain.Tests.SmallEvents;

namespace DossierMonitor.Domain.Tests.Dossiers;

/// <summary>For how many working days a cycle's clock has stood: what pauses have done to the promised date, and nothing else.</summary>
public sealed class PausedDaysTests
{
    private static readonly FoldRules Rules = SmallWorld.Rules();

    // 2022-11-07 is a Monday.
    [Theory]
    [InlineData("P", 3)]
    [InlineData("S", 3)]
    [InlineData("R", 3)]
    [InlineData("N", 3)]
    [InlineData("H", 3)] // whole days, though the limit is in hours
    [InlineData("I", 0)] // pauses do not count
    public void A_pause_counts_where_the_clock_policy_counts_it(string procedure, int days) =>
        At("2022-11-30 08:00", Received("2022-11-03 08:00", procedure, "2022-11-25 17:00"), Pause("2022-11-07 08:00"), Resume("2022-11-10 09:00")).ShouldBe(days);

    [Theory]
    [InlineData("2022-11-07 08:00", "2022-11-07 16:00", 0)]
    [InlineData("2022-11-07 23:59", "2022-11-08 00:00", 1)]
    [InlineData("2022-11-04 08:00", "2022-11-06 09:00", 0)]
    [InlineData("2022-11-04 08:00", "2022-11-07 09:00", 1)]
    [InlineData("2022-11-05 08:00", "2022-11-09 09:00", 3)]
    public void The_working_days_after_its_first_local_day_through_its_last(string paused, string resumed, int days)
    {
        var history = Fold(Received("2022-11-03 08:00", "S", "2022-11-25 17:00"), Pause(paused), Resume(resumed));
        history.Cycles[0].PausedDays.ShouldBe(days);
        Rules.Clock.Calendar.WorkingDaysBetween(new DateOnly(2022, 11, 25), SmallWorld.Days.DateOf(history.Last!.Promised.Due!.Value)).ShouldBe(days);
    }

    [Fact]
    public void Pauses_add_up_and_count_once_where_they_overlap()
    {
        DossierEvent[] events =
        [
            Received("2022-11-03 08:00", "P", "2022-11-30 17:00"),
            Pause("2022-11-07 08:00"),
            Event("f", DossierEventType.PaymentRequested, "2022-11-08 08:00"),
            Resume("2022-11-09 08:00"),
            Event("g", DossierEventType.PaymentReceived, "2022-11-11 08:00"),
            Event("h", DossierEventType.Suspended, "2022-11-14 08:00"),
            Event("i", DossierEventType.Resumed, "2022-11-16 08:00"),
        ];
        At("2022-11-13 08:00", events).ShouldBe(4);
        At("2022-11-30 08:00", events).ShouldBe(6);
    }

    [Theory]
    [InlineData("2022-11-07 08:00", 0)]
    [InlineData("2022-11-07 23:59", 0)]
    [InlineData("2022-11-08 00:00", 1)]
    [InlineData("2022-11-11 09:00", 4)]
    [InlineData("2022-11-13 09:00", 4)]
    [InlineData("2022-11-14 09:00", 5)]
    public void An_open_pause_counts_so_far(string at, int days)
    {
        At(at, Received("2022-11-03 08:00", "P"), Pause("2022-11-07 08:00")).ShouldBe(days);
        At(at, Received("2022-11-03 08:00", "I"), Pause("2022-11-07 08:00")).ShouldBe(0);
    }

    [Theory]
    [InlineData(DossierEventType.Finished)]
    [InlineData(DossierEventType.Returned)]
    [InlineData(DossierEventType.Withdrawn)]
    [InlineData(DossierEventType.Stopped)]
    [InlineData(DossierEventType.Refused)]
    public void The_end_of_the_cycle_ends_its_pause(DossierEventType end)
    {
        DossierEvent[] events = [Received("2022-11-03 08:00", "P"), Pause("2022-11-07 08:00"), Event("e", end, "2022-11-09 08:00")];
        At("2022-11-08 08:00", events).ShouldBe(1);
        At("2022-11-09 08:00", events).ShouldBe(2);
        At("2022-12-30 08:00", events).ShouldBe(2);
    }

    [Fact]
    public void A_reopened_dossier_begins_again_with_none()
    {
        var history = Fold(
            Received("2022-11-03 08:00", "P"), Pause("2022-11-07 08:00"), Event("f", DossierEventType.Finished, "2022-11-09 08:00"),
            Event("o", DossierEventType.Reopened, "2022-11-10 08:00"), Event("p", DossierEventType.Suspended, "2022-11-10 09:00"));
        history.Cycles.Select(cycle => cycle.PausedDaysBy(SmallWorld.At("2022-11-11 09:00"), Rules.Clock)).ShouldBe([2, 1]);
    }

    /// <summary>As its dates: a notice that makes the 8th a day off takes effect after the first cycle has ended.</summary>
    [Fact]
    public void A_cycle_that_ended_keeps_what_the_calendar_of_its_end_gave_it()
    {
        var notice = SmallWorld.Rules(calendar: new WorkingCalendar("notice", [.. GoldenCase.Calendar.Days, new CalendarDay(new DateOnly(2022, 11, 8), false, "notice", "high")]));
        var timeline = new RuleTimeline([new EffectiveRules(Instant.MinValue, Rules), new EffectiveRules(SmallWorld.At("2022-11-10 00:00"), notice)]);
        DossierEvent[] events =
        [
            Received("2022-11-03 08:00", "P"), Pause("2022-11-07 08:00"), Event("f", DossierEventType.Finished, "2022-11-09 08:00"),
            Event("o", DossierEventType.Reopened, "2022-11-09 09:00"), Event("p", DossierEventType.Suspended, "2022-11-09 10:00"),
            Event("q", DossierEventType.Resumed, "2022-11-14 10:00"),
        ];
        DossierFold.Fold("D1", events, timeline).Cycles.Select(cycle => cycle.PausedDays).ShouldBe([2, 3]);

        // One that is open has the days of the rules in force, as it has their dates.
        DossierFold.Fold("D1", events[..2], timeline, SmallWorld.At("2022-11-11 08:00")).Cycles[0]
            .PausedDaysBy(SmallWorld.At("2022-11-11 08:00"), notice.Clock).ShouldBe(3);
    }

    private static DossierEvent Pause(string time) => Event("s", DossierEventType.SupplementRequested, time);

    private static DossierEvent Resume(string time) => Event("t", DossierEventType.SupplementReceived, time);

    private static DossierHistory Fold(params DossierEvent[] events) => DossierFold.Fold("D1", events, Rules);

    private static int At(string time, params DossierEvent[] events) =>
        DossierFold.Fold("D1", events, Rules, SmallWorld.At(time)).Cycles[0].PausedDaysBy(SmallWorld.At(time), Rules.Clock);
}
