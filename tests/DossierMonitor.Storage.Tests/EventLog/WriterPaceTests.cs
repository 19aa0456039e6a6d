using DossierMonitor.Storage.EventLog;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.EventLog;

public sealed class WriterPaceTests
{
    [Fact]
    public void It_tells_nothing_before_something_was_measured()
    {
        var pace = new WriterPace();
        pace.Of(1_000).ShouldBeNull();
        pace.Note(TimeSpan.FromSeconds(1), 0);
        pace.Of(1_000).ShouldBeNull();
    }

    [Fact]
    public void It_follows_what_was_measured_and_one_that_had_to_wait_counts_little()
    {
        var pace = new WriterPace();
        pace.Note(TimeSpan.FromMilliseconds(10), 1_000);
        pace.Of(2_000).ShouldBe(TimeSpan.FromMilliseconds(20));
        pace.Note(TimeSpan.FromMilliseconds(90), 1_000);
        pace.Of(1_000).ShouldBe(TimeSpan.FromMilliseconds(20));
        for (var i = 0; i < 100; i++)
        {
            pace.Note(TimeSpan.FromMilliseconds(15), 500);
        }

        pace.Of(1_000)!.Value.TotalMilliseconds.ShouldBe(30, 0.01);
    }
}
