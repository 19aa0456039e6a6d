using CsCheck;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Dossiers;

/// <summary>A notice that changes the days off takes effect: open dossiers get new dates, finished ones keep their verdict.</summary>
public sealed class RuleTimelineTests
{
    private static readonly FoldRules Before = SmallWorld.Rules();
    private static readonly FoldRules After = With(new DateOnly(2022, 11, 8), new DateOnly(2022, 11, 9));
    private static readonly FoldRules Later = With(new DateOnly(2022, 11, 9), new DateOnly(2022, 11, 14), new DateOnly(2022, 11, 15));

    [Fact]
    public void An_open_dossier_gets_new_dates_when_the_notice_takes_effect()
    {
        var history = DossierFold.Fold("D1", [Received("2022-11-03 08:00")], Timeline("2022-11-07 00:00"));
        history.Stretches.Count.ShouldBe(2);
        history.Stretches[0].Current.Due.ShouldBe(SmallWorld.At("2022-11-10 17:00"));
        history.Stretches[0].To.ShouldBe(SmallWorld.At("2022-11-07 00:00"));
        history.Stretches[0].Current.OverdueFrom.ShouldBeNull();
        history.Stretches[1].From.ShouldBe(SmallWorld.At("2022-11-07 00:00"));
        history.Stretches[1].Entry.ShouldBe(StretchEntry.Continued);
        history.Stretches[1].Current.Due.ShouldBe(SmallWorld.At("2022-11-14 17:00"));
        history.Stretches[1].Promised.Due.ShouldBe(SmallWorld.At("2022-11-14 17:00"));
        history.Stretches[1].StatutoryDue.ShouldBe(SmallWorld.At("2022-11-14 17:00"));
    }

    [Fact]
    public void What_was_finished_before_the_notice_keeps_its_verdict()
    {
        DossierEvent[] events = [Received("2022-11-03 08:00"), Event("finished", "2022-11-10 18:00")];
        Verdict(events, "2022-11-11 00:00").ShouldBe((Domain.Timeliness.Verdict.Late, 1));

        // At the very instant of the notice the new calendar judges.
        Verdict(events, "2022-11-10 18:00").ShouldBe((Domain.Timeliness.Verdict.Early, null));
        Verdict(events, "2022-11-10 18:01").ShouldBe((Domain.Timeliness.Verdict.Late, 1));
        Verdict(events, "2022-11-07 00:00").ShouldBe((Domain.Timeliness.Verdict.Early, null));
    }

    [Fact]
    public void An_overdue_dossier_that_the_notice_brings_back_into_time_was_overdue_before()
    {
        // Due on the 10th; the notice of the 11th makes it the 14th.
        var history = DossierFold.Fold("D1", [Received("2022-11-03 08:00")], Timeline("2022-11-11 00:00"));
        history.Stretches[0].Current.OverdueFrom.ShouldBe(SmallWorld.At("2022-11-10 17:00").Next);
        history.Stretches[1].Current.OverdueFrom.ShouldBe(SmallWorld.At("2022-11-14 17:00").Next);
        DossierFold.Fold("D1", [Received("2022-11-03 08:00")], Timeline("2022-11-11 00:00"), SmallWorld.At("2022-11-10 18:00"))
            .StateAt(SmallWorld.At("2022-11-10 18:00")).ShouldBe(DossierState.Overdue);
        history.StateAt(SmallWorld.At("2022-11-11 00:00")).ShouldBe(DossierState.Open);
    }

    [Fact]
    public void A_notice_that_changes_nothing_for_a_dossier_cuts_nothing()
    {
        var history = DossierFold.Fold("D1", [Received("2022-11-03 08:00"), Event("finished", "2022-11-04 09:00")], Timeline("2022-11-04 08:00"));
        history.Stretches.Count.ShouldBe(2);
        DossierFold.Fold("D1", [Received("2022-11-17 08:00")], Timeline("2022-11-07 00:00")).Stretches.Count.ShouldBe(1);
        DossierFold.Fold("D1", [Received("2022-11-17 08:00")], Timeline("2022-11-18 00:00")).Stretches.Count.ShouldBe(1);
    }

    [Fact]
    public void A_timeline_begins_at_the_beginning_and_has_one_version_at_a_time()
    {
        Should.Throw<ArgumentException>(() => new RuleTimeline([new EffectiveRules(SmallWorld.At("2022-11-01 00:00"), Before)]));
        Should.Throw<ArgumentException>(() => new RuleTimeline([]));
        Should.Throw<ArgumentException>(() => new RuleTimeline([new EffectiveRules(Instant.MinValue, Before), new EffectiveRules(Instant.MinValue, After)]));
        var timeline = Timeline("2022-11-07 00:00");
        timeline.At(SmallWorld.At("2022-11-07 00:00").Previous).ShouldBe(Before);
        timeline.At(SmallWorld.At("2022-11-07 00:00")).ShouldBe(After);
        timeline.Latest.ShouldBe(After);
        new RuleTimeline(Before).At(Instant.MaxValue).ShouldBe(Before);
    }

