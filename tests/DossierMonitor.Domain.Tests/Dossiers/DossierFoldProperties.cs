using CsCheck;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Dossiers;

public sealed class DossierFoldProperties
{
    public static TheoryData<VerdictBy> Verdicts => [VerdictBy.Instant, VerdictBy.Date];

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void Any_order_of_arrival_gives_the_same_history(VerdictBy by)
    {
        var rules = SmallWorld.Rules(by);
        Gen.Select(RandomHistories.OfDossier("D1"), Gen.Int).Sample(
            (events, seed) =>
            {
                var shuffled = events.OrderBy(e => HashCode.Combine(e.Id, seed)).ToArray();
                var (one, other) = (DossierFold.Fold("D1", events, rules), DossierFold.Fold("D1", shuffled, rules));
                other.Stretches.ShouldBe(one.Stretches);
                other.Findings.ShouldBe(one.Findings);
                other.Timeline.ShouldBe(one.Timeline);
                other.Cycles.ShouldBe(one.Cycles);
                (other.Source, other.Holder, other.ReceivedAt, other.ReturnedAt, other.ProcedureAsWritten)
                    .ShouldBe((one.Source, one.Holder, one.ReceivedAt, one.ReturnedAt, one.ProcedureAsWritten));
            },
            iter: Iterations.Of(1_500), print: sample => Print(sample));
    }

    /// <summary>What lets figures of the past come from the stretches of now.</summary>
    [Theory]
    [MemberData(nameof(Verdicts))]
    public void The_marks_up_to_an_instant_are_those_of_the_fold_as_of_it(VerdictBy by)
    {
        var rules = SmallWorld.Rules(by);
        RandomHistories.OfDossier("D1").Sample(
            events =>
            {
                var whole = DossierFold.Fold("D1", events, rules);
                foreach (var at in Edges(events, whole))
                {
                    var then = DossierFold.Fold("D1", events, rules, at);
                    Marks(then, at).ShouldBe(Marks(whole, at), $"as of {at}");
                    LateDays(then, at).ShouldBe(LateDays(whole, at), $"as of {at}");
                }
            },
            iter: Iterations.Of(1_500), print: sample => Print(sample));
    }

    /// <summary>What lets a list take its items from the stretches of now and their states from the fold as of then.</summary>
    [Fact]
    public void The_stretches_begun_by_an_instant_are_those_of_the_fold_as_of_it()
    {
        var rules = SmallWorld.Rules();
        RandomHistories.OfDossier("D1").Sample(
            events =>
            {
                var whole = DossierFold.Fold("D1", events, rules);
                foreach (var at in Edges(events, whole))
                {
                    var then = DossierFold.Fold("D1", events, rules, at);
                    then.Stretches.Count.ShouldBe(whole.Stretches.Count(stretch => stretch.From <= at));
                    for (var n = 0; n < then.Stretches.Count; n++)
                    {
                        var (past, now) = (then.Stretches[n], whole.Stretches[n]);
                        (past.From, past.Unit, past.Cycle, past.Entry, past.Paused).ShouldBe((now.From, now.Unit, now.Cycle, now.Entry, now.Paused));
                        (past.HoldsAt(at)).ShouldBe(now.HoldsAt(at));
                    }
                }
            },
            iter: Iterations.Of(1_500), print: sample => Print(sample));
    }

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void Every_units_row_balances_on_every_day(VerdictBy by)
    {
        var rules = SmallWorld.Rules(by);
        RandomHistories.OfDossier("D1").Sample(
            events =>
            {
                var history = DossierFold.Fold("D1", events, rules);
                foreach (var unit in history.Stretches.Select(stretch => stretch.Unit).Distinct())
                {
                    var stretches = history.Stretches.Where(stretch => stretch.Unit == unit).ToList();
                    for (var day = -3; day < RandomHistories.DayCount + 8; day++)
                    {
                        var period = new Period(RandomHistories.FirstDay.AddDays(day), RandomHistories.FirstDay.AddDays(day + 1), SmallWorld.At("2023-06-01 00:00"));
                        var tally = TallyOf(stretches, period);
                        Counts.From(tally, DueDateBasis.Current).Balances.ShouldBeTrue($"{unit} {period}");
                        Counts.From(tally, DueDateBasis.Promised).Balances.ShouldBeTrue($"{unit} {period}");
                        tally.Stocks[Measure.Open].ShouldBeInRange(0, 1);
                    }
                }
            },
            iter: Iterations.Of(1_500), print: sample => Print(sample));
    }

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void Marks_add_up_to_what_walking_the_events_counts(VerdictBy by)
    {
        var rules = SmallWorld.Rules(by);
        RandomHistories.OfDossier("D1").Sample(
            events =>
            {
                var history = DossierFold.Fold("D1", events, rules);
                var walk = new EventWalk(events, rules);
                foreach (var unit in history.Stretches.Select(stretch => stretch.Unit).Distinct())
                {
                    foreach (var period in Periods(events))
                    {
                        var tally = TallyOf(history.Stretches.Where(stretch => stretch.Unit == unit), period);
                        foreach (var basis in Enum.GetValues<DueDateBasis>())
                        {
                            var (counts, daysLate) = walk.Row(unit, period, basis);
                            Counts.From(tally, basis).ShouldBe(counts, $"{unit} {period} {basis}");
                            tally.Late(basis).Total.ShouldBe(daysLate, $"{unit} {period} {basis}");
                        }
                    }
                }
            },
            iter: Iterations.Of(750), print: sample => Print(sample));
    }

