using DossierMonitor.Api.Answers;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Conditional;

public sealed class KnownTagsTests
{
    [Fact]
    public void Remembers_the_last_thousands_and_no_more()
    {
        var tags = new KnownTags();
        for (var i = 0; i < 50_000; i++)
        {
            tags.Remember(Key(i), $"tag {i}");
        }

        Enumerable.Range(0, 50_000).Count(i => tags.Find(Key(i)) is not null).ShouldBeInRange(4_096, 8_192);
        Enumerable.Range(45_904, 4_096).ShouldAllBe(i => tags.Find(Key(i)) == $"tag {i}");
        tags.Find(Key(0)).ShouldBeNull();
    }

    private static KnownTags.Key Key(int i) => new((UInt128)i);
}
