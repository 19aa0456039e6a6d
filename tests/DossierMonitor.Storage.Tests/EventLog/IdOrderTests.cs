using System.Text;
using DossierMonitor.Storage.EventLog;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.EventLog;

public sealed class IdOrderTests
{
    private static readonly string[] Texts =
    [
        "", "0", "00", "1", "10", "9", "a", "A", "ab", "é", "ế", "\uD7FF", "\uE000", "\uFFFD", "\U00010000", "\U0010FFFF", "a\uE000", "a\U00010000", "a\U00010000b", "a\U00010001",
        "0190a5f0-0000-7000-8000-000000000000", "0190a5f0-0000-7000-8000-000000000001",
    ];

    [Fact]
    public void Ids_are_in_the_order_of_their_bytes()
    {
        foreach (var one in Texts)
        {
            foreach (var other in Texts)
            {
                IdOrder.IsGreater(one, other).ShouldBe(Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other)) > 0, $"'{one}' and '{other}'");
            }
        }
    }
}
