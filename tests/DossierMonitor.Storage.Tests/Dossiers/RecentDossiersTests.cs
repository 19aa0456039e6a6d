using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Storage.Dossiers;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Tests.Contract;
using DossierMonitor.Storage.Verification;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Dossiers;

public sealed class RecentDossiersTests
{
    [Fact]
    public void The_newest_are_known_and_what_stands_behind_another_end_of_the_log_is_not()
    {
        var recent = new RecentDossiers(generation: 3);
        recent.Begin(0);
        for (var i = 1; i <= 7; i++)
        {
            recent.Put($"D{i}", i, [(byte)i]);
        }

        recent.Committed(7);
        recent.Begin(7);
        Known(recent).ShouldBe([4, 5, 6, 7]);
        recent.Put("D5", 5, [55]);
        recent.TryGet("D5", out var dossier).ShouldBeTrue();
        dossier.Events.ShouldBe([55]);

        // What was not committed, or another program wrote.
        recent.Begin(8);
        Known(recent).ShouldBeEmpty();
    }

    [Fact]
    public void What_others_wrote_since_is_not_known_and_the_rest_still_is()
    {
        var recent = new RecentDossiers(generation: 10);
        recent.Begin(0);
        for (var i = 1; i <= 7; i++)
        {
            recent.Put($"D{i}", i, [(byte)i]);
        }

        recent.Committed(7);
        recent.Begin(9, since => since == 7 ? new HashSet<long> { 3, 8 } : new HashSet<long>());
        Known(recent).ShouldBe([1, 2, 4, 5, 6, 7]);
        recent.Committed(9);
        recent.Begin(100_000, _ => new HashSet<long>());
        Known(recent).ShouldBeEmpty();
        recent.Put("D1", 1, [1]);
        recent.Committed(100_001);
        recent.Begin(5, _ => new HashSet<long>());
        Known(recent).ShouldBeEmpty();
        recent.Put("D1", 1, [1]);
        recent.Committed(6);
        recent.Forget();
        recent.Begin(6, _ => new HashSet<long>());
        Known(recent).ShouldBeEmpty();
    }

    /// <summary>Also of so many that those are looked through.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public void What_others_wrote_is_known_again_when_it_was_written_here(int more)
    {
        var recent = new RecentDossiers(generation: 10);
        recent.Begin(0);
        for (var i = 1; i <= 7; i++)
        {
            recent.Put($"D{i}", i, [(byte)i]);
        }

        recent.Committed(7);
        recent.Begin(20, _ => new HashSet<long> { 3, 4, 5 });
        recent.Put("D3", 3, [33]);
        recent.Committed(21);
        recent.Begin(60, _ => new HashSet<long>(Enumerable.Range(100, more).Select(id => (long)id)) { 5, 6 });
        Known(recent).ShouldBe([1, 2, 3, 7]);
        recent.TryGet("D3", out var dossier).ShouldBeTrue();
        dossier.Events.ShouldBe([33]);
        recent.Put("D4", 4, [44]);
        recent.Committed(61);
        recent.Begin(62, _ => new HashSet<long> { 3 });
        Known(recent).ShouldBe([1, 2, 4, 7]);
    }

    [Fact]
    public void A_dossier_with_very_many_events_is_not_kept_nor_is_what_it_had_before()
    {
        var recent = new RecentDossiers(generation: 3);
        recent.Begin(0);
        recent.Put("D1", 1, [1]);
        recent.Put("D1", 1, new byte[100_000]);
        Known(recent).ShouldBeEmpty();
    }

    private static List<long> Known(RecentDossiers recent)
    {
        var known = new List<long>();
        for (var i = 1; i <= 7; i++)
        {
            if (recent.TryGet($"D{i}", out var dossier))
            {
                known.Add(dossier.Id);
            }
        }

        return known;
    }
}
