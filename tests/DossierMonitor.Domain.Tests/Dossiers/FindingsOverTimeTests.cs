using CsCheck;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using Shouldly;
using Xunit;
using static DossierMonitor.Domain.Tests.SmallEvents;

namespace DossierMonitor.Domain.Tests.Dossiers;

/// <summary>
/// Findings across a change of the calendar: an open cycle has those of the calendar in force, one that ended keeps those of
/// its end. The last border of a timeline is the instant at which the new calendar takes effect.
/// </summary>
public sealed class FindingsOverTimeTests
{
    private static readonly CalendarDay NationalDay = new(new DateOnly(2022, 9, 2), false, "National Day", "high");
    private static readonly CalendarDay NewYear = new(new DateOnly(2023, 1, 2), false, "New Year", "high");
    private static readonly FoldRules To2022 = With(NationalDay);
    private static readonly FoldRules To2023 = With(NationalDay, NewYear);
    private static readonly FoldRules TwoDaysOff = With(NationalDay, NewYear, Off(8), Off(9));

    // Wed 28 December + 5 days = Wed 4 January with weekends only, Thu 5 January when Mon 2 January is known to be off.
    [Theory]
    [InlineData("2022-12-28 08:00", null, "2023-01-03 00:00", "2023-01-05 17:00",
        "BeyondCalendar 12-28 08:00 – 01-03 00:00 r 1", "StatutoryUnknown 12-28 08:00 – 01-03 00:00 r 1")]
    [InlineData("2022-12-28 08:00", "2022-12-30 08:00", "2023-01-03 00:00", "2023-01-04 17:00", // keeps what the calendar of its end gave
        "BeyondCalendar 12-28 08:00 – r 1", "StatutoryUnknown 12-28 08:00 – r 1")]
    [InlineData("2022-12-28 08:00", "2023-01-03 00:00", "2023-01-03 00:00", "2023-01-05 17:00", // at the border the new one judges
        "BeyondCalendar 12-28 08:00 – 01-03 00:00 r 1", "StatutoryUnknown 12-28 08:00 – 01-03 00:00 r 1")]
    [InlineData("2022-12-28 08:00", "2023-01-03 00:01", "2023-01-03 00:00", "2023-01-05 17:00",
        "BeyondCalendar 12-28 08:00 – 01-03 00:00 r 1", "StatutoryUnknown 12-28 08:00 – 01-03 00:00 r 1")]
    [InlineData("2022-12-28 08:00", null, "2022-12-28 08:00", "2023-01-05 17:00")] // in force from the very receipt
    [InlineData("2022-12-28 08:00", null, "2022-12-27 08:00", "2023-01-05 17:00")]
    public void A_date_beyond_the_calendar_is_a_finding_until_the_year_is_loaded(
        string received, string? finished, string border, string due, params string[] findings)
    {
        DossierEvent[] events = finished is null ? [Received(received, "P")] : [Received(received, "P"), Event("f", DossierEventType.Finished, finished)];
        var history = DossierFold.Fold("D1", events, Timeline(To2022, border, To2023));
        FindingTimesTests.Texts(history).ShouldBe(findings);
        (history.Last!.CurrentJudgement?.Due ?? history.Last!.Current.Due).ShouldBe(SmallWorld.At(due));
    }

    [Fact]
    public void As_of_the_last_instant_before_the_border_the_new_calendar_says_nothing()
    {
        var timeline = Timeline(To2022, "2023-01-03 00:00", To2023);
        var border = SmallWorld.At("2023-01-03 00:00");
        FindingTimesTests.Texts(DossierFold.Fold("D1", [Received("2022-12-28 08:00", "P")], timeline, border.Previous)).ShouldBe(
            ["BeyondCalendar 12-28 08:00 – r 1", "StatutoryUnknown 12-28 08:00 – r 1"]);
        FindingTimesTests.Texts(DossierFold.Fold("D1", [Received("2022-12-28 08:00", "P")], timeline, border)).ShouldBe(
            ["BeyondCalendar 12-28 08:00 – 01-03 00:00 r 1", "StatutoryUnknown 12-28 08:00 – 01-03 00:00 r 1"]);
    }

