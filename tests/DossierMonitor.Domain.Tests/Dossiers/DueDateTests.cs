using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Procedures;
using DossierMonitor.Domain.Timeliness;
using Shouldly;
using Xunit;
using static DossierMonitor.Domain.Tests.SmallEvents;

namespace DossierMonitor.Domain.Tests.Dossiers;

/// <summary>The corners of the three due dates: which version of a procedure binds, whose date counts, what the calendar cannot tell.</summary>
public sealed class DueDateTests
{
    private static readonly Procedure[] Versions =
    [
        new("V", "until June", "land", new TimeLimit(5, TimeLimitUnit.WorkingDays), null, ValidTo: new DateOnly(2022, 6, 30)),
        new("V", "until the end of the year", "justice", new TimeLimit(2, TimeLimitUnit.WorkingDays), null, new DateOnly(2022, 7, 1), new DateOnly(2022, 12, 31)),
    ];

    // Mon 27 June + 5 = Mon 4 July; Fri 1 July + 2 = Tue 5 July. Afterwards no limit is in force, but the field outlives it.
    [Theory]
    [InlineData("2022-06-27 08:00", "land", "2022-07-04 17:00")]
    [InlineData("2022-07-01 08:00", "justice", "2022-07-05 17:00")]
    [InlineData("2023-02-01 08:00", "justice", null)]
    public void The_version_in_force_at_the_receipt_sets_field_and_limit(string received, string field, string? due)
    {
        var history = Fold(Rules(Versions), Received(received, "V"));
        history.Last!.Field.ShouldBe(field);
        history.Last!.Current.Due.ShouldBe(due is null ? null : SmallWorld.At(due));
        history.Last!.StatutoryDue.ShouldBe(due is null ? null : SmallWorld.At(due));
        history.Findings.Select(finding => finding.Code).ShouldBe(due is null ? [Finding.NoDueDate] : []);
    }

    // Reopened on Mon 4 July, + 2 = Wed 6 July: the version in force then has a field of its own.
    [Fact]
    public void A_reopening_takes_field_and_limit_of_the_version_then_in_force()
    {
        var history = Fold(Rules(Versions),
            Received("2022-06-20 08:00", "V"),
            Event("f", DossierEventType.Finished, "2022-06-24 08:00"),
            Event("o", DossierEventType.Reopened, "2022-07-04 08:00"));
        history.Stretches.Select(stretch => (stretch.Cycle, stretch.Field)).ShouldBe([(1, "land"), (2, "justice")]);
        history.Last!.Current.Due.ShouldBe(SmallWorld.At("2022-07-06 17:00"));
    }

    [Theory]
    [InlineData("X", "construction", "construction", true)] // nobody knows the procedure
    [InlineData("N", "construction", "construction", false)] // known, but of no field
    [InlineData("P", "construction", "land", false)]
    [InlineData("P", null, "land", false)]
    public void The_field_is_the_procedure_s_and_only_without_one_the_event_s(string procedure, string? written, string field, bool unknown)
    {
        var history = Fold(SmallWorld.Rules(), Received("2022-11-03 08:00", procedure, "2022-11-15 17:00") with { Field = written });
        history.Last!.Field.ShouldBe(field);
        history.Findings.Any(finding => finding.Code == Finding.UnknownProcedure).ShouldBe(unknown);
    }

    // A pause from Mon 7 to Wed 9 November is two working days; the portal brings Wed 30 November on the resume.
    [Theory]
    [InlineData(ClockPolicy.Appointed, 10, "2022-11-30 17:00")] // the portal's date wins
    [InlineData(ClockPolicy.Appointed, null, "2022-11-30 17:00")]
    [InlineData(ClockPolicy.Subtract, 10, "2022-11-17 17:00")] // whatever date the portal brings
    [InlineData(ClockPolicy.Subtract, null, "2022-11-17 17:00")]
    [InlineData(ClockPolicy.Restart, 10, "2022-11-17 17:00")] // a payment is no supplement: nothing restarts
    [InlineData(ClockPolicy.Restart, null, "2022-11-30 17:00")] // no limit to start again: as appointed
    [InlineData(ClockPolicy.Ignore, 10, "2022-11-15 17:00")]
    [InlineData(ClockPolicy.Ignore, null, "2022-11-15 17:00")]
    public void A_date_that_comes_with_the_payment(ClockPolicy policy, int? limit, string current)
    {
        var history = Fold(
            Rules([new Procedure("V", "v", "land", limit is { } days ? new TimeLimit(days, TimeLimitUnit.WorkingDays) : null, policy)]),
            Received("2022-11-03 08:00", "V", "2022-11-15 17:00"),
            Event("p", DossierEventType.PaymentRequested, "2022-11-07 08:00"),
            Event("q", DossierEventType.PaymentReceived, "2022-11-09 08:00", "2022-11-30 17:00"));
        history.Last!.Current.Due.ShouldBe(SmallWorld.At(current));
        history.Last!.Promised.Due.ShouldBe(SmallWorld.At(policy == ClockPolicy.Ignore ? "2022-11-15 17:00" : "2022-11-17 17:00"));
    }

