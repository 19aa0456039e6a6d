using DossierMonitor.Domain.Deadlines;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Procedures;
using DossierMonitor.Domain.Timeliness;
using Shouldly;
using Xunit;
using static DossierMonitor.Domain.Tests.SmallEvents;

namespace DossierMonitor.Domain.Tests.Deadlines;

/// <summary>Which rule each line of a ledger names, at the edges of the rules: whose date, which days, the calendar's end.</summary>
public sealed class LedgerRulesTests
{
    // Monday 7 November 2022 is off, and Saturday the 5th makes it up.
    private static readonly FoldRules Swapped = SmallWorld.Rules(calendar: new WorkingCalendar("test",
    [
        new CalendarDay(new DateOnly(2022, 11, 5), true, "for the 7th", "high"),
        new CalendarDay(new DateOnly(2022, 11, 7), false, "notice", "high"),
    ]));

    public static TheoryData<DueDateKind> Kinds => [.. Enum.GetValues<DueDateKind>()];

    [Fact]
    public void A_day_off_is_no_weekend_and_a_make_up_Saturday_no_ordinary_day()
    {
        LedgerText.Lines(Swapped, DueDateKind.Statutory, Received("2022-11-03 08:00", "P")).ShouldBe(
        [
            "Receipt 2022-11-03 r",
            "WorkingDay 2022-11-04 +1",
            "MakeUpDay 2022-11-05 +2 (for the 7th)",
            "Weekend 2022-11-06 -",
            "DayOff 2022-11-07 - (notice)",
            "WorkingDay 2022-11-08 +3",
            "WorkingDay 2022-11-09 +4",
            "WorkingDay 2022-11-10 +5",
            "CloseOfOffice 2022-11-10 → 2022-11-10 17:00",
            "DueDate 2022-11-10 → 2022-11-10 17:00",
        ]);
    }

    [Fact]
    public void Paused_days_are_those_on_which_the_office_worked()
    {
        // Subtract, 3 days: 4, 5, 8 November; paused 5 and 8: 9 and 10 November come on top.
        LedgerText.Lines(Swapped, DueDateKind.Current,
            Received("2022-11-03 08:00", "S"),
            Event("p", DossierEventType.Suspended, "2022-11-04 08:00"),
            Event("q", DossierEventType.Resumed, "2022-11-08 08:00"))[7..].ShouldBe(
        [
            "PauseBegins 2022-11-04 p",
            "PausedDay 2022-11-05 +1 (for the 7th)",
            "Weekend 2022-11-06 -",
            "DayOff 2022-11-07 - (notice)",
            "PausedDay 2022-11-08 +2",
            "PauseEnds 2022-11-08 q",
            "WorkingDay 2022-11-09 +1",
            "WorkingDay 2022-11-10 +2",
            "Moved 2022-11-10 q → 2022-11-10 17:00",
            "DueDate 2022-11-10 → 2022-11-10 17:00",
        ]);
    }

    [Fact]
    public void An_extension_is_named_as_one_and_does_not_touch_what_was_promised()
    {
        DossierEvent[] events =
        [
            Received("2022-11-03 08:00", "P", "2022-11-15 17:00"),
            Event("e", DossierEventType.Extended, "2022-11-07 08:00") with { DueAt = AppointedDate.On(new DateOnly(2022, 11, 30)) },
        ];
        LedgerText.Lines(SmallWorld.Rules(), DueDateKind.Current, events).ShouldBe(
        [
            "Appointed 2022-11-03 r → 2022-11-15 17:00",
            "Extended 2022-11-07 e → 2022-11-30 23:59:59.999",
            "DueDate 2022-11-30 → 2022-11-30 23:59:59.999",
        ]);
        LedgerText.Lines(SmallWorld.Rules(), DueDateKind.Promised, events).ShouldBe(
        [
            "Appointed 2022-11-03 r → 2022-11-15 17:00",
            "DueDate 2022-11-15 → 2022-11-15 17:00",
        ]);
    }

    [Theory]
    [InlineData(VerdictBy.Instant, "DueDate 2022-11-15 → 2022-11-15 17:00")]
    [InlineData(VerdictBy.Date, "DueDay 2022-11-15 → 2022-11-15 17:00")]
    public void The_last_line_says_whether_the_instant_binds_or_its_day(VerdictBy by, string last) =>
        LedgerText.Lines(SmallWorld.Rules(by), DueDateKind.Current, Received("2022-11-03 08:00", "P", "2022-11-15 17:00"))[^1].ShouldBe(last);

    // Restart, 4 days: 4, 7, 8, 9 November at first; after the supplement of the 8th 9, 10, 11, 14 November.
    [Fact]
    public void The_complete_supplement_is_a_restart_and_a_reopening_a_receipt()
    {
        DossierEvent[] events =
        [
            Received("2022-11-03 08:00", "R"),
            Event("p", DossierEventType.SupplementRequested, "2022-11-04 10:00"),
            Event("q", DossierEventType.SupplementReceived, "2022-11-08 09:00"),
            Event("f", DossierEventType.Finished, "2022-11-09 08:00"),
            Event("o", DossierEventType.Reopened, "2022-11-10 08:00"),
        ];
        var lines = LedgerText.Lines(SmallWorld.Rules(), DueDateKind.Statutory, events);
        lines[0].ShouldBe("Receipt 2022-11-03 r");
        lines[8..16].ShouldBe(
        [
            "Restart 2022-11-08 q",
            "WorkingDay 2022-11-09 +1",
            "WorkingDay 2022-11-10 +2",
            "WorkingDay 2022-11-11 +3",
            "Weekend 2022-11-12 -",
            "Weekend 2022-11-13 -",
            "WorkingDay 2022-11-14 +4",
            "CloseOfOffice 2022-11-14 → 2022-11-14 17:00",
        ]);
        // The pause is over with the supplement, and the new limit counts from there: nothing is added for the 4th to the 8th.
        lines[16..].ShouldBe(
        [
            "PauseBegins 2022-11-04 p",
            "PauseEnds 2022-11-08 q",
            "Moved 2022-11-14 q → 2022-11-14 17:00",
            "DueDate 2022-11-14 → 2022-11-14 17:00",
        ]);
        LedgerText.Lines(SmallWorld.Rules(), DueDateKind.Statutory, 2, events)[0].ShouldBe("Receipt 2022-11-10 o");
    }

