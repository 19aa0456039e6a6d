using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Tests.Contract;
using DossierMonitor.Storage.Verification;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Database;

/// <summary>Transactions that begin while the one before is still on its way to the database.</summary>
public sealed class PostgresFollowingTests
{
    private const int Batch = 60;
    private const string LocksHeld = "select count(*) from pg_locks l join pg_database d on d.oid = l.database where d.datname = current_database() and l.locktype = 'advisory'";

    // Not so often that nothing can be done.
    private const int Cuts = 20;

    /// <summary>Events of a dossier come in many batches, every batch comes twice, and all of them wait at once; in large groups, or each alone.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task They_store_what_one_after_the_other_would(bool inGroups)
    {
        await using var fixture = new PostgresStoreFixture();
        await using var alone = new SqliteStoreFixture();
        await using var store = await DossierStore.OpenAsync(fixture.Address, RandomHistory.Rulebook, fixture.Time, groupCommit: inGroups);
        await using var expected = await alone.OpenAsync(RandomHistory.Rulebook);

        // More than one group takes, both times together.
        var events = Mixed(seed: 51, dossiers: inGroups ? 2_400 : 900);
        await Task.WhenAll(events.Chunk(Batch).Select(batch => expected.Writer.SubmitAsync(batch.Submitted())));

        var outcomes = await AllAtOnceAsync(store, events.Chunk(Batch).SelectMany(batch => new[] { batch, batch }));

        store.Writer.Followed.ShouldBeGreaterThan(0);
        outcomes.Where((_, i) => i % 2 == 0).SelectMany(one => one).ShouldAllBe(outcome => outcome.Status == EventStatus.Accepted);
        outcomes.Where((_, i) => i % 2 == 1).SelectMany(one => one).ShouldAllBe(outcome => outcome.Status == EventStatus.Duplicate);
        StoreDump.Of(store).ShouldBe(StoreDump.Of(expected));
        Verifier.Run(fixture.Address, RandomHistory.Rulebook, [], TimeProvider.System).Difference.ShouldBeNull();
    }

    /// <summary>One with so many events that the writer does not remember them: while they are on their way the database does not have them either.</summary>
    [Fact]
    public async Task A_dossier_that_is_too_long_to_be_remembered_is_known()
    {
        await using var fixture = new PostgresStoreFixture();
        await using var alone = new SqliteStoreFixture();
        await using var store = await DossierStore.OpenAsync(fixture.Address, RandomHistory.Rulebook, fixture.Time, groupCommit: false);
        await using var expected = await alone.OpenAsync(RandomHistory.Rulebook);
        var batches = Mixed(seed: 55, dossiers: 400).Select(e => e with { Code = "LONG" }).Chunk(250).ToArray();
        foreach (var batch in batches)
        {
            await expected.Writer.SubmitAsync(batch.Submitted());
        }

        await AllAtOnceAsync(store, batches);
        store.Writer.Followed.ShouldBeGreaterThan(0);
        StoreDump.Of(store).ShouldBe(StoreDump.Of(expected));
        Verifier.Run(fixture.Address, RandomHistory.Rulebook, [], TimeProvider.System).Difference.ShouldBeNull();
    }

    /// <summary>A batch that the database refuses is told so; those before and behind it, on their way at the same time, are stored.</summary>
    [Fact]
    public async Task One_that_fails_takes_no_other_with_it()
    {
        await using var fixture = new PostgresStoreFixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        using (var owner = StoreDatabase.Connect(fixture.Address, write: true))
        {
            owner.Execute(
                "create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$; "
                + "create trigger refuse before insert on event_log for each row when (new.event_id like 'poison%') execute function refuse()");
        }

        var batches = Mixed(seed: 52, dossiers: 600).Chunk(Batch).Select(batch => batch.ToList()).ToList();
        int[] poisoned = [0, batches.Count / 3, batches.Count / 2, batches.Count - 1];
        Array.ForEach(poisoned, i => batches[i].Add(RandomHistory.Received($"P{i}", $"poison{i}")));
        var submissions = batches.ConvertAll(batch => store.Writer.SubmitAsync(batch.Submitted()));
        for (var i = 0; i < batches.Count; i++)
        {
            if (poisoned.Contains(i))
            {
                await Should.ThrowAsync<SubmissionFailedException>(submissions[i]);
            }
            else
            {
                (await submissions[i]).ShouldAllBe(outcome => outcome.Status == EventStatus.Accepted);
            }
        }

        using (var look = StoreDatabase.Connect(fixture.Address, write: true))
        {
            look.ExecuteScalar<long>(LocksHeld).ShouldBe(0);
        }

        var verified = Verifier.Run(fixture.Address, RandomHistory.Rulebook, [], TimeProvider.System);
        verified.Difference.ShouldBeNull();
        verified.Events.ShouldBe(batches.Where((_, i) => !poisoned.Contains(i)).Sum(batch => batch.Count));
    }

