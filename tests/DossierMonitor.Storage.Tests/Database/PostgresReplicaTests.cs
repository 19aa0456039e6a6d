using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Rebuild;
using DossierMonitor.Storage.Tests.Contract;
using DossierMonitor.Storage.Verification;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Database;

/// <summary>Several programs on one database, each as good as the other.</summary>
public sealed class PostgresReplicaTests
{
    /// <summary>The same dossiers, the same units, the same ids: whoever is first stores, and nobody fails.</summary>
    [Fact]
    public async Task Three_that_write_at_once_store_what_one_does()
    {
        await using var fixture = new PostgresStoreFixture();
        await using var alone = new SqliteStoreFixture();
        var events = RandomHistory.Events(seed: 41, dossiers: 150);
        var replicas = new List<DossierStore>();
        for (var i = 0; i < 3; i++)
        {
            replicas.Add(await fixture.OpenAsync(RandomHistory.Rulebook));
        }

        var accepted = 0;
        await Task.WhenAll(replicas.Select((replica, number) => Task.Run(async () =>
        {
            var own = events.ToArray();
            new Random(number).Shuffle(own);
            foreach (var batch in own.Chunk(7))
            {
                var outcomes = await replica.Writer.SubmitAsync(batch.Submitted());
                Interlocked.Add(ref accepted, outcomes.Count(outcome => outcome.Status == EventStatus.Accepted));
            }
        })));
        accepted.ShouldBe(events.Count);
        await using var one = await alone.OpenAsync(RandomHistory.Rulebook);
        await one.Writer.SubmitAsync(events.Submitted());
        foreach (var replica in replicas)
        {
            StoreDump.Of(replica).ShouldBe(StoreDump.Of(one));
            await replica.DisposeAsync();
        }

        var verified = Verifier.Run(fixture.Address, RandomHistory.Rulebook, [], TimeProvider.System);
        verified.Difference.ShouldBeNull();
        verified.Events.ShouldBe(events.Count);
    }

    [Fact]
    public async Task Rules_that_one_puts_in_force_are_taken_over_by_the_other()
    {
        await using var fixture = new PostgresStoreFixture();
        await using var one = await fixture.OpenAsync(RandomHistory.Rulebook);
        await using var other = await fixture.OpenAsync(RandomHistory.Rulebook);
        var events = RandomHistory.Events(seed: 42, dossiers: 60);
        await one.Writer.SubmitAsync(events[..100].Submitted());
        var rules = RealRules(VerdictBy.Date);
        await one.Writer.UseAsync(rules);
        other.Reader.Read(snapshot => snapshot.Rulebook.Digest).ShouldBe(rules.Digest);
        other.Writer.Rulebook.Digest.ShouldBe(rules.Digest);

        // And by one that only writes.
        var again = RealRules(VerdictBy.Instant);
        await one.Writer.UseAsync(again);
        (await other.Writer.SubmitAsync(events[100..].Submitted())).ShouldAllBe(outcome => outcome.Status == EventStatus.Accepted);
        other.Writer.Rulebook.Digest.ShouldBe(again.Digest);
        Verifier.Run(fixture.Address, again, [], TimeProvider.System).Difference.ShouldBeNull();
    }

    [Fact]
    public async Task What_one_stores_is_in_the_next_answer_of_the_other()
    {
        await using var fixture = new PostgresStoreFixture();
        await using var one = await fixture.OpenAsync(RandomHistory.Rulebook);
        await using var other = await fixture.OpenAsync(RandomHistory.Rulebook);
        for (var i = 1; i <= 20; i++)
        {
            await (i % 2 == 0 ? one : other).Writer.SubmitAsync(new[] { RandomHistory.Received($"D{i}", $"e{i}") }.Submitted());
            (i % 2 == 0 ? other : one).Reader.Read(snapshot => snapshot.LastSeq()).ShouldBe(i);
        }
    }

    /// <summary>Rows enough to be sent while the next are made, by turns with and without another's in between, some of them refused or undone.</summary>
    [Fact]
    public async Task Two_that_write_much_by_turns_store_what_one_does()
    {
        await using var fixture = new PostgresStoreFixture();
        await using var alone = new SqliteStoreFixture();
        await using var one = await fixture.OpenAsync(RandomHistory.Rulebook);
        await using var other = await fixture.OpenAsync(RandomHistory.Rulebook);
        var events = RandomHistory.Events(seed: 44, dossiers: 1_200);
        var turn = 0;
        foreach (var batch in events.Chunk(1_500))
        {
            var writer = (turn++ % 3 == 0 ? other : one).Writer;
            await writer.SubmitAsync(batch.Submitted(), dryRun: true);
            (await writer.SubmitAsync(batch.Submitted())).ShouldAllBe(outcome => outcome.Status == EventStatus.Accepted);
            (await writer.SubmitAsync(batch.Submitted())).ShouldAllBe(outcome => outcome.Status == EventStatus.Duplicate);
        }

        turn.ShouldBeGreaterThan(3);
        await using var expected = await alone.OpenAsync(RandomHistory.Rulebook);
        await expected.Writer.SubmitAsync(events.Submitted());
        StoreDump.Of(one).ShouldBe(StoreDump.Of(expected));
        Verifier.Run(fixture.Address, RandomHistory.Rulebook, [], TimeProvider.System).Difference.ShouldBeNull();
    }