    // Received on 3 November, 5 days: due on Thu the 10th, or on Mon the 14th if the 8th and 9th are off. Extended on the 10th
    // at 8:00, which is too late only for the 10th.
    [Theory]
    [InlineData(true, "2022-11-11 00:00", "LateExtension 11-11 00:00 – e 1")]
    [InlineData(true, "2022-11-10 08:01", "LateExtension 11-10 08:01 – e 1")]
    [InlineData(true, "2022-11-10 08:00", "LateExtension 11-10 08:00 – e 1")]
    [InlineData(true, "2022-11-07 00:00", "LateExtension 11-10 08:00 – e 1")]
    [InlineData(false, "2022-11-11 00:00", "LateExtension 11-10 08:00 – 11-11 00:00 e 1")]
    [InlineData(false, "2022-11-10 08:01", "LateExtension 11-10 08:00 – 11-10 08:01 e 1")]
    [InlineData(false, "2022-11-10 08:00", null)] // at the border the new calendar has its say alone
    [InlineData(false, "2022-11-07 00:00", null)]
    public void A_finding_holds_while_the_calendar_that_makes_it_one_is_in_force(bool becomesLate, string border, string? finding)
    {
        var timeline = becomesLate ? Timeline(TwoDaysOff, border, To2023) : Timeline(To2023, border, TwoDaysOff);
        var history = DossierFold.Fold("D1",
            [Received("2022-11-03 08:00", "P"), Event("e", DossierEventType.Extended, "2022-11-10 08:00", "2022-11-30 17:00")], timeline);
        FindingTimesTests.Texts(history).ShouldBe(finding is null ? [] : [finding]);
    }

    // The second extension of the 4th is one under every calendar.
    [Theory]
    [InlineData("2022-11-04 08:59", false)]
    [InlineData("2022-11-04 09:00", true)]
    [InlineData("2022-11-06 23:59", true)]
    [InlineData("2022-11-07 00:00", true)] // the border
    [InlineData("2022-11-08 00:00", true)]
    public void What_no_calendar_changes_holds_across_the_border_without_a_gap(string at, bool holds)
    {
        var history = DossierFold.Fold("D1",
        [
            Received("2022-11-03 08:00", "P"),
            Event("e", DossierEventType.Extended, "2022-11-04 08:00", "2022-11-29 17:00"),
            Event("g", DossierEventType.Extended, "2022-11-04 09:00", "2022-11-30 17:00"),
        ], Timeline(To2023, "2022-11-07 00:00", TwoDaysOff));
        FindingTimesTests.Holding(history, SmallWorld.At(at)).ShouldBe(holds ? ["SecondExtension g 1"] : []);
    }

    // Procedure N has no limit and its dossier never had a date: that stays true of a cycle that ended before the border, at it or after it.
    [Theory]
    [InlineData("2022-11-06 23:59")]
    [InlineData("2022-11-07 00:00")]
    [InlineData("2022-11-07 00:01")]
    public void A_cycle_that_ended_keeps_its_findings(string finished)
    {
        var history = DossierFold.Fold("D1",
            [Received("2022-11-03 08:00", "N"), Event("f", DossierEventType.Finished, finished)], Timeline(To2023, "2022-11-07 00:00", TwoDaysOff));
        foreach (var at in new[] { "2022-11-03 08:00", "2022-11-06 23:59", "2022-11-07 00:00", "2022-11-07 00:01", "2022-12-01 00:00" })
        {
            FindingTimesTests.Holding(history, SmallWorld.At(at)).ShouldBe(["NoDueDate  1"], at);
        }

        history.Findings.Select(finding => finding.Code).ShouldBe([Finding.NoDueDate]);
    }

    // The border is 7 November, 0:00.
    public static TheoryData<DossierEvent[], string[]> Once => new()
    {
        // What ceased before the border is over.
        {
            [Received("2022-11-03 08:00", "N"), Event("e", DossierEventType.Extended, "2022-11-04 08:00", "2022-11-30 17:00")],
            ["NoDueDate 11-03 08:00 – 11-04 08:00 1"]
        },
        {
            [Received("2022-11-03 08:00", "N"), Event("e", DossierEventType.Extended, "2022-11-07 00:00", "2022-11-30 17:00")],
            ["NoDueDate 11-03 08:00 – 11-07 00:00 1"]
        },

        // A cycle that ended before it keeps its findings, also when the next one goes on.
        {
            [Received("2022-11-03 08:00", "N"), Event("f", DossierEventType.Finished, "2022-11-04 08:00"), Event("o", DossierEventType.Reopened, "2022-11-08 08:00", "2022-11-30 17:00")],
            ["NoDueDate 11-03 08:00 – 1"]
        },
        {
            [Received("2022-11-03 08:00", "N"), Event("f", DossierEventType.Finished, "2022-11-04 08:00"), Event("h", DossierEventType.Processing, "2022-11-09 08:00"), Event("o", DossierEventType.Reopened, "2022-11-10 08:00", "2022-11-30 17:00")],
            ["AfterEnd 11-09 08:00 – h 1", "NoDueDate 11-03 08:00 – 1"]
        },

        // What is found after it is the new calendar's alone.
        {
            [Received("2022-11-03 08:00", "P"), Event("q", DossierEventType.Resumed, "2022-11-07 00:00")],
            ["ResumeWithoutPause 11-07 00:00 – q 1"]
        },
    };

