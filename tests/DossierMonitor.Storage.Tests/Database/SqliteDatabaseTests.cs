using Dapper;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Sqlite;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Tests.Contract;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Database;

public sealed class SqliteDatabaseTests
{
    [Theory]
    [InlineData("3.51.2", false)]
    [InlineData("3.51.3", true)]
    [InlineData("3.51.10", true)]
    [InlineData("3.53.0", true)]
    [InlineData("3.8.11", false)]
    [InlineData("4.0.0", true)]
    [InlineData("unknown", false)]
    public void An_engine_that_is_too_old_is_refused(string version, bool accepted)
    {
        if (accepted)
        {
            Should.NotThrow(() => SqliteDatabase.CheckVersion(version));
        }
        else
        {
            Should.Throw<StorageException>(() => SqliteDatabase.CheckVersion(version)).Message.ShouldContain("3.51.3");
        }
    }

    [Fact]
    public async Task The_log_cannot_be_changed_or_deleted()
    {
        await using var fixture = new SqliteStoreFixture();
        await using (var store = await fixture.OpenAsync(RandomHistory.Rulebook))
        {
            await store.Writer.SubmitAsync(new[] { RandomHistory.Received("D1", "a") }.Submitted());
        }

        await using var connection = Raw(fixture);
        foreach (var sql in new[] { "update event_log set unit = '503'", "delete from event_log" })
        {
            Should.Throw<SqliteException>(() => connection.Execute(sql)).Message.ShouldContain("append-only");
        }
    }

    [Theory]
    [InlineData("insert into schema_history (version, checksum, applied_at) values (99, 'x', 0)", "newer")]
    [InlineData("update schema_history set checksum = 'x' where version = 1", "another build")]
    public async Task A_schema_of_another_program_is_refused(string sql, string message)
    {
        await using var fixture = new SqliteStoreFixture();
        await (await fixture.OpenAsync(RandomHistory.Rulebook)).DisposeAsync();
        await using (var connection = Raw(fixture))
        {
            await connection.ExecuteAsync(sql);
        }

        (await Should.ThrowAsync<StorageException>(() => fixture.OpenAsync(RandomHistory.Rulebook))).Message.ShouldContain(message);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_with_its_name()
    {
        await using var fixture = new SqliteStoreFixture();
        await File.WriteAllTextAsync(fixture.Path, new string('x', 5_000));
        (await Should.ThrowAsync<StorageException>(() => fixture.OpenAsync(RandomHistory.Rulebook))).Message.ShouldContain("store.db");
    }

    [Fact]
    public async Task Closing_leaves_one_file_and_commits_are_synchronous()
    {
        await using var fixture = new SqliteStoreFixture();
        var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        await store.Writer.SubmitAsync(new[] { RandomHistory.Received("D1", "a") }.Submitted());
        store.Reader.Answers().ShouldBeTrue();
        File.Exists(fixture.Path + "-wal").ShouldBeTrue();
        await store.DisposeAsync();
        Directory.GetFiles(Path.GetDirectoryName(fixture.Path)!).Select(Path.GetFileName).ShouldBe(["store.db"]);

        using var database = SqliteDatabase.Open(fixture.Path, fixture.Time);
        database.Writer.ExecuteScalar<long>("pragma synchronous").ShouldBe(2);
        database.Writer.ExecuteScalar<string>("pragma journal_mode").ShouldBe("wal");
    }

    [Fact]
    public async Task Figures_computed_by_another_program_s_rules_are_not_mixed_with_ours()
    {
        await using var fixture = new SqliteStoreFixture();
        await using var ours = await fixture.OpenAsync(RandomHistory.Rulebook);
        await using (await fixture.OpenAsync(RandomHistory.With(Domain.Timeliness.VerdictBy.Date)))
        {
        }

        Should.Throw<StorageException>(() => ours.Reader.Read(_ => 1)).Message.ShouldContain("other rules");
        await Should.ThrowAsync<SubmissionFailedException>(() => ours.Writer.SubmitAsync(new[] { RandomHistory.Received("D1", "a") }.Submitted()));
    }

    private static SqliteConnection Raw(SqliteStoreFixture fixture)
    {
        var connection = new SqliteConnection($"Data Source={fixture.Path};Pooling=False");
        connection.Open();
        return connection;
    }
}
