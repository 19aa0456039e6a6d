using Dapper;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Sqlite;
using DossierMonitor.Storage.Tests.Contract;
using DossierMonitor.Storage.Verification;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Database;

public sealed class MigrationTests
{
    /// <summary>What the versions that have been in use left behind: the log as it was, nothing of what follows from it.</summary>
    [Fact]
    public async Task A_database_of_the_second_version_becomes_one_of_today()
    {
        await using var fixture = new SqliteStoreFixture();
        await using var older = new SqliteStoreFixture();
        string dump;
        await using (var store = await fixture.OpenAsync(RandomHistory.Rulebook))
        {
            await RandomHistory.SubmitShuffledAsync(store, RandomHistory.Events(seed: 31, dossiers: 50), 3);
            dump = StoreDump.Of(store);
        }

        using (var old = new SqliteConnection($"Data Source={older.Path};Pooling=False"))
        {
            old.Open();
            old.Execute(SqlScripts.Get("Database/Migrations/create-history"));
            foreach (var (version, script) in new[] { (1, "001-initial"), (2, "002-provable") })
            {
                var sql = SqlScripts.Get($"Database/Migrations/{script}");
                var checksum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(sql.ReplaceLineEndings("\n"))));
                old.Execute(sql);
                old.Execute(SqlScripts.Get("Database/Migrations/insert-history"), new { version, checksum, at = 0L });
            }

            old.Execute("attach database @path as now", new { path = fixture.Path });
            old.Execute("insert into source select id, name, head, events, last_recorded from now.source");
            old.Execute("insert into dossier (id, code) select id, code from now.dossier");
            var columns = string.Join(", ", old.Query<string>("select name from pragma_table_info('event_log')"));
            old.Execute($"insert into event_log ({columns}) select {columns} from now.event_log");
            old.Execute("insert into rejection select * from now.rejection");
        }

        Verifier.Run(older.Path, RandomHistory.Rulebook, [], TimeProvider.System).Difference!.Detail.ShouldContain("schema 2");
        await using (var store = await older.OpenAsync(RandomHistory.Rulebook))
        {
            StoreDump.Of(store).ShouldBe(dump);

            // What was there is known, and the log goes on.
            await RandomHistory.SubmitShuffledAsync(store, RandomHistory.Events(seed: 31, dossiers: 50), 5);
            StoreDump.Of(store).ShouldBe(dump);
            await store.Writer.SubmitAsync(new[] { RandomHistory.Received("new", "new") }.Submitted());
        }

        Verifier.Run(older.Path, RandomHistory.Rulebook, [], TimeProvider.System).Difference.ShouldBeNull();
        Migrations.Latest.ShouldBe(9);
    }

    /// <summary>PostgreSQL's sixth version is its first.</summary>
    [Fact]
    public async Task A_postgres_database_of_the_sixth_version_becomes_one_of_today()
    {
        await using var fixture = new PostgresStoreFixture();
        await using var expected = new PostgresStoreFixture();
        var events = RandomHistory.Events(seed: 32, dossiers: 50);
        using (var old = StoreDatabase.Connect(fixture.Address, write: true))
        {
            await using (await fixture.OpenAsync(RandomHistory.Rulebook))
            {
            }

            old.Execute("drop table tally_pending; alter table dossier set (fillfactor = 80); delete from schema_history where version > 6");
            old.ExecuteScalar<long>("select count(*) from schema_history").ShouldBe(1);
        }

        Verifier.Run(fixture.Address, RandomHistory.Rulebook, [], TimeProvider.System).Difference!.Detail.ShouldContain("schema 6");
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        await using var other = await expected.OpenAsync(RandomHistory.Rulebook);
        await store.Writer.SubmitAsync(events.Submitted());
        await other.Writer.SubmitAsync(events.Submitted());
        StoreDump.Of(store).ShouldBe(StoreDump.Of(other));
        Verifier.Run(fixture.Address, RandomHistory.Rulebook, [], TimeProvider.System).Difference.ShouldBeNull();
        using var now = StoreDatabase.Connect(fixture.Address, write: false);
        now.ExecuteScalar<string>("select array_to_string(reloptions, ',') from pg_class where oid = 'dossier'::regclass").ShouldBe("fillfactor=50");
    }
}