    [Theory]
    [MemberData(nameof(Once))]
    public void What_a_border_does_not_touch_is_found_once(DossierEvent[] events, string[] findings) =>
        FindingTimesTests.Texts(DossierFold.Fold("D1", events, Timeline(To2023, "2022-11-07 00:00", TwoDaysOff))).ShouldBe(findings);

    // However many borders there are; the void's target happens after them all, or never.
    [Theory]
    [InlineData("x", "VoidWithoutTarget 11-01 08:00 – 11-09 08:00 v 0")]
    [InlineData("nothing", "VoidWithoutTarget 11-01 08:00 – v 0")]
    public void What_came_before_the_receipt_depends_on_no_calendar(string target, string finding)
    {
        var timeline = new RuleTimeline(
        [
            new EffectiveRules(Instant.MinValue, To2023),
            new EffectiveRules(SmallWorld.At("2022-11-04 00:00"), TwoDaysOff),
            new EffectiveRules(SmallWorld.At("2022-11-07 00:00"), To2023),
        ]);
        FindingTimesTests.Texts(DossierFold.Fold("D1",
        [
            Event("v", DossierEventType.Voided, "2022-11-01 08:00") with { EventId = target },
            Received("2022-11-03 08:00", "P"),
            Event("x", DossierEventType.Suspended, "2022-11-09 08:00"),
        ], timeline)).ShouldBe([finding]);
    }

    [Fact]
    public void As_of_any_instant_every_cycle_has_the_findings_of_the_calendar_in_force_or_of_its_end()
    {
        Gen.Select(RandomHistories.OfDossier("D1"), Gen.Int[1, 12], Gen.Int[0, 2]).Sample(
            (events, day, hour) =>
            {
                var border = SmallWorld.Days.At(RandomHistories.FirstDay.AddDays(day), new TimeOnly(hour * 8, 0));
                var timeline = new RuleTimeline([new EffectiveRules(Instant.MinValue, To2023), new EffectiveRules(border, TwoDaysOff)]);
                var whole = DossierFold.Fold("D1", events, timeline);
                foreach (var at in events.Select(e => e.Time).Append(border).SelectMany(at => new[] { at.Previous, at, at.Next }).Distinct())
                {
                    FindingTimesTests.Holding(whole, at).ShouldBe(CycleByCycle(events, timeline, at), $"as of {at}");
                    FindingTimesTests.Holding(DossierFold.Fold("D1", events, timeline, at), at).ShouldBe(CycleByCycle(events, timeline, at), $"as of {at}");
                }
            },
            iter: Iterations.Of(750), print: sample => RandomHistories.Print(sample.Item1) + $"\n{sample.Item2} {sample.Item3}");
    }

    private static IReadOnlyList<string> CycleByCycle(DossierEvent[] events, RuleTimeline timeline, Instant at)
    {
        var now = DossierFold.Fold("D1", events, timeline.At(at), at);
        return
        [
            .. Enumerable.Range(0, now.Cycles.Count + 1).SelectMany(cycle =>
            {
                var end = now.Stretches.FirstOrDefault(stretch => cycle > 0 && stretch.Cycle == cycle && stretch.EndsCycle)?.To;
                return FindingTimesTests.Holding(DossierFold.Fold("D1", events, timeline.At(end ?? at), at), at)
                    .Where(text => text.EndsWith($" {cycle}", StringComparison.Ordinal));
            }).Order(StringComparer.Ordinal),
        ];
    }

    private static RuleTimeline Timeline(FoldRules before, string border, FoldRules after) =>
        new([new EffectiveRules(Instant.MinValue, before), new EffectiveRules(SmallWorld.At(border), after)]);

    private static FoldRules With(params CalendarDay[] days) => SmallWorld.Rules(calendar: new WorkingCalendar("test", days));

    private static CalendarDay Off(int day) => new(new DateOnly(2022, 11, day), false, "notice", "high");
}
