using System.Security.Cryptography;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Queries;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Contract;

public abstract class EventChainContract
{
    protected abstract IStoreFixture Fixture();

    [Fact]
    public async Task Each_link_is_the_hash_of_the_link_before_the_digest_and_the_time_of_recording()
    {
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        var events = RandomHistory.Events(seed: 9, dossiers: 20);
        var recorded = Instant.From(fixture.Time.GetUtcNow());
        await store.Writer.SubmitAsync(events[..10].Submitted());
        await store.Writer.SubmitAsync(events[10..].Submitted());

        var heads = Heads(store, recorded);
        heads.Select(head => head.Source).ShouldBe(events.Select(e => e.Source).Distinct().Order(StringComparer.Ordinal));
        foreach (var head in heads)
        {
            // Written out again, not by the code under test.
            var chain = Array.Empty<byte>();
            foreach (var e in events.Where(e => e.Source == head.Source))
            {
                byte[] time = BitConverter.GetBytes(recorded.Milliseconds);
                Array.Reverse(time);
                chain = SHA256.HashData([.. chain, .. EventDigest.Of(e), .. time]);
            }

            head.Chain.ShouldBe(Convert.ToHexStringLower(chain));
            head.Events.ShouldBe(events.Count(e => e.Source == head.Source));
        }
    }

    [Fact]
    public async Task A_day_s_head_stays_when_later_days_add_events()
    {
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        await store.Writer.SubmitAsync(new[] { RandomHistory.Received("D1", "a") }.Submitted());
        var evening = Instant.From(fixture.Time.GetUtcNow());
        var published = Heads(store, evening);
        fixture.Time.Advance(TimeSpan.FromDays(1));
        await store.Writer.SubmitAsync(new[] { RandomHistory.Received("D2", "b"), RandomHistory.Received("D1", "a") }.Submitted());
        Heads(store, evening).ShouldBe(published);
        Heads(store, Instant.From(fixture.Time.GetUtcNow())).Single().Events.ShouldBe(2);
        Heads(store, new Instant(evening.Milliseconds - 1)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Duplicates_dry_runs_and_failures_add_no_link()
    {
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        var first = RandomHistory.Received("D1", "a");
        await store.Writer.SubmitAsync(new[] { first }.Submitted());
        var before = Heads(store, Instant.MaxValue);
        await store.Writer.SubmitAsync(new[] { first, first with { Unit = "503" } }.Submitted());
        await store.Writer.SubmitAsync(new[] { RandomHistory.Received("D2", "b") }.Submitted(), dryRun: true);
        await Should.ThrowAsync<SubmissionFailedException>(() => store.Writer.SubmitAsync(
            new[] { first with { Id = "x", Type = DossierEventType.Extended, DueAt = null } }.Submitted()));
        Heads(store, Instant.MaxValue).ShouldBe(before);
    }

    [Fact]
    public async Task Another_program_s_events_take_their_place_in_the_chain()
    {
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        await store.Writer.SubmitAsync(new[] { RandomHistory.Received("D1", "a") }.Submitted());
        await using (var import = await fixture.OpenAsync(RandomHistory.Rulebook))
        {
            await import.Writer.SubmitAsync(new[] { RandomHistory.Received("D2", "b") }.Submitted());
        }

        await store.Writer.SubmitAsync(new[] { RandomHistory.Received("D3", "c") }.Submitted());
        await using var alone = Fixture();
        await using var one = await alone.OpenAsync(RandomHistory.Rulebook);
        await one.Writer.SubmitAsync(new[] { RandomHistory.Received("D1", "a"), RandomHistory.Received("D2", "b"), RandomHistory.Received("D3", "c") }.Submitted());
        Heads(store, Instant.MaxValue).ShouldBe(Heads(one, Instant.MaxValue));
    }

    private static IReadOnlyList<ChainHead> Heads(DossierStore store, Instant at) => store.Reader.Read(snapshot => ChainHeadReader.Run(snapshot, at));
}

public sealed class SqliteEventChainTests : EventChainContract
{
    protected override IStoreFixture Fixture() => new SqliteStoreFixture();
}

public sealed class PostgresEventChainTests : EventChainContract
{
    protected override IStoreFixture Fixture() => new PostgresStoreFixture();
}
