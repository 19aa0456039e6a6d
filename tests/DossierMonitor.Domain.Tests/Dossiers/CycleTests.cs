using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Procedures;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;
using Shouldly;
using Xunit;
using static DossierMonitor.Domain.Tests.SmallEvents;

namespace DossierMonitor.Domain.Tests.Dossiers;

/// <summary>What a dossier keeps from event to event and from cycle to cycle, and what is only a finding.</summary>
public sealed class CycleTests
{
    [Fact]
    public void A_reopening_starts_a_cycle_of_its_own_counts()
    {
        var history = Fold(
            Received("2022-11-03 08:00", "P"),
            Event("e", DossierEventType.Extended, "2022-11-04 08:00", "2022-11-30 17:00"),
            Event("s", DossierEventType.SupplementRequested, "2022-11-07 08:00"),
            Event("f", DossierEventType.Finished, "2022-11-08 08:00"),
            Event("o", DossierEventType.Reopened, "2022-11-09 08:00"));
        history.Cycles.ShouldBe([new CycleRecord(1, SmallWorld.At("2022-11-03 08:00"), 1, 1, PausedDays: 1), new CycleRecord(2, SmallWorld.At("2022-11-09 08:00"), 0, 0)]);
    }

    // Procedure N has no field of its own, and only a field's policy.
    [Fact]
    public void A_reopening_keeps_field_and_channel_and_so_the_field_s_policy()
    {
        var rules = SmallWorld.Rules() with
        {
            Procedures = new ProcedureCatalog(
                [new Procedure("N", "n", null, null, null)], [new ProcedureField("construction", "Xây dựng", "Construction", ClockPolicy.Ignore)]),
        };
        var history = DossierFold.Fold("D1",
        [
            Received("2022-11-03 08:00", "N", "2022-11-15 17:00") with { Field = "construction", Channel = Channel.Online },
            Event("f", DossierEventType.Finished, "2022-11-08 08:00"),
            Event("o", DossierEventType.Reopened, "2022-11-09 08:00", "2022-11-30 17:00"),
            Event("p", DossierEventType.Suspended, "2022-11-10 08:00"),
            Event("q", DossierEventType.Resumed, "2022-11-16 08:00"),
        ], rules);
        history.Last!.Cycle.ShouldBe(2);
        history.Stretches.ShouldAllBe(stretch => stretch.Field == "construction" && stretch.Channel == Channel.Online);
        history.Last!.Current.Due.ShouldBe(SmallWorld.At("2022-11-30 17:00"));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("A", "A")]
    [InlineData("A,B", "B")]
    [InlineData("A,", "A")] // who does not say who holds it has not taken it away
    [InlineData("A,B,A", "A")]
    public void The_holder_is_the_last_one_named(string holders, string? holder)
    {
        var processing = holders.Split(',').Select((name, i) =>
            Event($"h{i}", DossierEventType.Processing, $"2022-11-0{i + 4} 08:00") with { Holder = name.Length == 0 ? null : name });
        Fold([Received("2022-11-03 08:00", "P"), .. processing]).Holder.ShouldBe(holder);
    }

    [Fact]
    public void A_dossier_is_handed_over_once_and_reopening_takes_that_back()
    {
        DossierEvent[] events =
        [
            Received("2022-11-03 08:00", "P"),
            Event("f", DossierEventType.Finished, "2022-11-08 08:00"),
            Event("t", DossierEventType.Returned, "2022-11-09 08:00"),
            Event("u", DossierEventType.Returned, "2022-11-10 08:00"),
        ];
        Fold(events).ReturnedAt.ShouldBe(SmallWorld.At("2022-11-09 08:00"));
        Fold([.. events, Event("o", DossierEventType.Reopened, "2022-11-11 08:00")]).ReturnedAt.ShouldBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(DossierEventType.Finished)]
    [InlineData(DossierEventType.Returned)]
    [InlineData(DossierEventType.Withdrawn)]
    [InlineData(DossierEventType.Stopped)]
    [InlineData(DossierEventType.Refused)]
    public void No_due_date_is_one_finding_however_the_dossier_ends(DossierEventType? end)
    {
        var received = Received("2022-11-03 08:00", "N");
        var history = end is { } type ? Fold(received, Event("e", type, "2022-11-08 08:00")) : Fold(received);
        history.Findings.Select(Brief).ShouldBe([(Finding.NoDueDate, received.Time, null)]);
    }

    [Fact]
    public void An_unknown_unit_is_a_finding_and_has_a_row_of_its_own()
    {
        var history = Fold(Received("2022-11-03 08:00", "P") with { Unit = "999" });
        history.Last!.Unit.ShouldBe(new UnitKey("999", null));
        history.Findings.Select(Brief).ShouldBe([(Finding.UnknownUnit, SmallWorld.At("2022-11-03 08:00"), "r")]);
    }

    // One that names both is counted as not accepted; any other waits for a receipt.
    [Theory]
    [InlineData("502", "P", false)]
    [InlineData("502", null, true)]
    [InlineData(null, "P", true)]
    [InlineData(null, null, true)]
    public void A_refusal_without_a_receipt(string? unit, string? procedure, bool held)
    {
        var history = Fold(Event("x", DossierEventType.Refused, "2022-11-03 08:00") with { Unit = unit, Procedure = procedure });
        history.Timeline.Single().Effect.ShouldBe(held ? EventEffect.Held : EventEffect.Applied);
        history.Stretches.Count.ShouldBe(held ? 0 : 1);
        history.Source.ShouldBeNull();
        history.ProcedureAsWritten.ShouldBe(held ? null : procedure);
        history.StateAt(SmallWorld.At("2022-11-04 08:00")).ShouldBe(held ? DossierState.Held : DossierState.NotAccepted);
    }

