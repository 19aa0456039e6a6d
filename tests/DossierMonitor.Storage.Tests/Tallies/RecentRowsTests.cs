using DossierMonitor.Storage.Tallies;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Tallies;

public sealed class RecentRowsTests
{
    [Fact]
    public void The_newest_are_known_as_they_were_written_last_and_the_memory_has_a_bound()
    {
        var recent = new RecentRows(generation: 300);
        recent.Put((202401, 1), [1]);
        recent.Put((202401, 1), [2]);
        recent.Put((0, 1), []);
        recent.TryGet((202401, 1), out var row).ShouldBeTrue();
        row.ShouldBe([2]);
        recent.TryGet((0, 1), out row).ShouldBeTrue();
        row.ShouldBeEmpty();
        recent.TryGet((0, 2), out _).ShouldBeFalse();
        for (var slice = 10; slice < 100; slice++)
        {
            recent.Put((202401, slice), [3]);
        }

        recent.TryGet((202401, 1), out _).ShouldBeFalse();
        recent.TryGet((202401, 99), out _).ShouldBeTrue();
        Enumerable.Range(0, 100).Count(slice => recent.TryGet((202401, slice), out _)).ShouldBeLessThan(10);
        recent.Clear();
        recent.TryGet((202401, 99), out _).ShouldBeFalse();
    }
}
