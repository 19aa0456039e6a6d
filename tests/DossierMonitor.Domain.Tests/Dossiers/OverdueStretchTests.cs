using DossierMonitor.Domain.Dossiers;
using Shouldly;
using Xunit;
using static DossierMonitor.Domain.Tests.SmallEvents;

namespace DossierMonitor.Domain.Tests.Dossiers;

/// <summary>An event that changes nothing of an overdue dossier does not make it overdue anew.</summary>
public sealed class OverdueStretchTests
{
    [Theory]
    [InlineData("2022-11-10 09:00")] // already overdue
    [InlineData("2022-11-07 09:00")] // not yet
    public void An_extension_to_the_same_date_leaves_the_stretch_whole(string extended)
    {
        var whole = Fold(Received("2022-11-03 08:00", "N", "2022-11-08 17:00"));
        var same = Fold(Received("2022-11-03 08:00", "N", "2022-11-08 17:00"), Event("x", DossierEventType.Extended, extended, "2022-11-08 17:00"));
        same.ShouldHaveSingleItem().ShouldBe(whole.ShouldHaveSingleItem());
        same[0].Current.OverdueFrom.ShouldBe(SmallWorld.At("2022-11-08 17:00").Next);
    }

    [Fact]
    public void An_extension_beyond_ends_the_overdue_time_and_begins_another_stretch()
    {
        var stretches = Fold(Received("2022-11-03 08:00", "N", "2022-11-08 17:00"), Event("x", DossierEventType.Extended, "2022-11-10 09:00", "2022-11-11 17:00"));
        stretches.Count.ShouldBe(2);
        stretches[0].Current.OverdueFrom.ShouldBe(SmallWorld.At("2022-11-08 17:00").Next);
        stretches[1].Current.OverdueFrom.ShouldBe(SmallWorld.At("2022-11-11 17:00").Next);

        // The promised date has not moved: late before, late from the start of the new stretch.
        stretches[1].Promised.OverdueFrom.ShouldBe(SmallWorld.At("2022-11-10 09:00"));
    }

    private static IReadOnlyList<Stretch> Fold(params DossierEvent[] events) => DossierFold.Fold("D1", events, SmallWorld.Rules()).Stretches;
}
