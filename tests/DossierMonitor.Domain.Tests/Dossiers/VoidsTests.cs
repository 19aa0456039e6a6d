using DossierMonitor.Domain.Dossiers;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Dossiers;

public sealed class VoidsTests
{
    [Fact]
    public void A_void_takes_back_the_event_it_names_even_a_later_one()
    {
        TakenBack(Finish("f", 1), Void("v", 2, "f")).ShouldBe(["f"]);
        TakenBack(Finish("f", 3), Void("v", 2, "f")).ShouldBe(["f"]);
    }

    [Fact]
    public void A_void_of_a_void_gives_the_event_back() =>
        TakenBack(Finish("f", 1), Void("v", 2, "f"), Void("w", 3, "v")).ShouldBe(["v"]);

    [Fact]
    public void Three_voids_in_a_row_take_the_event_back_again() =>
        TakenBack(Finish("f", 1), Void("v", 2, "f"), Void("w", 3, "v"), Void("x", 4, "w")).ShouldBe(["f", "w"]);

    [Fact]
    public void Of_two_voids_of_each_other_the_later_wins()
    {
        TakenBack(Void("v", 2, "w"), Void("w", 3, "v")).ShouldBe(["v"]);
        TakenBack(Void("v", 2, "w"), Void("w", 2, "v")).ShouldBe(["v"]);
    }

    [Fact]
    public void Which_void_is_the_later_one_does_not_depend_on_the_order_of_arrival()
    {
        TakenBack(Void("w", 3, "v"), Void("v", 2, "w")).ShouldBe(["v"]);
        TakenBack(Void("w", 3, "v"), Void("v", 2, "f"), Finish("f", 1)).ShouldBe(["v"]);
        TakenBack(Void("x", 4, "w"), Void("w", 3, "v"), Void("v", 2, "f"), Finish("f", 1)).ShouldBe(["f", "w"]);
    }

    [Fact]
    public void A_void_takes_back_neither_itself_nor_a_later_void()
    {
        TakenBack(Void("v", 2, "v")).ShouldBeEmpty();
        TakenBack(Finish("f", 1), Void("v", 2, "w"), Void("w", 3, "f")).ShouldBe(["f"]);
    }

    [Fact]
    public void A_void_does_not_reach_another_sources_event()
    {
        var history = DossierFold.Fold("D1", [Receipt("r", 0), Finish("f", 1), Void("v", 2, "f") with { Source = "s2" }], SmallWorld.Rules());
        history.Last!.Exit.ShouldBe(StretchExit.Finished);
        history.Findings.Select(finding => finding.Code).ShouldContain(Finding.VoidWithoutTarget);
    }

    [Fact]
    public void A_void_applies_at_every_as_of_instant_even_before_it_came()
    {
        DossierEvent[] events = [Receipt("r", 0), Finish("f", 1), Void("v", 9, "f")];
        DossierFold.Fold("D1", events, SmallWorld.Rules(), SmallWorld.At("2022-11-05 00:00")).Last!.Exit.ShouldBe(StretchExit.Open);
    }

    [Fact]
    public void A_voided_receipt_leaves_the_code_to_the_next_source()
    {
        var history = DossierFold.Fold(
            "D1", [Receipt("r", 0), Receipt("q", 1) with { Source = "s2" }, Void("v", 2, "r")], SmallWorld.Rules());
        history.Source.ShouldBe("s2");
        history.ReceivedAt.ShouldBe(SmallWorld.At("2022-11-04 08:00"));
    }

    private static List<string> TakenBack(params DossierEvent[] events) =>
        [.. Voids.TakenBack(events).Select(key => key.Id).Order(StringComparer.Ordinal)];

    private static DossierEvent Receipt(string id, int day) => Event(id, day, DossierEventType.Received) with { Unit = "502", Procedure = "P" };

    private static DossierEvent Finish(string id, int day) => Event(id, day, DossierEventType.Finished);

    private static DossierEvent Void(string id, int day, string target) => Event(id, day, DossierEventType.Voided) with { EventId = target };

    private static DossierEvent Event(string id, int day, DossierEventType type) => new()
    {
        Source = "s1",
        Id = id,
        Type = type,
        Code = "D1",
        Time = SmallWorld.Days.At(new DateOnly(2022, 11, 3).AddDays(day), new TimeOnly(8, 0)),
    };
}
