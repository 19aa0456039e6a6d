using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Postgres;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Move;
using DossierMonitor.Storage.Tests.Contract;
using DossierMonitor.Storage.Verification;
using Npgsql;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Database;

/// <summary>The role that the service runs as can do its work, and cannot change what is recorded even if it wanted to.</summary>
public sealed class PostgresRoleTests
{
    [Fact]
    public async Task It_can_do_the_service_s_work_and_nothing_to_the_log()
    {
        await using var fixture = new PostgresStoreFixture();
        var role = "service_" + PostgresCluster.Instance.NewName();
        StoreDatabase.Open(fixture.Address, fixture.Time).Dispose();
        using (var owner = StoreDatabase.Connect(fixture.Address, write: true))
        {
            owner.Execute($"create role {role} login");
        }

        PostgresDatabase.Grant(fixture.Address, role);
        var address = fixture.Address.Replace("postgres@", role + "@", StringComparison.Ordinal);

        // As the README has it: the tables by their owner, all else by the service's role.
        await using (var moved = new SqliteStoreFixture())
        {
            await using (var store = await moved.OpenAsync(RandomHistory.Rulebook))
            {
                await store.Writer.SubmitAsync(RandomHistory.Events(seed: 4, dossiers: 40).Select(e => e with { Code = "M" + e.Code, Id = "M" + e.Id, EventId = e.EventId is { } id ? "M" + id : null }).Submitted());
            }

            DatabaseMove.Run(moved.Address, address, RandomHistory.Rulebook, TimeProvider.System);
        }

        await using (var store = await DossierStore.OpenAsync(address, RandomHistory.Rulebook, fixture.Time))
        {
            (await store.Writer.SubmitAsync(RandomHistory.Events(seed: 3, dossiers: 40).Submitted())).ShouldAllBe(outcome => outcome.Status == EventStatus.Accepted);
            await store.Writer.UseAsync(RandomHistory.With(Domain.Timeliness.VerdictBy.Date));
        }

        Verifier.Run(address, RandomHistory.With(Domain.Timeliness.VerdictBy.Date), [], TimeProvider.System).Difference.ShouldBeNull();
        foreach (var sql in new[]
        {
            "update event_log set unit = '503'", "delete from event_log", "truncate event_log", "alter table event_log disable trigger all", "drop table event_log",
            "update closing set name = 'x'", "update audit set actor = 'x'", "delete from audit", "delete from access_key", "create table mine (id bigint)",
        })
        {
            using var connection = StoreDatabase.Connect(address, write: true);
            Should.Throw<PostgresException>(() => connection.Execute(sql), sql).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege, sql);
        }

        using var last = StoreDatabase.Connect(fixture.Address, write: true);
        last.Execute($"drop owned by {role}");
        last.Execute($"drop role {role}");
    }
}