    [Fact]
    public void A_refusal_that_could_not_be_counted_does_not_end_the_dossier_that_came_after_it()
    {
        var history = Fold(Event("x", DossierEventType.Refused, "2022-11-02 08:00"), Received("2022-11-03 08:00", "P"));
        history.Last!.Exit.ShouldBe(StretchExit.Open);
        history.Findings.Select(Brief).ShouldBe([(Finding.BeforeReceipt, SmallWorld.At("2022-11-03 08:00"), "x")]);
        history.Timeline.Select(entry => $"{entry.Event.Id} {entry.Effect}").ShouldBe(["r Applied", "x Ignored"], ignoreOrder: true);
    }

    [Fact]
    public void What_changes_no_figure_begins_no_stretch()
    {
        var history = Fold(
            Received("2022-11-03 08:00", "P"),
            Event("p", DossierEventType.Suspended, "2022-11-07 08:00"),
            Event("q", DossierEventType.PaymentRequested, "2022-11-08 08:00"),
            Event("h", DossierEventType.Processing, "2022-11-08 09:00") with { Holder = "A" },
            Event("s", DossierEventType.Resumed, "2022-11-09 08:00"));
        history.Stretches.Select(stretch => (stretch.From, stretch.Paused)).ShouldBe([(SmallWorld.At("2022-11-03 08:00"), false), (SmallWorld.At("2022-11-07 08:00"), true)]);
    }

    [Fact]
    public void What_changes_at_the_instant_of_the_receipt_is_part_of_the_receipt()
    {
        var history = Fold(Received("2022-11-03 08:00", "P"), Event("e", DossierEventType.Extended, "2022-11-03 08:00", "2022-11-30 17:00"));
        var stretch = history.Stretches.ShouldHaveSingleItem();
        stretch.Entry.ShouldBe(StretchEntry.Received);
        stretch.Current.Due.ShouldBe(SmallWorld.At("2022-11-30 17:00"));
    }

    // It holds at From ≤ S < To.
    [Theory]
    [InlineData("2022-11-03 07:59:59.999", false)]
    [InlineData("2022-11-03 08:00:00.000", true)]
    [InlineData("2022-11-08 07:59:59.999", true)]
    [InlineData("2022-11-08 08:00:00.000", false)]
    public void A_stretch_holds_from_its_first_instant_to_just_before_its_last(string at, bool holds)
    {
        var finished = Fold(Received("2022-11-03 08:00", "P"), Event("f", DossierEventType.Finished, "2022-11-08 08:00"));
        finished.Last!.HoldsAt(SmallWorld.At(at)).ShouldBe(holds);
        var open = Fold(Received("2022-11-03 08:00", "P"));
        open.Last!.HoldsAt(SmallWorld.At(at)).ShouldBe(holds || at.StartsWith("2022-11-08", StringComparison.Ordinal));
        var notAccepted = Fold(Event("x", DossierEventType.Refused, "2022-11-03 08:00") with { Unit = "502", Procedure = "P" });
        notAccepted.Last!.HoldsAt(SmallWorld.At(at)).ShouldBeFalse();
    }

    // Due Thu 10 November by the limit of 5 days, extended to the 30th, finished on the 15th.
    [Fact]
    public void What_an_extension_polishes_shows_against_the_promised_date()
    {
        var extended = Fold(Received("2022-11-03 08:00", "P"), Event("e", DossierEventType.Extended, "2022-11-04 08:00", "2022-11-30 17:00"));
        var (current, promised) = (SmallWorld.At("2022-11-30 17:00"), SmallWorld.At("2022-11-10 17:00"));
        extended.Last!.Due(DueDateBasis.Current).Due.ShouldBe(current);
        extended.Last!.Due(DueDateBasis.Promised).Due.ShouldBe(promised);
        extended.StateAt(SmallWorld.At("2022-11-15 08:00")).ShouldBe(DossierState.Open);
        extended.StateAt(SmallWorld.At("2022-11-15 08:00"), DueDateBasis.Promised).ShouldBe(DossierState.Overdue);
        extended.StateAt(promised, DueDateBasis.Promised).ShouldBe(DossierState.Open);
        extended.StateAt(promised.Next, DueDateBasis.Promised).ShouldBe(DossierState.Overdue);

        var finished = Fold([.. extended.Timeline.Select(entry => entry.Event), Event("f", DossierEventType.Finished, "2022-11-15 08:00")]);
        finished.Last!.Judged(DueDateBasis.Current).ShouldBe(new Judgement(Verdict.Early, current, null, null));
        finished.Last!.Judged(DueDateBasis.Promised).ShouldBe(new Judgement(Verdict.Late, promised, 3, 5)); // 11, 14, 15 November
        finished.Last!.StatutoryDue.ShouldBe(promised);
    }

    private static DossierHistory Fold(params DossierEvent[] events) => DossierFold.Fold("D1", events, SmallWorld.Rules());
}