    /// <summary>Whoever keeps the turn gives it up: to another that waits, and when nothing is left to do.</summary>
    [Fact]
    public async Task Two_with_much_to_write_take_turns()
    {
        await using var fixture = new PostgresStoreFixture();
        await using var alone = new SqliteStoreFixture();
        await using var one = await DossierStore.OpenAsync(fixture.Address, RandomHistory.Rulebook, fixture.Time, groupCommit: false);
        await using var other = await DossierStore.OpenAsync(fixture.Address, RandomHistory.Rulebook, fixture.Time, groupCommit: false);
        await using var expected = await alone.OpenAsync(RandomHistory.Rulebook);
        var events = Mixed(seed: 53, dossiers: 900);
        await expected.Writer.SubmitAsync(events.Submitted());
        var all = await Task.WhenAll(events.Chunk(Batch).Select((batch, i) => (i % 2 == 0 ? one : other).Writer.SubmitAsync(batch.Submitted())));
        all.SelectMany(outcomes => outcomes).ShouldAllBe(outcome => outcome.Status == EventStatus.Accepted);
        StoreDump.Of(other).ShouldBe(StoreDump.Of(expected));
        using (var look = StoreDatabase.Connect(fixture.Address, write: true))
        {
            look.ExecuteScalar<long>(LocksHeld).ShouldBe(0);
        }

        Verifier.Run(fixture.Address, RandomHistory.Rulebook, [], TimeProvider.System).Difference.ShouldBeNull();
    }

    /// <summary>Connections are cut while transactions are on their way: what was acknowledged is there, and sent again all of it is, once.</summary>
    [Fact]
    public async Task Cut_off_again_and_again_nothing_is_lost_or_stored_twice()
    {
        await using var fixture = new PostgresStoreFixture();
        await using var alone = new SqliteStoreFixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        await using var expected = await alone.OpenAsync(RandomHistory.Rulebook);
        var events = Mixed(seed: 54, dossiers: 1_200);
        await expected.Writer.SubmitAsync(events.Submitted());
        using var done = new CancellationTokenSource();
        var cutting = Task.Run(() =>
        {
            using var cut = StoreDatabase.Connect(fixture.Address, write: true);
            var cuts = 0L;
            while (!done.IsCancellationRequested && cuts < Cuts)
            {
                // Only in the middle of something.
                cuts += cut.ExecuteScalar<long>(
                    "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and xact_start < clock_timestamp() - interval '5 ms'");
            }

            return cuts;
        });
        await Task.WhenAll(events.Chunk(Batch).Select(async batch =>
        {
            while (true)
            {
                try
                {
                    await store.Writer.SubmitAsync(batch.Submitted());
                    return;
                }
                catch (SubmissionFailedException)
                {
                    // As it says: the same ids again.
                }
            }
        }));
        await done.CancelAsync();
        (await cutting).ShouldBeGreaterThan(0);
        StoreDump.Of(store).ShouldBe(StoreDump.Of(expected));
        Verifier.Run(fixture.Address, RandomHistory.Rulebook, [], TimeProvider.System).Difference.ShouldBeNull();
    }

    /// <summary>The writer begins when all of them wait: however slow the machine is, more comes before a transaction is over.</summary>
    private static async Task<IReadOnlyList<EventOutcome>[]> AllAtOnceAsync(DossierStore store, IEnumerable<DossierEvent[]> batches)
    {
        using var all = new ManualResetEventSlim();
        var held = store.Writer.AdministrateAsync("test", _ =>
        {
            all.Wait();
            return true;
        });
        var submissions = batches.Select(batch => store.Writer.SubmitAsync(batch.Submitted())).ToArray();
        all.Set();
        await held;
        return await Task.WhenAll(submissions);
    }

    // So that a dossier's events are far apart.
    private static DossierEvent[] Mixed(int seed, int dossiers)
    {
        var events = RandomHistory.Events(seed, dossiers).ToArray();
        new Random(seed).Shuffle(events);
        return events;
    }
}
