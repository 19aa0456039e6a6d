using DossierMonitor.Storage.Database.Binary;
using DossierMonitor.Storage.Database.Sqlite;
using DossierMonitor.Storage.Dossiers;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Dossiers;

public sealed class TouchedDossiersTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly SqliteStatement _list;

    public TouchedDossiersTests()
    {
        _connection.Open();
        Execute("create table pending (seq integer primary key, dossiers blob)");
        _list = new SqliteStatement(_connection, "select seq, dossiers from pending where seq > @p0 order by seq");
    }

    [Fact]
    public void All_transactions_of_a_part_of_the_log_together_give_its_dossiers()
    {
        Put(10, 10, 1, 2, 300);
        Put(13, 3, 2, 70_000);
        Put(14, 1, long.MaxValue);
        Read(0, 14).ShouldBe([1, 2, 300, 70_000, long.MaxValue], ignoreOrder: true);
        Read(10, 13).ShouldBe([2, 70_000], ignoreOrder: true);
        Read(14, 14).ShouldBe([]);
    }

    [Theory]
    [InlineData("delete from pending where seq = 13")]
    [InlineData("delete from pending where seq = 10")]
    [InlineData("delete from pending where seq = 14")]
    [InlineData("update pending set dossiers = null where seq = 13")]
    [InlineData("update pending set dossiers = x'' where seq = 13")]
    [InlineData("update pending set dossiers = x'0280' where seq = 13")]
    [InlineData("update pending set dossiers = x'0380' where seq = 13")]
    [InlineData("update pending set dossiers = x'03ffffffffffffffffffffff01' where seq = 13")]
    public void A_part_of_which_not_all_can_be_read_is_not_known(string damage)
    {
        Put(10, 10, 1);
        Put(13, 3, 2);
        Put(14, 1, 3);
        Execute(damage);
        Read(0, 14).ShouldBeNull();

        // The statement can be used again.
        Read(14, 14).ShouldBe([]);
    }

    [Theory]
    [InlineData(0, 12)]
    [InlineData(11, 14)]
    [InlineData(0, 15)]
    public void A_part_that_begins_or_ends_within_a_transaction_is_not_known(long after, long upTo)
    {
        Put(10, 10, 1);
        Put(13, 3, 2);
        Put(14, 1, 3);
        Read(after, upTo).ShouldBeNull();
    }

    public void Dispose()
    {
        _list.Dispose();
        _connection.Dispose();
    }

    private long[]? Read(long after, long upTo)
    {
        _list.Set(0, after);
        return TouchedDossiers.Read(_list, after, upTo)?.ToArray();
    }

    private void Put(long seq, long events, params long[] dossiers)
    {
        var bytes = new ByteWriter();
        TouchedDossiers.Write(bytes, events, dossiers);
        using var put = new SqliteStatement(_connection, "insert into pending values (@p0, @p1)");
        put.Set(0, seq).Set(1, bytes.Written).Run();
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
