using DossierMonitor.Storage.Dossiers;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Dossiers;

public sealed class WorkAheadTests
{
    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(3, 3)]
    [InlineData(1_000, 7)]
    [InlineData(1_000, 5_000)]
    public void Every_item_is_prepared_once_and_comes_in_its_place(int count, int size)
    {
        var prepared = new int[count];
        var items = Enumerable.Range(0, count).ToArray();
        var taken = new List<int>();
        foreach (var item in WorkAhead.Run(items, size, part =>
        {
            foreach (var each in part)
            {
                Interlocked.Increment(ref prepared[each]);
            }
        }))
        {
            prepared[item].ShouldBe(1);
            taken.Add(item);
        }

        taken.ShouldBe(items);
        prepared.ShouldAllBe(times => times == 1);
    }

    [Fact]
    public void What_goes_wrong_is_thrown_where_it_is_waited_for()
    {
        var taken = new List<int>();
        var error = Should.Throw<InvalidOperationException>(() =>
        {
            foreach (var item in WorkAhead.Run([.. Enumerable.Range(0, 100)], 10, part =>
            {
                if (part.Contains(55))
                {
                    throw new InvalidOperationException("55");
                }
            }))
            {
                taken.Add(item);
            }
        });
        error.Message.ShouldBe("55");
        taken.ShouldBe(Enumerable.Range(0, 50));
    }
}
