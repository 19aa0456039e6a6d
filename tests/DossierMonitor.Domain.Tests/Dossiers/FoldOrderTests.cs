using DossierMonitor.Domain.Dossiers;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Dossiers;

public sealed class FoldOrderTests
{
    [Fact]
    public void Events_of_one_instant_stand_in_the_order_of_their_types()
    {
        var types = Enum.GetValues<DossierEventType>().Select(type => Event("s1", type.ToString(), type)).Reverse().ToList();
        types.Sort(FoldOrder.Instance);
        types.Select(e => e.Type.Precedence()).ShouldBeInOrder();
        types.Select(e => e.Type).First().ShouldBe(DossierEventType.Received);
        types.FindIndex(e => e.Type == DossierEventType.Resumed).ShouldBeLessThan(types.FindIndex(e => e.Type == DossierEventType.Extended));
        types.FindIndex(e => e.Type == DossierEventType.Extended).ShouldBeLessThan(types.FindIndex(e => e.Type == DossierEventType.Transferred));
        types.FindIndex(e => e.Type == DossierEventType.Suspended).ShouldBeLessThan(types.FindIndex(e => e.Type == DossierEventType.Finished));
        types.FindIndex(e => e.Type == DossierEventType.Stopped).ShouldBeLessThan(types.FindIndex(e => e.Type == DossierEventType.Refused));
    }

    [Fact]
    public void Then_source_and_id_decide_by_code_unit_not_by_culture()
    {
        var events = new List<DossierEvent>
        {
            Event("s2", "a", DossierEventType.Finished), Event("s1", "b", DossierEventType.Finished), Event("s1", "B", DossierEventType.Finished),
            Event("S2", "a", DossierEventType.Finished),
        };
        events.Sort(FoldOrder.Instance);
        events.Select(e => e.Source + e.Id).ShouldBe(["S2a", "s1B", "s1b", "s2a"]);
    }

    [Fact]
    public void Time_comes_first()
    {
        var early = Event("s9", "z", DossierEventType.Voided);
        var late = Event("s1", "a", DossierEventType.Received) with { Time = early.Time.Next };
        FoldOrder.Instance.Compare(early, late).ShouldBeLessThan(0);
    }

    [Fact]
    public void Every_type_is_found_again_by_its_name()
    {
        foreach (var type in Enum.GetValues<DossierEventType>())
        {
            DossierEventTypes.TryParse(type.Name(), out var again).ShouldBeTrue();
            again.ShouldBe(type);
        }

        DossierEventTypes.TryParse("Dossier.Received", out _).ShouldBeFalse();
        DossierEventTypes.AllNames.Count.ShouldBe(17);
    }

    private static DossierEvent Event(string source, string id, DossierEventType type) =>
        new() { Source = source, Id = id, Type = type, Code = "D1", Time = SmallWorld.At("2022-11-03 08:00") };
}
