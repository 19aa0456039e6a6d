using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Move;
using DossierMonitor.Storage.Tests.Contract;
using DossierMonitor.Storage.Verification;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Tallies;

/// <summary>Changes of the tallies that wait to be added to them.</summary>
public sealed class PendingChangesTests
{
    private const string Count = "select count(*) from tally_pending";

    [Fact]
    public async Task What_waits_is_verified_and_moved_as_if_it_did_not_wait()
    {
        await using var fixture = new PostgresStoreFixture();
        await using var moved = new SqliteStoreFixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        foreach (var batch in RandomHistory.Events(seed: 61, dossiers: 80).Chunk(50))
        {
            await store.Writer.SubmitAsync(batch.Submitted());
        }

        using var look = StoreDatabase.Connect(fixture.Address, write: true);
        look.ExecuteScalar<long>(Count).ShouldBeGreaterThan(1);
        Verifier.Run(fixture.Address, RandomHistory.Rulebook, [], TimeProvider.System).Difference.ShouldBeNull();
        DatabaseMove.Run(fixture.Address, moved.Address, RandomHistory.Rulebook, TimeProvider.System);
        look.ExecuteScalar<long>(Count).ShouldBeGreaterThan(1);
        await using var copy = await moved.OpenAsync(RandomHistory.Rulebook);
        StoreDump.Of(copy).ShouldBe(StoreDump.Of(store));
        look.ExecuteScalar<long>(Count).ShouldBe(0);
        Verifier.Run(fixture.Address, RandomHistory.Rulebook, [], TimeProvider.System).Difference.ShouldBeNull();
    }

    /// <summary>More than a few rows go to the database in another way, in which it converts nothing: under load that is what verification finds.</summary>
    [Fact]
    public async Task Much_that_waits_is_verified_too()
    {
        await using var fixture = new PostgresStoreFixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        await store.Writer.SubmitAsync(RandomHistory.Events(seed: 64, dossiers: 5_000).Submitted());

        using var look = StoreDatabase.Connect(fixture.Address, write: true);
        look.ExecuteScalar<long>(Count).ShouldBe(1);
        look.ExecuteScalar<long>("select count(*) from (select distinct slice_id, ended, days_late_current from stretch where days_late_current is not null) late").ShouldBeGreaterThan(500);
        Verifier.Run(fixture.Address, RandomHistory.Rulebook, [], TimeProvider.System).Difference.ShouldBeNull();
    }

    /// <summary>So much that it cannot wait any longer, by two writers who each have added to it.</summary>
    [Fact]
    public async Task Once_it_is_much_any_writer_adds_it()
    {
        await using var fixture = new PostgresStoreFixture();
        await using var alone = new SqliteStoreFixture();
        await using var one = await fixture.OpenAsync(RandomHistory.Rulebook);
        await using var other = await fixture.OpenAsync(RandomHistory.Rulebook);
        await using var expected = await alone.OpenAsync(RandomHistory.Rulebook);
        var events = RandomHistory.Events(seed: 62, dossiers: 120);
        await expected.Writer.SubmitAsync(events.Submitted());
        using var look = StoreDatabase.Connect(fixture.Address, write: true);
        var (most, before, fell) = (0L, 0L, 0);
        var turn = 0;
        foreach (var batch in events.Chunk(3))
        {
            await (turn++ % 3 == 0 ? other : one).Writer.SubmitAsync(batch.Submitted());
            var now = look.ExecuteScalar<long>(Count);
            fell += now < before ? 1 : 0;
            (before, most) = (now, Math.Max(most, now));
        }

        fell.ShouldBeGreaterThan(1);
        most.ShouldBe(64);
        StoreDump.Of(one).ShouldBe(StoreDump.Of(expected));
    }

    [Fact]
    public async Task Left_alone_a_writer_puts_the_tallies_in_order_and_so_does_one_that_begins()
    {
        await using var fixture = new PostgresStoreFixture();
        using var look = StoreDatabase.Connect(fixture.Address, write: true);
        var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        await store.Writer.SubmitAsync(RandomHistory.Events(seed: 63, dossiers: 5).Submitted());
        look.ExecuteScalar<long>(Count).ShouldBe(1);
        await AddedAsync();

        await store.Writer.SubmitAsync(new[] { RandomHistory.Received("D900", "z1") }.Submitted());
        look.ExecuteScalar<long>(Count).ShouldBe(1);
        await using var other = await fixture.OpenAsync(RandomHistory.Rulebook);
        await AddedAsync();

        await store.Writer.SubmitAsync(new[] { RandomHistory.Received("D901", "z2") }.Submitted());
        await store.DisposeAsync();
        look.ExecuteScalar<long>(Count).ShouldBe(0);
        Verifier.Run(fixture.Address, RandomHistory.Rulebook, [], TimeProvider.System).Difference.ShouldBeNull();

        // The clock of the test goes on until the writer, on its own thread, has seen that it did.
        async Task AddedAsync()
        {
            while (look.ExecuteScalar<long>(Count) > 0)
            {
                fixture.Time.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }
        }
    }
}
