using DossierMonitor.Storage.Database.Binary;
using DossierMonitor.Storage.Tallies;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Tallies;

public sealed class CountMapTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("", "3:1", "3:1")]
    [InlineData("3:1", "", "3:1")]
    [InlineData("3:1", "3:-1", "")]
    [InlineData("3:1", "3:2", "3:3")]
    [InlineData("3:1", "0:5", "0:5,3:1")]
    [InlineData("3:1", "9:-5", "3:1,9:-5")]
    [InlineData("1:1,200:70000,70001:-3", "2:-64,200:-70000,70000:1", "1:1,2:-64,70000:1,70001:-3")]
    [InlineData("0:9223372036854775807", "0:-9223372036854775807,2147483647:1", "2147483647:1")]
    public void Changes_are_merged_in_order_and_what_has_no_count_left_is_gone(string old, string changes, string expected)
    {
        var (first, second) = (new ByteWriter(), new ByteWriter());
        CountMap.Merge([], Parse(old), first);
        CountMap.Merge(first.Written, Parse(changes), second);
        Read(second.Written).ShouldBe(expected);

        // One form only, whichever way it came about.
        var once = new ByteWriter();
        CountMap.Merge([], Parse(expected), once);
        second.Written.ToArray().ShouldBe(once.Written.ToArray());
    }

    [Theory]
    [InlineData(2022, 1, 202201)]
    [InlineData(2022, 12, 202212)]
    [InlineData(2100, 11, 210011)]
    public void A_month_reads_back_from_its_key(int year, int month, int expected)
    {
        for (var measure = 0; measure < 32; measure++)
        {
            CountMap.MonthOf(CountMap.OfMonth(year, month, measure)).ShouldBe(expected);
        }
    }

    private static (int, long)[] Parse(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => (int.Parse(pair.Split(':')[0]), long.Parse(pair.Split(':')[1])))];

    private static string Read(ReadOnlySpan<byte> bytes)
    {
        var parts = new List<string>();
        var reader = new CountMap.Reader(bytes);
        while (reader.Next())
        {
            parts.Add($"{reader.Key}:{reader.Count}");
        }

        return string.Join(',', parts);
    }
}