    // The day of receipt is day 0. No office gives a result on a Saturday; after 15:00 on Friday the receipt is Monday's.
    [Theory]
    [InlineData("2022-11-03 08:00", "2022-11-03 17:00")]
    [InlineData("2022-11-04 15:00", "2022-11-04 17:00")]
    [InlineData("2022-11-04 15:01", "2022-11-07 17:00")]
    [InlineData("2022-11-05 10:00", "2022-11-07 17:00")]
    [InlineData("2022-11-05 15:01", "2022-11-07 17:00")]
    public void A_limit_of_no_days_ends_with_the_day_of_receipt(string received, string due)
    {
        var rules = SmallWorld.Rules() with
        {
            Procedures = new ProcedureCatalog([new Procedure("Z", "at once", "land", new TimeLimit(0, TimeLimitUnit.WorkingDays), null)]),
        };
        LedgerText.Lines(rules, DueDateKind.Statutory, Received(received, "Z"))[^1].ShouldBe($"DueDate {due[..10]} → {due}");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_open_pause_stands_in_the_ledger_of_every_date(DueDateKind kind)
    {
        LedgerText.Lines(SmallWorld.Rules(), kind, Received("2022-11-03 08:00", "S"), Event("p", DossierEventType.Suspended, "2022-11-04 08:00"))[^3..].ShouldBe(
        [
            "PauseBegins 2022-11-04 p",
            "StandsStill 2022-11-04 p → 2022-11-08 17:00",
            "DueDate 2022-11-08 → 2022-11-08 17:00",
        ]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_pause_that_does_not_count_stands_in_the_ledger_of_every_date(DueDateKind kind)
    {
        LedgerText.Lines(SmallWorld.Rules(), kind,
            Received("2022-11-03 08:00", "I"),
            Event("p", DossierEventType.Suspended, "2022-11-04 08:00"),
            Event("q", DossierEventType.Resumed, "2022-11-09 08:00"))[^3..].ShouldBe(
        [
            "PauseBegins 2022-11-04 p",
            "PauseNotCounted 2022-11-09 q → 2022-11-07 17:00",
            "DueDate 2022-11-07 → 2022-11-07 17:00",
        ]);
    }

    // No date was ever appointed and no limit is known: that is not a date that the calendar cannot tell.
    [Fact]
    public void A_dossier_without_any_date_has_none_during_a_pause_either()
    {
        LedgerText.Lines(SmallWorld.Rules(), DueDateKind.Current, Received("2022-11-03 08:00", "N"), Event("p", DossierEventType.Suspended, "2022-11-04 08:00")).ShouldBe(
        [
            "PauseBegins 2022-11-04 p",
            "StandsStill 2022-11-04 p",
            "NoDueDate 2022-11-04",
        ]);
    }

    // Missed at 10:00 and paused at 11:00: one working day would carry it an hour past the resume at 09:00.
    [Theory]
    [InlineData("2022-11-10 10:00", "2022-11-11 09:00", "StaysOverdue 2022-11-11 q → 2022-11-11 08:59:59.999")]
    [InlineData("2022-11-10 10:00", "2022-11-11 10:00", "StaysOverdue 2022-11-11 q → 2022-11-11 09:59:59.999")]
    [InlineData("2022-11-10 10:00", "2022-11-11 10:01", "Moved 2022-11-11 q → 2022-11-11 10:00")] // late by itself
    [InlineData("2022-11-10 11:00", "2022-11-11 09:00", "Moved 2022-11-11 q → 2022-11-11 11:00")] // not late before the pause
    public void A_date_missed_before_the_pause_stays_missed(string due, string resumed, string line)
    {
        var lines = LedgerText.Lines(SmallWorld.Rules(), DueDateKind.Current,
            Received("2022-11-03 08:00", "S", due),
            Event("p", DossierEventType.Suspended, "2022-11-10 11:00"),
            Event("q", DossierEventType.Resumed, resumed));
        lines[^2].ShouldBe(line);
        lines[^1].ShouldBe("DueDate 2022-11-11" + line[line.IndexOf(" →", StringComparison.Ordinal)..]);
        lines.ShouldContain($"Moved 2022-11-11 q → 2022-11-11 {due[11..]}");
    }

    // By date the 4th was missed on Saturday; Monday is the one working day that would carry it onto the resume's own day.
    [Fact]
    public void By_date_a_missed_date_stays_missed_to_the_end_of_the_day_before_the_resume()
    {
        LedgerText.Lines(SmallWorld.Rules(VerdictBy.Date), DueDateKind.Current,
            Received("2022-11-03 08:00", "S", "2022-11-04 10:00"),
            Event("p", DossierEventType.Suspended, "2022-11-05 08:00"),
            Event("q", DossierEventType.Resumed, "2022-11-07 09:00"))[^3..].ShouldBe(
        [
            "Moved 2022-11-07 q → 2022-11-07 10:00",
            "StaysOverdue 2022-11-06 q → 2022-11-06 23:59:59.999",
            "DueDay 2022-11-06 → 2022-11-06 23:59:59.999",
        ]);
    }
}
