using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Verification;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Contract;

/// <summary>What the writer remembers between transactions is never taken for what is stored.</summary>
public abstract class WriterMemoryContract
{
    protected abstract IStoreFixture Fixture();

    /// <summary>Two programs that write by turns must each see what the other wrote to the dossiers that it has just written itself.</summary>
    [Fact]
    public async Task What_another_program_wrote_is_seen()
    {
        await using var fixture = Fixture();
        var events = RandomHistory.Events(seed: 17, dossiers: 30);
        await using (var one = await fixture.OpenAsync(RandomHistory.Rulebook))
        await using (var other = await fixture.OpenAsync(RandomHistory.Rulebook))
        {
            for (var i = 0; i < events.Count; i++)
            {
                await (i % 3 == 0 ? one : other).Writer.SubmitAsync(events[i..(i + 1)].Submitted());
            }
        }

        var result = Verifier.Run(fixture.Address, RandomHistory.Rulebook, [], TimeProvider.System);
        result.Difference.ShouldBeNull();
        result.Events.ShouldBe(events.Count);
    }

    /// <summary>What was tried and taken back must not be taken for stored.</summary>
    [Fact]
    public async Task A_dry_run_leaves_nothing_behind()
    {
        await using var fixture = Fixture();
        var events = RandomHistory.Events(seed: 18, dossiers: 30);
        await using (var store = await fixture.OpenAsync(RandomHistory.Rulebook))
        {
            foreach (var each in events)
            {
                await store.Writer.SubmitAsync(new[] { each, each with { Id = each.Id + "x" } }.Submitted(), dryRun: true);
                await store.Writer.SubmitAsync(new[] { each }.Submitted());
            }
        }

        var result = Verifier.Run(fixture.Address, RandomHistory.Rulebook, [], TimeProvider.System);
        result.Difference.ShouldBeNull();
        result.Events.ShouldBe(events.Count);
    }

    /// <summary>In one transaction, much of it prepared on another thread, or each in its own: the same.</summary>
    [Fact]
    public async Task A_large_transaction_stores_what_many_small_ones_do()
    {
        await using var large = Fixture();
        await using var small = Fixture();
        var events = RandomHistory.Events(seed: 19, dossiers: 700);
        await using (var store = await large.OpenAsync(RandomHistory.Rulebook))
        await using (var other = await small.OpenAsync(RandomHistory.Rulebook))
        {
            await store.Writer.SubmitAsync(events.Submitted());
            foreach (var few in events.Chunk(5))
            {
                await other.Writer.SubmitAsync(few.Submitted());
            }

            StoreDump.Of(store).ShouldBe(StoreDump.Of(other));
        }

        Verifier.Run(large.Address, RandomHistory.Rulebook, [], TimeProvider.System).Difference.ShouldBeNull();
    }
}

public sealed class SqliteWriterMemoryTests : WriterMemoryContract
{
    protected override IStoreFixture Fixture() => new SqliteStoreFixture();
}

public sealed class PostgresWriterMemoryTests : WriterMemoryContract
{
    protected override IStoreFixture Fixture() => new PostgresStoreFixture();
}
