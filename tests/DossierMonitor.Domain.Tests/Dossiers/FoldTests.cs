using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Procedures;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Dossiers;

/// <summary>What the golden cases do not say.</summary>
public sealed class FoldTests
{
    private static readonly WorkClock Clock = new(
        GoldenCase.Calendar, new LocalDays(TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh")), OfficeHours.Default, WorkClock.DefaultLateReceiptAfter);

    private static readonly FoldRules Rules = new(
        Clock,
        new OnTimeRule(Clock, VerdictBy.Instant),
        new UnitDirectory(GoldenCase.Units),
        new ProcedureCatalog([new Procedure("P", "P", "land", new TimeLimit(10, TimeLimitUnit.WorkingDays), null)]));

    [Theory]
    [InlineData(DossierEventType.Transferred)]
    [InlineData(DossierEventType.PaymentRequested)]
    public void What_happens_during_a_pause_after_the_due_date_does_not_make_a_paused_dossier_overdue(DossierEventType type)
    {
        var history = Fold(
            Received("2022-11-03T08:00:00+07:00", "2022-11-15T17:00:00+07:00"),
            Event("p", DossierEventType.SupplementRequested, "2022-11-10T08:00:00+07:00"),
            Event("x", type, "2022-11-20T08:00:00+07:00") with { Unit = type == DossierEventType.Transferred ? "503" : null });
        history.StateAt(Instant.Parse("2022-11-21T08:00:00+07:00")).ShouldBe(DossierState.Paused);
        history.Stretches.ShouldAllBe(stretch => stretch.Current.OverdueFrom == null);
    }

    [Theory]
    [InlineData("2027-01-10T17:00:00+07:00", "2027-01-14T17:00:00+07:00")] // Sun 10 Jan + 23, 24, 25, 28 Dec = 4 days: 11, 12, 13, 14 Jan
    [InlineData("2026-12-30T17:00:00+07:00", "2027-01-05T17:00:00+07:00")] // Wed 30 Dec + 4 days: 31 Dec, Fri 1, Mon 4, Tue 5 Jan
    public void A_pause_past_the_calendar_s_end_does_not_make_the_due_date_vanish(string due, string moved)
    {
        var history = Fold(
            Received("2026-12-18T08:00:00+07:00", due),
            Event("p", DossierEventType.Suspended, "2026-12-22T08:00:00+07:00"),
            Event("q", DossierEventType.Resumed, "2026-12-28T08:00:00+07:00"),
            Event("f", DossierEventType.Finished, "2027-03-01T08:00:00+07:00"));
        var last = history.Last!;
        last.CurrentJudgement!.Value.Verdict.ShouldBe(Verdict.Late);
        last.PromisedJudgement!.Value.Verdict.ShouldBe(Verdict.Late);
        last.CurrentJudgement!.Value.Due.ShouldBe(Instant.Parse(moved));
        last.StatutoryDue.ShouldBeNull();
        history.Findings.Select(finding => finding.Code).ShouldContain(Finding.BeyondCalendar);
    }

    [Fact]
    public void Neither_does_a_restart_or_a_reopening_past_the_calendar_s_end()
    {
        var restart = new FoldRules(Clock, Rules.OnTime, Rules.Units,
            new ProcedureCatalog([new Procedure("P", "P", "land", new TimeLimit(10, TimeLimitUnit.WorkingDays), ClockPolicy.Restart)]));
        var restarted = DossierFold.Fold("D",
        [
            Received("2026-12-01T08:00:00+07:00", "2026-12-15T17:00:00+07:00"),
            Event("p", DossierEventType.SupplementRequested, "2026-12-14T08:00:00+07:00"),
            Event("q", DossierEventType.SupplementReceived, "2026-12-28T08:00:00+07:00"), // + 10: 29, 30, 31 Dec, 1, 4, 5, 6, 7, 8, 11 Jan
        ], restart);
        restarted.Last!.Current.Due.ShouldBe(Instant.Parse("2027-01-11T17:00:00+07:00"));
        restarted.Last!.StatutoryDue.ShouldBeNull();
        restarted.Findings.Select(finding => finding.Code).ShouldContain(Finding.BeyondCalendar);
        restarted.Findings.Select(finding => finding.Code).ShouldNotContain(Finding.NoDueDate);

        var reopened = Fold(
            Received("2026-12-01T08:00:00+07:00", "2026-12-15T17:00:00+07:00"),
            Event("f", DossierEventType.Finished, "2026-12-14T08:00:00+07:00"),
            Event("o", DossierEventType.Reopened, "2026-12-28T08:00:00+07:00"));
        reopened.Last!.Current.Due.ShouldBe(Instant.Parse("2027-01-11T17:00:00+07:00"));
        reopened.Findings.Select(finding => finding.Code).ShouldContain(Finding.BeyondCalendar);
    }

    [Fact]
    public void Stretches_of_a_cycle_lie_end_to_end()
    {
        var history = Fold(
            Received("2022-11-03T08:00:00+07:00", "2022-11-15T17:00:00+07:00"),
            Event("a", DossierEventType.Suspended, "2022-11-10T08:00:00+07:00"),
            Event("b", DossierEventType.Resumed, "2022-11-11T08:00:00+07:00"),
            Event("c", DossierEventType.Extended, "2022-11-14T08:00:00+07:00") with { DueAt = AppointedDate.On(new DateOnly(2022, 11, 25)) },
            Event("d", DossierEventType.Transferred, "2022-11-18T08:00:00+07:00") with { Unit = "503" },
            Event("e", DossierEventType.Finished, "2022-11-28T08:00:00+07:00"));
        history.Stretches.Count.ShouldBe(5);
        history.Stretches.Zip(history.Stretches.Skip(1)).ShouldAllBe(pair => pair.First.To == pair.Second.From);
        history.Stretches[^1].CurrentJudgement!.Value.DaysLate.ShouldBe(1);
        history.Stretches[^1].PromisedJudgement!.Value.DaysLate.ShouldBe(8); // 16 Nov (moved by one day) → 28 Nov
        history.Cycles.Single().Extensions.ShouldBe(1);
    }

    [Fact]
    public void A_field_that_contradicts_the_procedure_s_is_a_finding_and_the_procedure_s_holds()
    {
        var history = Fold(Received("2022-11-03T08:00:00+07:00", "2022-11-15") with { Field = "justice" });
        history.Last!.Field.ShouldBe("land");
        history.Findings.Select(finding => finding.Code).ShouldBe([Finding.FieldMismatch]);
    }

    [Fact]
    public void A_unit_outside_its_validity_and_a_time_in_the_future_are_findings()
    {
        var old = new FoldRules(Clock, Rules.OnTime, new UnitDirectory([new Unit("502", "x", UnitKind.District, ValidTo: new DateOnly(2020, 1, 1))]), Rules.Procedures);
        var received = Received("2022-11-03T08:00:00+07:00", "2022-11-15") with { Recorded = Instant.Parse("2022-11-03T07:59:59+07:00") };
        DossierFold.Fold("D", [received], old).Findings.Select(finding => finding.Code)
            .ShouldBe([Finding.TimeInFuture, Finding.UnitOutsideValidity]);
    }

    [Fact]
    public void Two_voids_that_name_each_other_leave_the_later_one_standing()
    {
        var first = Event("a", DossierEventType.Voided, "2022-11-04T08:00:00+07:00") with { EventId = "b" };
        var second = Event("b", DossierEventType.Voided, "2022-11-05T08:00:00+07:00") with { EventId = "a" };
        Voids.TakenBack([first, second]).ShouldBe([("s", "a")]);
    }

    [Fact]
    public void The_appointed_day_stays_the_same_day_in_every_zone()
    {
        var date = AppointedDate.On(new DateOnly(2022, 11, 17));
        date.Resolve(Clock.Days).ShouldBe(Instant.Parse("2022-11-17T23:59:59.999+07:00"));
        date.Resolve(new LocalDays(TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam"))).ShouldBe(Instant.Parse("2022-11-17T23:59:59.999+01:00"));
    }

    private static DossierHistory Fold(params DossierEvent[] events) => DossierFold.Fold("D", events, Rules);

    private static DossierEvent Received(string time, string due) => Event("r", DossierEventType.Received, time) with
    {
        Unit = "502",
        Procedure = "P",
        DueAt = due.Length == 10 ? AppointedDate.On(DateOnly.Parse(due)) : AppointedDate.At(Instant.Parse(due)),
    };

    private static DossierEvent Event(string id, DossierEventType type, string time) => new()
    {
        Source = "s",
        Id = id,
        Type = type,
        Code = "D",
        Time = Instant.Parse(time),
    };
}
