using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Tests.Contract;
using DossierMonitor.Storage.Verification;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Database;

/// <summary>What a replica fetches while another one writes, and which of it has become another by the time of its own turn.</summary>
public sealed class PostgresTurnsTests
{
    private const string OfThoseWhoWait = " from pg_locks l join pg_database d on d.oid = l.database where d.datname = current_database() and l.locktype = 'advisory' and not l.granted";

    /// <summary>
    /// The other one changes dossiers that were fetched or are remembered, and makes some that were looked for and not found: before
    /// the last look, or after it. Then one transaction stores everything. What the other one changed stands beside what waits for the
    /// tallies, or in the log only, when a program of an earlier version wrote it.
    /// </summary>
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task What_another_wrote_since_it_was_fetched_is_fetched_again(bool beforeTheLastLook, bool isListed)
    {
        await using var fixture = new PostgresStoreFixture();
        await using var alone = new SqliteStoreFixture();
        await using var one = await fixture.OpenAsync(RandomHistory.Rulebook);
        await using var other = await DossierStore.OpenAsync(fixture.Address, RandomHistory.Rulebook, fixture.Time);
        await using var expected = await alone.OpenAsync(RandomHistory.Rulebook);
        var events = RandomHistory.Events(seed: 61, dossiers: 400).ToArray();
        new Random(61).Shuffle(events);
        var parts = events.Chunk((events.Length + 3) / 4).ToArray();
        foreach (var part in parts)
        {
            await expected.Writer.SubmitAsync(part.Submitted());
        }

        await one.Writer.SubmitAsync(parts[0].Submitted());
        await other.Writer.SubmitAsync(parts[1].Submitted());
        await one.Writer.SettleAsync();
        await other.Writer.SettleAsync();

        using var held = StoreDatabase.Connect(fixture.Address, write: true);
        using var between = StoreDatabase.Connect(fixture.Address, write: true);
        using var look = StoreDatabase.Connect(fixture.Address, write: true);
        if (!isListed)
        {
            look.Execute("create function forget() returns trigger language plpgsql as $$ begin new.dossiers = null; return new; end $$; "
                + "create trigger forget before insert on tally_pending for each row execute function forget()");
        }

        Take(held);
        var first = one.Writer.SubmitAsync(parts[2].Submitted());
        await UntilAsync(() => Count(look) == 1);
        var inBetween = beforeTheLastLook ? Task.Run(() => Take(between)) : Task.CompletedTask;
        await UntilAsync(() => Count(look) == (beforeTheLastLook ? 2 : 1));
        var second = other.Writer.SubmitAsync(parts[3].Submitted());
        await UntilAsync(() => Count(look) == (beforeTheLastLook ? 3 : 2) && other.Writer.Prepared > 0);
        Give(held);
        if (beforeTheLastLook)
        {
            await first;
            await inBetween;

            // One may have begun before that.
            var prepared = other.Writer.Prepared;
            await UntilAsync(() => other.Writer.Prepared > prepared + 1);
            Give(between);
        }

        (await first).ShouldAllBe(outcome => outcome.Status == EventStatus.Accepted);
        (await second).ShouldAllBe(outcome => outcome.Status == EventStatus.Accepted);

        look.ExecuteScalar<long>("select count(distinct xmin::text) from event_log where seq > @seq", new { seq = (long)(events.Length - parts[3].Length) }).ShouldBe(1);
        look.ExecuteScalar<long>("select count(dossiers) from tally_pending").ShouldBe(isListed ? 2 : 0);
        StoreDump.Of(other).ShouldBe(StoreDump.Of(expected));
        Verifier.Run(fixture.Address, RandomHistory.Rulebook, [], TimeProvider.System).Difference.ShouldBeNull();
    }

    /// <summary>Submissions that come while another one writes are stored together when it is over; a dry run is not stored with them.</summary>
    [Fact]
    public async Task A_group_grows_while_it_waits()
    {
        await using var fixture = new PostgresStoreFixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        using var held = StoreDatabase.Connect(fixture.Address, write: true);
        using var look = StoreDatabase.Connect(fixture.Address, write: true);
        var batches = RandomHistory.Events(seed: 62, dossiers: 60).Chunk(20).ToArray();
        var trial = RandomHistory.Received("TRIAL", "trial");
        Take(held);
        var first = store.Writer.SubmitAsync(batches[0].Submitted());
        await UntilAsync(() => Count(look) == 1 && store.Writer.Prepared > 0);
        var rest = batches.Skip(1).Select(batch => store.Writer.SubmitAsync(batch.Submitted())).ToList();
        var dry = store.Writer.SubmitAsync(new[] { trial }.Submitted(), dryRun: true);
        var prepared = store.Writer.Prepared;
        await UntilAsync(() => store.Writer.Prepared > prepared + 1);
        Give(held);

        (await Task.WhenAll([first, .. rest])).SelectMany(outcomes => outcomes).ShouldAllBe(outcome => outcome.Status == EventStatus.Accepted);
        (await dry).ShouldHaveSingleItem().Status.ShouldBe(EventStatus.Accepted);
        look.ExecuteScalar<long>("select count(distinct xmin::text) from event_log").ShouldBe(1);
        look.ExecuteScalar<long>("select count(*) from event_log").ShouldBe(batches.Sum(batch => batch.Length));
        Verifier.Run(fixture.Address, RandomHistory.Rulebook, [], TimeProvider.System).Difference.ShouldBeNull();
    }

    /// <summary>The connection on which it waits is cut: those who wait are stored all the same, once.</summary>
    [Fact]
    public async Task Cut_off_while_it_waits_it_waits_again()
    {
        await using var fixture = new PostgresStoreFixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        using var held = StoreDatabase.Connect(fixture.Address, write: true);
        using var look = StoreDatabase.Connect(fixture.Address, write: true);
        var events = RandomHistory.Events(seed: 63, dossiers: 60).ToArray();
        await store.Writer.SubmitAsync(events[..20].Submitted());
        await store.Writer.SettleAsync();
        Take(held);
        var submitted = store.Writer.SubmitAsync(events.Submitted());
        await UntilAsync(() => Count(look) == 1 && store.Writer.Prepared > 0);
        look.ExecuteScalar<long>("select count(pg_terminate_backend(l.pid))" + OfThoseWhoWait).ShouldBe(1);
        var prepared = store.Writer.Prepared;
        await UntilAsync(() => Count(look) == 1 && store.Writer.Prepared > prepared);
        Give(held);

        var outcomes = await submitted;
        outcomes.Count(outcome => outcome.Status == EventStatus.Duplicate).ShouldBe(20);
        outcomes.Count(outcome => outcome.Status == EventStatus.Accepted).ShouldBe(events.Length - 20);
        Verifier.Run(fixture.Address, RandomHistory.Rulebook, [], TimeProvider.System).Difference.ShouldBeNull();
    }

    private static void Take(StoreConnection connection) => connection.Execute("select pg_advisory_lock(4967238015)");

    private static void Give(StoreConnection connection) => connection.ExecuteScalar<bool>("select pg_advisory_unlock(4967238015)").ShouldBeTrue();

    private static long Count(StoreConnection connection) => connection.ExecuteScalar<long>("select count(*)" + OfThoseWhoWait);

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!holds())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