    [Fact]
    public void The_stretches_of_a_cycle_lie_end_to_end()
    {
        var rules = SmallWorld.Rules();
        RandomHistories.OfDossier("D1").Sample(
            events =>
            {
                var stretches = DossierFold.Fold("D1", events, rules).Stretches.Where(stretch => stretch.Entry != StretchEntry.NotAccepted).ToList();
                for (var i = 0; i < stretches.Count; i++)
                {
                    var (stretch, before) = (stretches[i], i == 0 ? null : stretches[i - 1]);
                    (stretch.To is null || stretch.From <= stretch.To).ShouldBeTrue();
                    (stretch.To is null).ShouldBe(stretch.Exit == StretchExit.Open);
                    (stretch.To is not null || i == stretches.Count - 1).ShouldBeTrue();
                    if (before?.Cycle == stretch.Cycle)
                    {
                        before.To.ShouldBe(stretch.From);
                        before.Exit.ShouldBeOneOf(StretchExit.Continued, StretchExit.TransferredOut);
                        (before.Exit == StretchExit.TransferredOut).ShouldBe(stretch.Entry == StretchEntry.TransferredIn);
                    }
                    else
                    {
                        stretch.Entry.ShouldBe(before is null ? StretchEntry.Received : StretchEntry.Reopened);
                        stretch.From.ShouldBe(stretch.CycleStart);
                        (before is null || before.Exit is StretchExit.Finished or StretchExit.Withdrawn or StretchExit.Refused or StretchExit.Stopped)
                            .ShouldBeTrue();
                    }

                    foreach (var due in new[] { stretch.Current, stretch.Promised })
                    {
                        if (due.OverdueFrom is { } overdue)
                        {
                            (overdue >= stretch.From && (stretch.To is null || overdue < stretch.To) && due.Due < overdue).ShouldBeTrue();
                        }
                    }
                }
            },
            iter: Iterations.Of(1_500), print: sample => Print(sample));
    }

    [Fact]
    public void Voiding_an_event_is_as_if_it_had_never_come()
    {
        var rules = SmallWorld.Rules();
        Gen.Select(RandomHistories.OfDossier("D1"), Gen.Int[0, 13]).Sample(
            (events, index) =>
            {
                // Only where no void names another void: those are VoidsTests' matter.
                var victim = events[index % events.Length];
                if (victim.Type == DossierEventType.Voided)
                {
                    return;
                }

                var without = events.Where(e => e != victim).ToArray();
                var voided = events.Append(new DossierEvent
                {
                    Source = victim.Source,
                    Id = "void",
                    Type = DossierEventType.Voided,
                    Code = "D1",
                    Time = SmallWorld.At("2023-01-01 00:00"),
                    EventId = victim.Id,
                }).ToArray();
                var (one, other) = (DossierFold.Fold("D1", without, rules), DossierFold.Fold("D1", voided, rules));
                other.Stretches.ShouldBe(one.Stretches);
                (other.Source, other.ReceivedAt, other.Holder, other.ReturnedAt).ShouldBe((one.Source, one.ReceivedAt, one.Holder, one.ReturnedAt));
            },
            iter: Iterations.Of(1_500), print: sample => Print(sample));
    }

