using DossierMonitor.Storage.EventLog;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.EventLog;

public sealed class BackgroundThreadsTests
{
    [Fact]
    public void Whoever_waits_for_a_piece_of_work_has_it_done_or_learns_why_it_is_not()
    {
        using var threads = new BackgroundThreads("test", 1);
        var (caller, worker) = (Environment.CurrentManagedThreadId, 0);
        threads.Run(() => worker = Environment.CurrentManagedThreadId);
        worker.ShouldNotBe(0);
        worker.ShouldNotBe(caller);
        Should.Throw<InvalidTimeZoneException>(() => threads.Run(() => throw new InvalidTimeZoneException()));
        threads.Run(() => worker = 0);
        worker.ShouldBe(0);
    }

    [Fact]
    public void It_can_be_closed_twice_whether_it_was_used_or_not()
    {
        foreach (var isUsed in new[] { true, false })
        {
            var threads = new BackgroundThreads("test", 2);
            if (isUsed)
            {
                threads.Run(() => { });
            }

            threads.Dispose();
            Should.NotThrow(threads.Dispose);
        }
    }
}
