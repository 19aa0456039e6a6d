using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Storage.Dossiers;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Tests.Contract;
using DossierMonitor.Storage.Verification;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Dossiers;

public sealed class RecentDossiersTests
{
    [Fact]
    public void The_newest_are_known_and_what_stands_behind_another_end_of_the_log_is_not()
    {
        var recent = new RecentDossiers(generation: 3);
        recent.Begin(0);
        for (var i = 1; i <= 7; i++)
        {
            recent.Put($"D{i}", i, [(byte)i]);
        }

        recent.Committed(7);
        recent.Begin(7);
        Known(recent).ShouldBe([4, 5, 6, 7]);
        recent.Put("D5", 5, [55]);
        recent.TryGet("D5", out var dossier).ShouldBeTrue();
        dossier.Events.ShouldBe([55]);

        // What was not committed, or another program wrote.
        recent.Begin(8);
        Known(recent).ShouldBeEmpty();
    }

    [Fact]
    public void A_dossier_with_very_many_events_is_not_kept_nor_is_what_it_had_before()
    {
        var recent = new RecentDossiers(generation: 3);
        recent.Begin(0);
        recent.Put("D1", 1, [1]);
        recent.Put("D1", 1, new byte[100_000]);
        Known(recent).ShouldBeEmpty();
    }

    /// <summary>Two programs that write by turns must each see what the other wrote to the dossiers that it has just written itself.</summary>
    [Fact]
    public async Task What_another_program_wrote_is_seen()
    {
        await using var fixture = new SqliteStoreFixture();
        var events = RandomHistory.Events(seed: 17, dossiers: 30);
        await using (var one = await fixture.OpenAsync(RandomHistory.Rulebook))
        await using (var other = await fixture.OpenAsync(RandomHistory.Rulebook))
        {
            for (var i = 0; i < events.Count; i++)
            {
                await (i % 3 == 0 ? one : other).Writer.SubmitAsync(events[i..(i + 1)].Submitted());
            }
        }

        var result = Verifier.Run(fixture.Path, RandomHistory.Rulebook, [], TimeProvider.System);
        result.Difference.ShouldBeNull();
        result.Events.ShouldBe(events.Count);
    }

    /// <summary>What was tried and taken back must not be taken for stored.</summary>
    [Fact]
    public async Task A_dry_run_leaves_nothing_behind()
    {
        await using var fixture = new SqliteStoreFixture();
        var events = RandomHistory.Events(seed: 18, dossiers: 30);
        await using (var store = await fixture.OpenAsync(RandomHistory.Rulebook))
        {
            foreach (var each in events)
            {
                await store.Writer.SubmitAsync(new[] { each, each with { Id = each.Id + "x" } }.Submitted(), dryRun: true);
                await store.Writer.SubmitAsync(new[] { each }.Submitted());
            }
        }

        var result = Verifier.Run(fixture.Path, RandomHistory.Rulebook, [], TimeProvider.System);
        result.Difference.ShouldBeNull();
        result.Events.ShouldBe(events.Count);
    }

    /// <summary>In one transaction, much of it prepared on another thread, or each in its own: the same.</summary>
    [Fact]
    public async Task A_large_transaction_stores_what_many_small_ones_do()
    {
        await using var large = new SqliteStoreFixture();
        await using var small = new SqliteStoreFixture();
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

        Verifier.Run(large.Path, RandomHistory.Rulebook, [], TimeProvider.System).Difference.ShouldBeNull();
    }

    private static List<long> Known(RecentDossiers recent)
    {
        var known = new List<long>();
        for (var i = 1; i <= 7; i++)
        {
            if (recent.TryGet($"D{i}", out var dossier))
            {
                known.Add(dossier.Id);
            }
        }

        return known;
    }
}