    [Fact]
    public void As_of_any_instant_an_open_cycle_has_the_dates_of_the_rules_then_in_force()
    {
        Gen.Select(RandomHistories.OfDossier("D1"), Borders).Sample(
            (events, borders) =>
            {
                var timeline = Timeline(borders);
                var whole = DossierFold.Fold("D1", events, timeline);
                foreach (var at in Edges(events, borders))
                {
                    var then = DossierFold.Fold("D1", events, timeline.At(at), at).Last;
                    var part = whole.Stretches.LastOrDefault(stretch => stretch.From <= at);
                    if (then is null || then.To <= at)
                    {
                        continue;
                    }

                    part.ShouldNotBeNull();
                    (part.Current.Due, part.Promised.Due, part.Paused, part.Unit, part.Cycle)
                        .ShouldBe((then.Current.Due, then.Promised.Due, then.Paused, then.Unit, then.Cycle), $"at {at}");
                    part.StatutoryDue.ShouldBe(then.StatutoryDue, $"at {at}");
                    DossierHistory.StateOf(part, at, DueDateBasis.Current).ShouldBe(DossierHistory.StateOf(then, at, DueDateBasis.Current), $"at {at}");
                    DossierHistory.StateOf(part, at, DueDateBasis.Promised).ShouldBe(DossierHistory.StateOf(then, at, DueDateBasis.Promised), $"at {at}");
                }

                foreach (var ended in whole.Stretches.Where(stretch => stretch.Exit == StretchExit.Finished))
                {
                    var judged = DossierFold.Fold("D1", events, timeline.At(ended.To!.Value)).Stretches
                        .Single(stretch => stretch.Exit == StretchExit.Finished && stretch.Cycle == ended.Cycle);
                    (ended.CurrentJudgement, ended.PromisedJudgement, ended.StatutoryDueAtFinish)
                        .ShouldBe((judged.CurrentJudgement, judged.PromisedJudgement, judged.StatutoryDueAtFinish));
                }
            },
            iter: Iterations.Of(1_500), print: sample => RandomHistories.Print(sample.Item1) + "\n" + string.Join(", ", sample.Item2));
    }

    /// <summary>What lets figures of the past come from the stretches of now, also across a change of the rules.</summary>
    [Fact]
    public void The_marks_up_to_an_instant_are_those_of_the_fold_as_of_it()
    {
        Gen.Select(RandomHistories.OfDossier("D1"), Borders).Sample(
            (events, borders) =>
            {
                var timeline = Timeline(borders);
                var whole = DossierFold.Fold("D1", events, timeline);
                foreach (var at in Edges(events, borders))
                {
                    Sums(DossierFold.Fold("D1", events, timeline, at), at).ShouldBe(Sums(whole, at), $"as of {at}");
                }

                whole.Stretches.Zip(whole.Stretches.Skip(1)).Where(pair => pair.First.Cycle == pair.Second.Cycle && pair.First.Cycle > 0)
                    .ShouldAllBe(pair => pair.First.To == pair.Second.From);
            },
            iter: Iterations.Of(1_500), print: sample => RandomHistories.Print(sample.Item1) + "\n" + string.Join(", ", sample.Item2));
    }

    private static readonly Gen<Instant[]> Borders =
        Gen.Select(Gen.Int[1, 12], Gen.Int[0, 2], Gen.Int[1, 4], (day, hour, more) => new[]
        {
            SmallWorld.Days.At(RandomHistories.FirstDay.AddDays(day), new TimeOnly(hour * 8, 0)),
            SmallWorld.Days.At(RandomHistories.FirstDay.AddDays(day + more), TimeOnly.MinValue),
        });

    private static IEnumerable<Instant> Edges(DossierEvent[] events, Instant[] borders) => events.Select(e => e.Time)
        .Concat(borders)
        .Concat(Enumerable.Range(0, 30).Select(day => SmallWorld.Days.EndOf(RandomHistories.FirstDay.AddDays(day))))
        .SelectMany(at => new[] { at.Previous, at, at.Next })
        .Distinct();

    private static string Sums(DossierHistory history, Instant at)
    {
        var sums = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var stretch in history.Stretches)
        {
            TallyMarks.Of(stretch, mark =>
            {
                if (mark.At <= at)
                {
                    var key = $"{TallyMarks.SliceOf(stretch)} {mark.Measure} {SmallWorld.Days.DateOf(mark.At)}";
                    sums[key] = sums.GetValueOrDefault(key) + mark.Change;
                }
            });
        }

        return string.Join('\n', sums.Where(sum => sum.Value != 0).Select(sum => $"{sum.Key} {sum.Value}"));
    }

    private static (Verdict Verdict, int? DaysLate) Verdict(DossierEvent[] events, string border)
    {
        var judgement = DossierFold.Fold("D1", events, Timeline(border)).Last!.CurrentJudgement!.Value;
        return (judgement.Verdict, judgement.DaysLate);
    }

    private static RuleTimeline Timeline(string border) => new(
        [new EffectiveRules(SmallWorld.At(border), After), new EffectiveRules(Instant.MinValue, Before)]);

    private static RuleTimeline Timeline(Instant[] borders) => new(
        [new EffectiveRules(Instant.MinValue, Before), new EffectiveRules(borders[0], After), new EffectiveRules(borders[1], Later)]);

    private static FoldRules With(params DateOnly[] off) => SmallWorld.Rules(calendar: new WorkingCalendar(
        "test", GoldenCase.Calendar.Days.Concat(off.Select(day => new CalendarDay(day, false, "notice", "high")))));

    private static DossierEvent Received(string time) => Event("received", time) with { Unit = "502", Procedure = "P" };

    private static DossierEvent Event(string type, string time)
    {
        DossierEventTypes.TryParse("dossier." + type, out var parsed).ShouldBeTrue();
        return new DossierEvent { Source = "s1", Id = type, Code = "D1", Type = parsed, Time = SmallWorld.At(time) };
    }
}
