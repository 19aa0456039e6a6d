using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Rebuild;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Contract;

public abstract class EventsByDossierContract
{
    protected abstract IStoreFixture Fixture();

    [Theory]
    [InlineData(1)]
    [InlineData(5_000)]
    [InlineData(40_000)]
    [InlineData(100_000_000)]
    public async Task The_log_by_dossiers_is_what_their_rows_have(int memory)
    {
        await using var fixture = Fixture();
        var events = RandomHistory.Events(seed: 8, dossiers: 60);
        await using (var store = await fixture.OpenAsync(RandomHistory.Rulebook))
        {
            await RandomHistory.SubmitShuffledAsync(store, events, 2);
        }

        using var database = StoreDatabase.Open(fixture.Address, fixture.Time);
        using var transaction = database.Writer.BeginRead();
        var stored = database.Writer.Query<(long Id, byte[] Events)>("select id, events from dossier order by id").ToList();
        using var byDossier = new EventsByDossier(database.Writer, memory);
        var read = byDossier.Dossiers().ToList();
        byDossier.Events.ShouldBe(events.Count);
        read.Select(row => row.DossierId).ShouldBe(stored.Select(row => row.Id));

        // Runs name their source again, so the bytes may differ where what they say does not.
        foreach (var (one, other) in read.Zip(stored))
        {
            Storage.Dossiers.EventsColumn.ReadWithPlaces(one.Events, "C").ShouldBe(Storage.Dossiers.EventsColumn.ReadWithPlaces(other.Events, "C"));
        }
    }
}

public sealed class SqliteEventsByDossierTests : EventsByDossierContract
{
    protected override IStoreFixture Fixture() => new SqliteStoreFixture();
}

public sealed class PostgresEventsByDossierTests : EventsByDossierContract
{
    protected override IStoreFixture Fixture() => new PostgresStoreFixture();
}
