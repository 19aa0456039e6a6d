using DossierMonitor.Storage.Database.Sqlite;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Database;

public sealed class SqliteStatementTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public SqliteStatementTests() => _connection.Open();

    [Theory]
    [InlineData("")]
    [InlineData("é\U0001F600")]
    [InlineData(null)]
    public void Texts_come_back_as_they_were(string? text)
    {
        using var statement = new SqliteStatement(_connection, "select @p0, typeof(@p0)");
        statement.Set(0, text).Step().ShouldBeTrue();
        statement.TextOrNull(0).ShouldBe(text);
        statement.Text(1).ShouldBe(text is null ? "null" : "text");
    }

    [Fact]
    public void A_text_of_any_length_comes_back()
    {
        using var statement = new SqliteStatement(_connection, "select @p0");
        foreach (var length in new[] { 1, 170, 171, 512, 513, 100_000 })
        {
            statement.Set(0, new string('ế', length)).Step().ShouldBeTrue();
            statement.Text(0).ShouldBe(new string('ế', length));
        }
    }

    [Fact]
    public void Empty_bytes_are_not_null_and_parameters_go_by_their_names()
    {
        using var statement = new SqliteStatement(_connection, "select typeof(@p2), @p1, @p0");
        statement.Set(0, 10).Set(1, (long?)null).Set(2, ReadOnlySpan<byte>.Empty).Step().ShouldBeTrue();
        statement.Text(0).ShouldBe("blob");
        statement.LongOrNull(1).ShouldBeNull();
        statement.Long(2).ShouldBe(10);
    }

    /// <summary>Whoever failed while reading a row must not make every later run fail.</summary>
    [Fact]
    public void A_statement_that_was_left_on_a_row_can_be_run_again()
    {
        using var statement = new SqliteStatement(_connection, "select @p0, @p1 union all select 0, 0");
        for (var i = 0; i < 3; i++)
        {
            statement.Set(0, i).Set(1, $"{i}").Step().ShouldBeTrue();
            statement.Long(0).ShouldBe(i);
            statement.Text(1).ShouldBe($"{i}");
        }
    }

    [Fact]
    public void What_the_engine_refuses_is_named_and_leaves_the_statement_ready()
    {
        using (var create = new SqliteStatement(_connection, "create table t (a integer primary key)"))
        {
            create.Run();
        }

        using var insert = new SqliteStatement(_connection, "insert into t values (@p0)");
        insert.Set(0, 1).Run();
        Should.Throw<SqliteException>(() => insert.Set(0, 1).Run()).SqliteErrorCode.ShouldBe(19);
        insert.Set(0, 2).Run();
        using var count = new SqliteStatement(_connection, "select count(*) from t");
        count.Number().ShouldBe(2);
    }

    public void Dispose() => _connection.Dispose();
}