    [Theory]
    [InlineData(ClockPolicy.Appointed)]
    [InlineData(ClockPolicy.Subtract)]
    [InlineData(ClockPolicy.Restart)]
    public void The_first_date_of_all_is_taken_whatever_the_policy(ClockPolicy policy)
    {
        var history = Fold(
            Rules([new Procedure("V", "v", "land", null, policy)]),
            Received("2022-11-03 08:00", "V"),
            Event("p", DossierEventType.Suspended, "2022-11-07 08:00"),
            Event("q", DossierEventType.Resumed, "2022-11-09 08:00", "2022-11-30 17:00"));
        history.Last!.Current.Due.ShouldBe(SmallWorld.At("2022-11-30 17:00"));
        history.Last!.Promised.Due.ShouldBe(SmallWorld.At("2022-11-30 17:00"));
        history.Findings.ShouldBeEmpty();
    }

    // 1 December + 10 = 15 December; a pause of 20 working days carries it past the end of 2026, the last loaded year.
    [Fact]
    public void A_pause_that_carries_the_statutory_date_beyond_the_calendar_is_a_finding_of_its_end()
    {
        var history = Fold(
            Rules([new Procedure("V", "v", "land", new TimeLimit(10, TimeLimitUnit.WorkingDays), null)]),
            Received("2026-12-01 08:00", "V", "2026-12-04 17:00"),
            Event("p", DossierEventType.Suspended, "2026-12-02 08:00"),
            Event("q", DossierEventType.Resumed, "2026-12-30 08:00", "2026-12-31 17:00"));
        history.Last!.StatutoryDue.ShouldBeNull();
        history.Findings.Where(finding => finding.Code == Finding.StatutoryUnknown).Select(Brief).ShouldBe(
            [(Finding.StatutoryUnknown, SmallWorld.At("2026-12-30 08:00"), "q")]);
    }

    // A pause of two working days, Fri 4 and Mon 7 December 2026. Without a limit there is no statutory date.
    [Theory]
    [InlineData("2026-12-29 17:00", null, null, "2026-12-31 17:00", "2026-12-31 17:00", false)]
    [InlineData("2026-12-04 17:00", "2026-12-31 17:00", null, "2027-01-04 17:00", "2026-12-08 17:00", true)] // only the extended date
    [InlineData("2026-12-31 17:00", null, "2026-12-30 17:00", "2026-12-30 17:00", "2027-01-04 17:00", true)] // only the promised one
    public void Each_appointed_date_that_a_pause_carries_beyond_the_calendar_is_a_finding(
        string due, string? extended, string? resumedWith, string current, string promised, bool found)
    {
        List<DossierEvent> events =
        [
            Received("2026-12-01 08:00", "N", due),
            Event("p", DossierEventType.Suspended, "2026-12-03 08:00"),
            Event("q", DossierEventType.Resumed, "2026-12-07 08:00", resumedWith),
        ];
        if (extended is not null)
        {
            events.Add(Event("e", DossierEventType.Extended, "2026-12-02 08:00", extended));
        }

        var history = Fold(SmallWorld.Rules(), [.. events]);
        history.Last!.Current.Due.ShouldBe(SmallWorld.At(current));
        history.Last!.Promised.Due.ShouldBe(SmallWorld.At(promised));
        history.Findings.Select(Brief).ShouldBe(found ? [(Finding.BeyondCalendar, SmallWorld.At("2026-12-07 08:00"), "q")] : []);
    }

    // 2021 is before the loaded years, 2023 between them; 2022 is confirmed, 2024 is not. The limit is 5 working days.
    [Theory]
    [InlineData("2022-06-01 08:00", false)]
    [InlineData("2022-12-23 08:00", false)] // Fri 23 + 5 = Fri 30 December
    [InlineData("2022-12-26 08:00", true)] // Mon 26 + 5 = Mon 2 January 2023
    [InlineData("2021-12-27 08:00", true)] // the receipt's year counts as well
    [InlineData("2021-06-01 08:00", true)]
    [InlineData("2023-06-01 08:00", true)]
    [InlineData("2024-06-03 08:00", true)]
    public void A_statutory_date_of_a_year_that_is_not_confirmed_is_a_finding(string received, bool found)
    {
        var calendar = new WorkingCalendar(
            "test", [new CalendarDay(new DateOnly(2022, 9, 2), false, "National Day", "high"), new CalendarDay(new DateOnly(2024, 9, 2), false, "National Day", "medium")]);
        var history = Fold(SmallWorld.Rules(calendar: calendar), Received(received, "P"));
        history.Last!.StatutoryDue.ShouldNotBeNull();
        history.Findings.Select(Brief).ShouldBe(found ? [(Finding.UnconfirmedCalendar, SmallWorld.At(received), "r")] : []);
    }

    [Fact]
    public void Without_any_loaded_year_nothing_is_unconfirmed() =>
        Fold(SmallWorld.Rules(calendar: WorkingCalendar.WeekendsOnly), Received("2022-06-01 08:00", "P")).Findings.ShouldBeEmpty();

    [Fact]
    public void An_appointed_date_is_written_as_the_portal_meant_it()
    {
        AppointedDate.On(new DateOnly(2022, 11, 17)).ToString().ShouldBe("2022-11-17");
        AppointedDate.At(SmallWorld.At("2022-11-17 17:00")).ToString().ShouldBe("2022-11-17T10:00:00.000Z");
    }

    private static FoldRules Rules(IEnumerable<Procedure> procedures) => SmallWorld.Rules() with { Procedures = new ProcedureCatalog(procedures) };

    private static DossierHistory Fold(FoldRules rules, params DossierEvent[] events) => DossierFold.Fold("D1", events, rules);
}
