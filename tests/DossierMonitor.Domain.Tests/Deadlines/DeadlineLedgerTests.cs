using CsCheck;
using DossierMonitor.Domain.Deadlines;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Tests.Dossiers;
using DossierMonitor.Domain.Timeliness;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Deadlines;

public sealed class DeadlineLedgerTests
{
    /// <summary>The ledger walks day by day; the fold computes. They must arrive at the same date.</summary>
    [Theory]
    [InlineData(VerdictBy.Instant)]
    [InlineData(VerdictBy.Date)]
    public void The_last_line_of_every_ledger_is_the_due_date_of_the_fold(VerdictBy by)
    {
        var rules = SmallWorld.Rules(by);
        var ledgers = 0;
        RandomHistories.OfDossier("D1").Sample(
            events =>
            {
                var steps = new DueDateSteps();
                var history = DossierFold.Fold("D1", events, rules, steps: steps);
                foreach (var cycle in history.Cycles)
                {
                    var last = history.Stretches.Last(stretch => stretch.Cycle == cycle.Number);
                    var finished = last.Exit == StretchExit.Finished;
                    Last(cycle.Number, DueDateKind.Current).ShouldBe(finished ? last.CurrentJudgement!.Value.Due : last.Current.Due);
                    Last(cycle.Number, DueDateKind.Promised).ShouldBe(finished ? last.PromisedJudgement!.Value.Due : last.Promised.Due);
                    Last(cycle.Number, DueDateKind.Statutory).ShouldBe(finished ? last.StatutoryDueAtFinish : last.StatutoryDue);
                }

                Instant? Last(int cycle, DueDateKind kind)
                {
                    var lines = DeadlineLedger.Of(steps.Of(cycle, kind), rules, RandomHistories.FirstDay);
                    Interlocked.Increment(ref ledgers);
                    lines[^1].Rule.ShouldBeOneOf(LedgerRule.DueDate, LedgerRule.DueDay, LedgerRule.Unknown, LedgerRule.NoDueDate);
                    lines.Count(line => line.Rule is LedgerRule.DueDate or LedgerRule.DueDay).ShouldBeLessThanOrEqualTo(1);
                    return lines[^1].Due;
                }
            },
            iter: 1_500, print: RandomHistories.Print);
        ledgers.ShouldBeGreaterThan(1_000);
    }

    [Fact]
    public void A_limit_of_five_days_over_a_weekend()
    {
        // Thursday 2022-11-03, 08:15, five working days.
        Lines("P", DueDateKind.Statutory, ("received", "2022-11-03 08:15")).ShouldBe(
        [
            "Receipt 2022-11-03 D1-0",
            "WorkingDay 2022-11-04 +1",
            "Weekend 2022-11-05 -",
            "Weekend 2022-11-06 -",
            "WorkingDay 2022-11-07 +2",
            "WorkingDay 2022-11-08 +3",
            "WorkingDay 2022-11-09 +4",
            "WorkingDay 2022-11-10 +5",
            "CloseOfOffice 2022-11-10 → 2022-11-10 17:00",
            "DueDate 2022-11-10 → 2022-11-10 17:00",
        ]);
    }

    [Fact]
    public void A_late_receipt_counts_from_the_next_working_day()
    {
        Lines("S", DueDateKind.Current, ("received", "2022-11-04 15:01")).ShouldBe(
        [
            "Receipt 2022-11-04 D1-0",
            "LateReceipt 2022-11-04 - D1-0",
            "Weekend 2022-11-05 -",
            "Weekend 2022-11-06 -",
            "Receipt 2022-11-07 -",
            "WorkingDay 2022-11-08 +1",
            "WorkingDay 2022-11-09 +2",
            "WorkingDay 2022-11-10 +3",
            "CloseOfOffice 2022-11-10 → 2022-11-10 17:00",
            "DueDate 2022-11-10 → 2022-11-10 17:00",
        ]);
    }

    [Fact]
    public void A_pause_is_counted_out_and_added()
    {
        Lines("S", DueDateKind.Promised,
            ("received", "2022-11-03 08:00"), ("supplement-requested", "2022-11-04 10:00"), ("supplement-received", "2022-11-08 09:00")).ShouldBe(
        [
            "Receipt 2022-11-03 D1-0",
            "WorkingDay 2022-11-04 +1",
            "Weekend 2022-11-05 -",
            "Weekend 2022-11-06 -",
            "WorkingDay 2022-11-07 +2",
            "WorkingDay 2022-11-08 +3",
            "CloseOfOffice 2022-11-08 → 2022-11-08 17:00",
            "PauseBegins 2022-11-04 D1-1",
            "Weekend 2022-11-05 -",
            "Weekend 2022-11-06 -",
            "PausedDay 2022-11-07 +1",
            "PausedDay 2022-11-08 +2",
            "PauseEnds 2022-11-08 D1-2",
            "WorkingDay 2022-11-09 +1",
            "WorkingDay 2022-11-10 +2",
            "Moved 2022-11-10 D1-2 → 2022-11-10 17:00",
            "DueDate 2022-11-10 → 2022-11-10 17:00",
        ]);
    }

