using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Administration;
using DossierMonitor.Storage.Closings;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Move;
using DossierMonitor.Storage.Tests.Contract;
using DossierMonitor.Storage.Verification;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Move;

/// <summary>From one engine to the other and back: the same rows, the same figures, and writable afterwards.</summary>
public sealed class DatabaseMoveTests
{
    [Fact]
    public async Task There_and_back_everything_is_the_same()
    {
        await using var sqlite = new SqliteStoreFixture();
        await using var postgres = new PostgresStoreFixture();
        await using var back = new SqliteStoreFixture();
        var dump = await FillAsync(sqlite);
        DatabaseMove.Run(sqlite.Address, postgres.Address, RandomHistory.Rulebook, TimeProvider.System).Dossiers
            .ShouldBe(RandomHistory.Events(seed: 21, dossiers: 120).Select(e => e.Code).Distinct().Count());
        DatabaseMove.Run(postgres.Address, back.Address, RandomHistory.Rulebook, TimeProvider.System);
        foreach (var fixture in new IStoreFixture[] { postgres, back })
        {
            Verifier.Run(fixture.Address, RandomHistory.Rulebook, [], TimeProvider.System).Difference.ShouldBeNull();
            await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
            StoreDump.Of(store).ShouldBe(dump);

            // What it had is known, and what is new goes on from there.
            var again = await store.Writer.SubmitAsync(new[] { RandomHistory.Events(seed: 21, dossiers: 120)[0], RandomHistory.Received("new", "new") }.Submitted());
            again.Select(outcome => outcome.Status).ShouldBe([EventStatus.Duplicate, EventStatus.Accepted]);
            store.Reader.Read(AccessKeys.List).ShouldHaveSingleItem();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Interrupted_at_any_step_it_goes_on(bool intoPostgres)
    {
        await using IStoreFixture one = intoPostgres ? new SqliteStoreFixture() : new PostgresStoreFixture();
        await using IStoreFixture other = intoPostgres ? new PostgresStoreFixture() : new SqliteStoreFixture();
        var dump = await FillAsync(one);
        var interrupted = 0;
        var steps = 0;
        for (var at = 1; ; at++)
        {
            var progress = new Interrupting(at);
            try
            {
                DatabaseMove.Run(one.Address, other.Address, RandomHistory.Rulebook, TimeProvider.System, progress);
                break;
            }
            catch (OperationCanceledException)
            {
                interrupted++;
                steps += progress.Count;
                (await Should.ThrowAsync<StorageException>(() => other.OpenAsync(RandomHistory.Rulebook))).Message.ShouldContain("not completed");
            }
        }

        interrupted.ShouldBeGreaterThan(10);
        steps.ShouldBeGreaterThan(interrupted);
        await using var store = await other.OpenAsync(RandomHistory.Rulebook);
        StoreDump.Of(store).ShouldBe(dump);
    }

    [Fact]
    public async Task Into_a_database_that_has_something_else_it_refuses()
    {
        await using var one = new SqliteStoreFixture();
        await using var used = new PostgresStoreFixture();
        await using var half = new PostgresStoreFixture();
        await using var another = new SqliteStoreFixture();
        await FillAsync(one);
        await FillAsync(used);
        await using (var store = await another.OpenAsync(RandomHistory.Rulebook))
        {
            await store.Writer.SubmitAsync(new[] { RandomHistory.Received("D1", "other") }.Submitted());
        }

        Should.Throw<OperationCanceledException>(() => DatabaseMove.Run(one.Address, half.Address, RandomHistory.Rulebook, TimeProvider.System, new Interrupting(1)));
        Should.Throw<StorageException>(() => DatabaseMove.Run(one.Address, used.Address, RandomHistory.Rulebook, TimeProvider.System)).Message.ShouldContain("not empty");
        Should.Throw<StorageException>(() => DatabaseMove.Run(another.Address, half.Address, RandomHistory.Rulebook, TimeProvider.System)).Message.ShouldContain("another one");
        Should.Throw<StorageException>(() => DatabaseMove.Run(one.Address, half.Address, RandomHistory.With(VerdictBy.Date), TimeProvider.System)).Message.ShouldContain("other rules");
    }

    /// <summary>Every kind of row, so that each table has something to move.</summary>
    private static async Task<string> FillAsync(IStoreFixture fixture)
    {
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        var events = RandomHistory.Events(seed: 21, dossiers: 120);
        foreach (var batch in events.Chunk(200))
        {
            await store.Writer.SubmitAsync(batch.Submitted());
        }

        await store.Writer.SubmitAsync(new[] { events[0] with { Holder = "other" } }.Submitted());
        await store.Writer.AdministrateAsync("test", writer => writer.CreateKey(new AccessKeyRequest("portal", "s1", Scopes.Admin, null, null)));
        await store.Writer.AdministrateAsync("test", writer => writer.AddSigningSecret("s1"));
        await store.Writer.CloseAsync("2022", (_, _) => new ClosingDraft("{}", [1, 2, 3]));
        VerificationLog.Append(fixture.Address, Verifier.Run(fixture.Address, RandomHistory.Rulebook, [], TimeProvider.System));
        return StoreDump.Of(store);
    }

    private sealed class Interrupting(int at) : IProgress<MoveProgress>
    {
        public int Count { get; private set; }

        public void Report(MoveProgress value)
        {
            if (++Count == at)
            {
                throw new OperationCanceledException();
            }
        }
    }
}