    /// <summary>A writer remembers the tallies that it wrote; not those that somebody has computed again.</summary>
    [Fact]
    public async Task What_a_rebuild_beside_it_put_right_a_writer_does_not_put_wrong_again()
    {
        await using var fixture = new PostgresStoreFixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        var events = RandomHistory.Events(seed: 45, dossiers: 60);
        await store.Writer.SubmitAsync(events[..100].Submitted());
        using (var owner = StoreDatabase.Connect(fixture.Address, write: true))
        {
            owner.Execute("update tally_unit_month set counts = ''; update tally_day set counts = ''");
        }

        await store.Writer.SubmitAsync(events[100..150].Submitted());
        DatabaseRebuild.Run(fixture.Address, RandomHistory.Rulebook, TimeProvider.System, keepOld: false);
        await store.Writer.SubmitAsync(events[150..].Submitted());
        Verifier.Run(fixture.Address, RandomHistory.Rulebook, [], TimeProvider.System).Difference.ShouldBeNull();
    }

    /// <summary>A server that is away while it is looked at is no difference in the database.</summary>
    [Fact]
    public async Task A_verification_that_does_not_reach_the_server_has_found_nothing()
    {
        await using var fixture = new PostgresStoreFixture();
        await using (var store = await fixture.OpenAsync(RandomHistory.Rulebook))
        {
            await store.Writer.SubmitAsync(new[] { RandomHistory.Received("D1", "a") }.Submitted());
        }

        Should.Throw<StorageUnavailableException>(() => Verifier.Run("postgres://nobody@/none?host=/nowhere", RandomHistory.Rulebook, [], TimeProvider.System));
    }

    /// <summary>The server ends all its connections: the next request finds new ones, and nothing is stored twice or taken for stored.</summary>
    [Fact]
    public async Task After_its_connections_were_ended_it_goes_on()
    {
        await using var fixture = new PostgresStoreFixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        var events = RandomHistory.Events(seed: 43, dossiers: 40);
        foreach (var batch in events.Chunk(15))
        {
            using (var other = StoreDatabase.Connect(fixture.Address, write: true))
            {
                other.Execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
            }

            (await store.Writer.SubmitAsync(batch.Submitted())).ShouldAllBe(outcome => outcome.Status == EventStatus.Accepted);
            store.Reader.Read(snapshot => snapshot.LastSeq()).ShouldBeGreaterThan(0);
        }

        Verifier.Run(fixture.Address, RandomHistory.Rulebook, [], TimeProvider.System).Difference.ShouldBeNull();
    }

    [Theory]
    [InlineData("off", "on")]
    [InlineData("local", "local")]
    [InlineData("remote_apply", "remote_apply")]
    public async Task A_commit_waits_for_the_disk_whatever_the_database_s_default(string given, string used)
    {
        await using var fixture = new PostgresStoreFixture();
        using (var owner = StoreDatabase.Connect(fixture.Address, write: true))
        {
            owner.Execute($"do $$ begin execute format('alter database %I set synchronous_commit = {given}', current_database()); end $$");
        }

        // A session that was kept has the default of its beginning.
        Npgsql.NpgsqlConnection.ClearAllPools();
        using var database = StoreDatabase.Open(fixture.Address, fixture.Time);
        database.Writer.ExecuteScalar<string>("show synchronous_commit").ShouldBe(given);
        for (var i = 0; i < 2; i++)
        {
            using var transaction = database.Writer.BeginWrite();
            database.Writer.ExecuteScalar<string>("show synchronous_commit").ShouldBe(used);
        }
    }

    [Fact]
    public void One_of_several_gets_the_turn()
    {
        using var fixture = new Disposable(new PostgresStoreFixture());
        var first = StoreDatabase.TakeTurn(fixture.Address);
        first.ShouldNotBeNull();
        StoreDatabase.TakeTurn(fixture.Address).ShouldBeNull();
        first.Dispose();
        using var next = StoreDatabase.TakeTurn(fixture.Address);
        next.ShouldNotBeNull();
    }

    // Rules that their files give again, as those of the shipped folder do.
    private static Storage.Reference.Rulebook RealRules(VerdictBy by) =>
        new Storage.Reference.Rulebook(Storage.Reference.ReferenceFolder.Load(Repository.ShippedReference), Storage.Reference.ClockSettings.ForZone("Asia/Ho_Chi_Minh") with { VerdictBy = by });

    private sealed class Disposable(PostgresStoreFixture fixture) : IDisposable
    {
        public string Address => fixture.Address;

        public void Dispose() => fixture.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
