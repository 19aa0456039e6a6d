using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Postgres;
using DossierMonitor.Storage.Tests.Contract;
using Npgsql;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Database;

public sealed class PostgresStatementTests
{
    /// <summary>A statement that failed once must not pass over the rows of its next run: a tally taken for absent would begin anew.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_failure_it_reads_as_before(bool few)
    {
        await using var fixture = new PostgresStoreFixture();
        using var connection = StoreDatabase.Connect(fixture.Address, write: true);
        const string sql = "select 12 / @p0";
        using var statement = few ? connection.Scan(sql) : connection.Statement(sql);
        using (connection.BeginRead())
        {
            Should.Throw<PostgresException>(() => statement.Set(0, 0).Step());
        }

        for (var i = 1; i <= 3; i++)
        {
            using (connection.BeginRead())
            {
                statement.Set(0, i).Step().ShouldBeTrue();
                statement.Long(0).ShouldBe(12 / i);

                // Left on its row.
            }
        }
    }

    /// <summary>What waited to be sent goes first, and its rows are nobody's.</summary>
    [Fact]
    public async Task Some_that_are_asked_together_each_have_their_own_rows()
    {
        await using var fixture = new PostgresStoreFixture();
        using var connection = (PostgresStoreConnection)StoreDatabase.Connect(fixture.Address, write: true);
        connection.Execute("create table t (n bigint)");
        using var some = (PostgresStatement)connection.Statement("select n from generate_series(1, @p0) n");
        using var none = (PostgresStatement)connection.Statement("select n from t where n < 0");
        using var inserted = (PostgresStatement)connection.Statement("select n from t");
        for (var round = 1; round <= 2; round++)
        {
            using var transaction = connection.BeginWrite();
            connection.FindByKeys();
            using (var insert = connection.Statement("insert into t values (@p0)"))
            {
                insert.Set(0, 70 + round).Run();
            }

            some.Set(0, 3);
            PostgresStatement.AskTogether(connection, [some, none, inserted]);
            Rows(inserted).ShouldBe(round == 1 ? [71] : [71, 72]);
            Rows(none).ShouldBeEmpty();
            Rows(some).ShouldBe([1, 2, 3]);

            // Read to its end it is asked again.
            Rows(some).ShouldBe([1, 2, 3]);

            // Left on a row, and asked with others again.
            some.Step().ShouldBeTrue();
            PostgresStatement.AskTogether(connection, [none, some]);
            some.Set(0, 1);
            Rows(some).ShouldBe([1]);
            connection.ExecuteScalar<string>("select current_setting('enable_seqscan')").ShouldBe("off");
            transaction.Commit();
        }
    }

    private static List<long> Rows(PostgresStatement statement)
    {
        var rows = new List<long>();
        while (statement.Step())
        {
            rows.Add(statement.Long(0));
        }

        return rows;
    }

    [Fact]
    public async Task Rows_beyond_what_is_fetched_at_once_come_too_while_others_run()
    {
        await using var fixture = new PostgresStoreFixture();
        using var connection = StoreDatabase.Connect(fixture.Address, write: true);
        using var transaction = connection.BeginRead();
        using var numbers = connection.Scan("select n from generate_series(1, @p0) n");
        using var twice = connection.Statement("select @p0 * 2");
        numbers.Set(0, 6_001);
        var count = 0L;
        while (numbers.Step())
        {
            numbers.Long(0).ShouldBe(++count);
            if (count % 1_000 == 0)
            {
                twice.Set(0, count).Number().ShouldBe(count * 2);
            }
        }

        count.ShouldBe(6_001);
    }

    [Fact]
    public async Task Collected_rows_are_sent_even_when_their_statement_is_gone_and_dropped_with_the_transaction()
    {
        await using var fixture = new PostgresStoreFixture();
        using var connection = StoreDatabase.Connect(fixture.Address, write: true);
        connection.Execute("create table t (a bigint, b text, c bytea)");
        foreach (var (rows, commits) in new[] { (3, true), (500, true), (7, false) })
        {
            using var transaction = connection.BeginWrite();
            using (var insert = connection.Collect("insert into t (a, b, c) values (@p0, @p1, @p2)"))
            {
                for (var i = 0; i < rows; i++)
                {
                    insert.Set(0, i % 2 == 0 ? null : i).Set(1, i % 3 == 0 ? null : $"{i}").Set(2, [(byte)i]).Run();
                }
            }

            if (commits)
            {
                transaction.Commit();
            }
        }

        connection.ExecuteScalar<long>("select count(*) from t").ShouldBe(503);
        connection.ExecuteScalar<long>("select count(a) from t").ShouldBe(251);
        connection.ExecuteScalar<long>("select count(*) from t where c = '\\x05' and a = 5 and b = '5'").ShouldBe(1);
    }
}