    [Fact]
    public void A_pause_does_not_rescue_what_was_late_before_it()
    {
        // Due on the 10th at 17:00, paused on the 11th, resumed on the 16th: three days would make it the 15th; a date by portal follows.
        var lines = Lines("P", DueDateKind.Current,
            ("received", "2022-11-03 08:00"), ("suspended", "2022-11-11 08:00"), ("resumed", "2022-11-14 08:00"));
        lines[^3..].ShouldBe(
        [
            "WorkingDay 2022-11-11 +1",
            "Moved 2022-11-11 D1-2 → 2022-11-11 17:00",
            "DueDate 2022-11-11 → 2022-11-11 17:00",
        ]);
        var missed = Lines("H", DueDateKind.Current,
            ("received", "2022-11-03 08:00"), ("suspended", "2022-11-04 11:31"), ("resumed", "2022-11-04 14:00"));
        missed[^3..].ShouldBe(
        [
            "OfficeHours 2022-11-04 + 00:30 → 2022-11-04 14:30",
            "Moved 2022-11-04 D1-2 → 2022-11-04 14:30",
            "DueDate 2022-11-04 → 2022-11-04 14:30",
        ]);
    }

    [Fact]
    public void Under_ignore_a_pause_is_named_and_does_not_count()
    {
        Lines("I", DueDateKind.Current, ("received", "2022-11-03 08:00"), ("suspended", "2022-11-04 08:00"), ("resumed", "2022-11-09 08:00"))[^3..].ShouldBe(
        [
            "PauseBegins 2022-11-04 D1-1",
            "PauseNotCounted 2022-11-09 D1-2 → 2022-11-07 17:00",
            "DueDate 2022-11-07 → 2022-11-07 17:00",
        ]);
    }

    [Fact]
    public void An_open_pause_stands_still()
    {
        Lines("S", DueDateKind.Statutory, ("received", "2022-11-03 08:00"), ("suspended", "2022-11-04 08:00"))[^3..].ShouldBe(
        [
            "PauseBegins 2022-11-04 D1-1",
            "StandsStill 2022-11-04 D1-1 → 2022-11-08 17:00",
            "DueDate 2022-11-08 → 2022-11-08 17:00",
        ]);
    }

    [Fact]
    public void An_open_pause_that_does_not_count_leaves_the_clock_running()
    {
        Lines("I", DueDateKind.Current, ("received", "2022-11-03 08:00"), ("suspended", "2022-11-04 08:00"))[^3..].ShouldBe(
        [
            "PauseBegins 2022-11-04 D1-1",
            "PauseNotCounted 2022-11-04 D1-1 → 2022-11-07 17:00",
            "DueDate 2022-11-07 → 2022-11-07 17:00",
        ]);
    }

    [Fact]
    public void A_date_that_the_calendar_cannot_tell_is_unknown_on_the_day_of_the_event()
    {
        Lines("P", DueDateKind.Statutory, ("received", "2026-12-30 08:00")).ShouldBe(
        [
            "Receipt 2026-12-30 D1-0",
            "Unknown 2026-12-30 D1-0",
            "Unknown 2026-12-30",
        ]);
    }

    [Fact]
    public void Without_steps_or_rules_there_is_no_ledger()
    {
        Should.Throw<ArgumentNullException>(() => DeadlineLedger.Of(null!, SmallWorld.Rules(), RandomHistories.FirstDay)).ParamName.ShouldBe("steps");
        Should.Throw<ArgumentNullException>(() => DeadlineLedger.Of([], null!, RandomHistories.FirstDay)).ParamName.ShouldBe("rules");
    }

    [Fact]
    public void Without_a_limit_and_a_date_the_ledger_says_so()
    {
        Lines("N", DueDateKind.Current, ("received", "2022-11-03 08:00")).ShouldBe(["NoDueDate 2022-11-03"]);
    }

    private static string[] Lines(string procedure, DueDateKind kind, params (string Type, string Time)[] what)
    {
        var events = what.Select((item, i) =>
        {
            DossierEventTypes.TryParse("dossier." + item.Type, out var type).ShouldBeTrue();
            return new DossierEvent
            {
                Source = "s1",
                Id = $"D1-{i}",
                Code = "D1",
                Type = type,
                Time = SmallWorld.At(item.Time),
                Unit = i == 0 ? "502" : null,
                Procedure = i == 0 ? procedure : null,
            };
        });
        return LedgerText.Lines(SmallWorld.Rules(), kind, [.. events]);
    }
}