    [Fact]
    public void Another_sources_events_after_the_receipt_change_nothing()
    {
        var rules = SmallWorld.Rules();
        RandomHistories.OfDossier("D1").Sample(
            events =>
            {
                var history = DossierFold.Fold("D1", events, rules);
                if (history.Source is not { } owner)
                {
                    return;
                }

                var own = events.Where(e => e.Source == owner || e.Time < history.ReceivedAt || e.Type == DossierEventType.Voided).ToArray();
                DossierFold.Fold("D1", own, rules).Stretches.ShouldBe(history.Stretches);
            },
            iter: Iterations.Of(1_500), print: sample => Print(sample));
    }

    [Fact]
    public void Every_event_has_one_line_in_the_timeline()
    {
        var rules = SmallWorld.Rules();
        RandomHistories.OfDossier("D1").Sample(
            events => DossierFold.Fold("D1", events, rules).Timeline.Select(entry => entry.Event.Id).Order(StringComparer.Ordinal)
                .ShouldBe(events.Select(e => e.Id).Order(StringComparer.Ordinal)),
            iter: Iterations.Of(1_500), print: sample => Print(sample));
    }

    private static IEnumerable<Period> Periods(DossierEvent[] events)
    {
        for (var day = RandomHistories.FirstDay; day <= RandomHistories.FirstDay.AddDays(RandomHistories.DayCount + 4); day = day.AddDays(3))
        {
            yield return new Period(day, day.AddDays(4), SmallWorld.At("2023-06-01 00:00"));
        }

        foreach (var e in events)
        {
            yield return new Period(RandomHistories.FirstDay, RandomHistories.FirstDay.AddDays(60), e.Time);
        }
    }

    private static Tally TallyOf(IEnumerable<Stretch> stretches, Period period)
    {
        var (opening, cut) = (period.Opening(SmallWorld.Days), period.Cut(SmallWorld.Days));
        var tally = new Tally();
        foreach (var stretch in stretches)
        {
            foreach (var mark in MarksOf(stretch).Where(mark => mark.At <= cut))
            {
                tally.Stocks[mark.Measure] += mark.Change;
                if (mark.At > opening)
                {
                    tally.Flows[mark.Measure] += mark.Change;
                }
                else if (mark.Measure == Measure.Open)
                {
                    tally.CarriedOver += mark.Change;
                }
            }

            TallyMarks.LateDaysOf(stretch, mark =>
            {
                if (mark.At > opening && mark.At <= cut)
                {
                    tally.Late(mark.Basis).Add(mark.Days, 1);
                }
            });
        }

        return tally;
    }

    private static IEnumerable<Instant> Edges(DossierEvent[] events, DossierHistory history) =>
        events.Select(e => e.Time)
            .Concat(history.Stretches.SelectMany(stretch => new[] { stretch.Current.OverdueFrom, stretch.Promised.OverdueFrom, stretch.Current.Due, stretch.Promised.Due }
                .Where(edge => edge is not null).Select(edge => edge!.Value)))
            .SelectMany(edge => new[] { edge.Previous, edge, edge.Next })
            .Distinct();

    private static List<string> Marks(DossierHistory history, Instant until) =>
    [
        .. history.Stretches
            .SelectMany(stretch => MarksOf(stretch).Select(mark => (Slice: TallyMarks.SliceOf(stretch), Mark: mark)))
            .Where(mark => mark.Mark.At <= until)
            .GroupBy(mark => (mark.Slice, mark.Mark.At, mark.Mark.Measure))
            .Select(group => (group.Key, Sum: group.Sum(mark => mark.Mark.Change)))
            .Where(group => group.Sum != 0)
            .Select(group => $"{group.Key} {group.Sum}")
            .Order(StringComparer.Ordinal),
    ];

    private static List<string> LateDays(DossierHistory history, Instant until)
    {
        var marks = new List<string>();
        foreach (var stretch in history.Stretches)
        {
            TallyMarks.LateDaysOf(stretch, mark =>
            {
                if (mark.At <= until)
                {
                    marks.Add(mark.ToString());
                }
            });
        }

        return marks;
    }

    private static List<TallyMark> MarksOf(Stretch stretch)
    {
        var marks = new List<TallyMark>();
        TallyMarks.Of(stretch, marks.Add);
        return marks;
    }

    private static string Print(DossierEvent[] events) => RandomHistories.Print(events);

    private static string Print((DossierEvent[] Events, int Number) sample) => $"{RandomHistories.Print(sample.Events)}\n{sample.Number}";
}
