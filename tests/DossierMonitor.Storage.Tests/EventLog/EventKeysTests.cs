using Dapper;
using DossierMonitor.Storage.Database.Sqlite;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Tests.Contract;
using DossierMonitor.Storage.Verification;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.EventLog;

/// <summary>With a memory for so few keys that most of them must be found through the index.</summary>
public sealed class EventKeysTests : IAsyncLifetime
{
    private const int Events = 300;
    private readonly SqliteStoreFixture _fixture = new();
    private SqliteDatabase _database = null!;

    public async ValueTask InitializeAsync()
    {
        await using (var store = await _fixture.OpenAsync(RandomHistory.Rulebook))
        {
            await store.Writer.SubmitAsync(Enumerable.Range(1, Events).Select(i => RandomHistory.Received($"D{i % 50}", $"e{i}")).Submitted());
        }

        _database = SqliteDatabase.Open(_fixture.Path, _fixture.Time);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(140)]
    [InlineData(1000)]
    public void Every_event_is_found_at_its_place_and_no_other(int memory)
    {
        using var keys = new EventKeys(_database.Writer, memory);
        using (var transaction = _database.Writer.BeginWrite())
        {
            keys.Begin(Events);
            FindAll(keys, Events);
            keys.Flush();
            transaction.Commit();
            keys.Committed();
        }

        Indexed().ShouldBeInRange(Math.Max(0, Events - memory), memory < Events ? Events : 0);
        FindAll(keys, Events);
        using var again = new EventKeys(_database.Writer, memory);
        again.Begin(Events);
        FindAll(again, Events);
        Verifier.Run(_fixture.Path, RandomHistory.Rulebook, [], TimeProvider.System).Difference.ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(320)]
    [InlineData(1000)]
    public void What_was_rolled_back_is_not_found_and_the_rest_still_is(int memory)
    {
        using var keys = new EventKeys(_database.Writer, memory);
        for (var round = 0; round < 3; round++)
        {
            using var transaction = _database.Writer.BeginWrite();
            keys.Begin(Events);
            for (var i = Events + 1; i <= Events + 50; i++)
            {
                keys.Add(Key(i), "s1", $"e{i}", i);
            }

            Places(keys, Events + 50).ShouldBe([Events + 50]);
            keys.Flush();
            Places(keys, Events + 1).ShouldBe([Events + 1]);
            transaction.Rollback();
            keys.RolledBack();
            keys.Begin(Events);
            FindAll(keys, Events);
        }

        // What was committed stays, whatever fails before the next beginning.
        keys.Committed();
        keys.RolledBack();
        FindAll(keys, Events);
    }

    [Fact]
    public void Two_ids_with_one_key_are_both_found()
    {
        using var keys = new EventKeys(_database.Writer, 400);
        keys.Begin(Events);
        keys.Add(Key(7), "s1", "e7", 301);
        keys.Add(Key(7), "s1", "e7", 302);
        Places(keys, 7).Order().ShouldBe([7, 301, 302]);

        // Merged into the index they still are; rolled back none of it ever was.
        for (var i = 303; i < 600; i++)
        {
            keys.Add(Key(i), "s1", $"e{i}", i);
        }

        keys.Flush();
        Places(keys, 7).Order().ShouldBe([7, 301, 302]);
        keys.RolledBack();
        _database.Writer.Execute("delete from event_key; delete from event_key_part");
        keys.Begin(Events);
        FindAll(keys, Events);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(1000)]
    public void Ids_that_ascend_or_do_not_are_found_all_the_same(int memory)
    {
        var random = new Random(5);
        using var keys = new EventKeys(_database.Writer, memory);
        var added = new List<(string Source, string Id, long Seq)>();
        var seq = (long)Events;
        for (var round = 0; round < 40; round++)
        {
            using var transaction = _database.Writer.BeginWrite();
            keys.Begin(seq);
            for (var i = 0; i < 10; i++)
            {
                var (source, id) = (i % 2 == 0 ? "s1" : "s7", random.Next(3) == 0 ? $"a{random.Next()}" : $"f{round:000}{i}");
                keys.Add(EventKeys.KeyOf(source, id), source, id, ++seq);
                added.Add((source, id, seq));
            }

            keys.Flush();
            transaction.Commit();
            keys.Committed();
            var places = new List<long>();
            foreach (var (source, id, place) in added)
            {
                keys.Find(EventKeys.KeyOf(source, id), source, id, places);
                places.ShouldBe([place]);
            }
        }
    }

    /// <summary>What is told of the greatest id may be too little for what the index does not have yet: the log itself says more.</summary>
    [Fact]
    public void A_greatest_id_that_is_too_low_hides_nothing()
    {
        _database.Writer.Execute("update source set greatest_id = '0'");
        using var keys = new EventKeys(_database.Writer, 16);
        keys.Begin(Events);
        FindAll(keys, Events);
        Indexed().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Events_that_another_program_wrote_are_seen()
    {
        using var keys = new EventKeys(_database.Writer, 1000);
        keys.Begin(Events - 20);
        keys.Begin(Events);
        FindAll(keys, Events);
    }

    public async ValueTask DisposeAsync()
    {
        _database.Dispose();
        await _fixture.DisposeAsync();
    }

    private static long Key(int i) => EventKeys.KeyOf("s1", $"e{i}");

    private long Indexed() => _database.Writer.ExecuteScalar<long>("select count(*) from event_key");

    private static void FindAll(EventKeys keys, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            Places(keys, i).ShouldBe([i]);
        }

        for (var i = count + 1; i < count + 100; i++)
        {
            Places(keys, i).ShouldBeEmpty();
        }
    }

    private static List<long> Places(EventKeys keys, int i)
    {
        var places = new List<long>();
        keys.Find(Key(i), "s1", $"e{i}", places);
        return places;
    }
}
