using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Queries;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Contract;

/// <summary>How late the overdue are, and what is soon due: each number is the length of its list, and both are what the rules say.</summary>
public abstract class OpenDossierContract
{
    protected abstract IStoreFixture Fixture();

    private static readonly FigureFilter[] Filters =
        [FigureFilter.None, new FigureFilter(Unit: "502"), new FigureFilter(Unit: "502", IncludeBranches: true), new FigureFilter(Procedure: "P"), new FigureFilter(Within: "503")];

    [Theory]
    [InlineData(VerdictBy.Instant, false)]
    [InlineData(VerdictBy.Date, false)]
    [InlineData(VerdictBy.Instant, true)]
    public async Task Overdue_dossiers_are_in_the_band_of_their_days_late(VerdictBy by, bool bounded)
    {
        var rulebook = RandomHistory.With(by, new CalendarDay(new DateOnly(2022, 11, 23), false, "test", "high"));
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(rulebook);
        var events = RandomHistory.Events(seed: 33, dossiers: 90);
        await RandomHistory.SubmitShuffledAsync(store, events, 4);
        var found = new long[AgeBand.All.Count];
        Walk(store, bounded ? KnownBy.Through(events.Count * 3 / 4) : default, (snapshot, period, breakdown, filter, definition) =>
        {
            var figures = OpenDossierQuery.Ageing(snapshot, period, breakdown, filter, definition);
            var cut = period.Cut(rulebook.Clock.Days);
            foreach (var (counts, row, tally) in Rows(figures, breakdown))
            {
                var listed = List(snapshot, ListState.Overdue, period, row, filter, definition);
                var days = listed.Select(item => rulebook.OnTimeAt(cut).DaysLate(item.Latest.Due(definition.Basis).Due!.Value, cut)).ToList();
                counts.ShouldBe(AgeBand.All.Select(band => (long)days.Count(band.Has)), $"{row} {filter} {period} {definition.Id}");
                counts.Sum().ShouldBe(Counts.From(tally, definition.Basis).OpenOverdue);
                for (var band = 0; band < counts.Count; band++)
                {
                    found[band] += counts[band];
                }
            }
        });
        found.ShouldAllBe(count => count > 20);
    }

    [Theory]
    [InlineData(VerdictBy.Instant, false)]
    [InlineData(VerdictBy.Date, true)]
    public async Task What_is_soon_due_is_counted_within_each_horizon(VerdictBy by, bool bounded)
    {
        var rulebook = RandomHistory.With(by);
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(rulebook);
        var events = RandomHistory.Events(seed: 34, dossiers: 90);
        await RandomHistory.SubmitShuffledAsync(store, events, 4);
        var found = new long[DueSoonRule.Horizons.Count];
        Walk(store, bounded ? KnownBy.Through(events.Count * 3 / 4) : default, (snapshot, period, breakdown, filter, definition) =>
        {
            var figures = OpenDossierQuery.DueSoon(snapshot, period, breakdown, filter, definition);
            foreach (var (counts, row, _) in Rows(figures, breakdown))
            {
                for (var i = 0; i < counts.Count; i++)
                {
                    List(snapshot, ListState.DueSoon, period, row, filter, definition, DueSoonRule.Horizons[i]).Count
                        .ShouldBe((int)counts[i], $"{row} {filter} {period} {definition.Id} within {DueSoonRule.Horizons[i]}");
                    found[i] += counts[i];
                }
            }
        });
        found[0].ShouldBeGreaterThan(10);
        found.ShouldBeInOrder();
        found[2].ShouldBeGreaterThan(found[0]);
    }

    private static void Walk(DossierStore store, KnownBy known, Action<Snapshot, Period, Breakdown, FigureFilter, RateDefinition> visit) =>
        store.Reader.Read(snapshot =>
        {
            snapshot = snapshot.Within(known);
            foreach (var asOf in new[] { "2022-11-15T03:00:00Z", "2022-11-16T13:00:00Z", "2022-11-17T13:00:00Z", "2022-11-18T13:00:00Z", "2022-11-24T16:59:59.999Z", "2022-12-20T17:00:00Z", "2023-01-20T03:00:00Z" })
            {
                var period = new Period(new DateOnly(2022, 10, 1), new DateOnly(2029, 12, 31), Instant.Parse(asOf));
                foreach (var definition in new[] { RateDefinition.Closed, RateDefinition.Strict })
                {
                    foreach (var by in new[] { Breakdown.District, Breakdown.Branch, Breakdown.Unit, Breakdown.Field, Breakdown.Procedure, Breakdown.Channel })
                    {
                        foreach (var filter in Filters.Where((_, i) => i == 0 || by == Breakdown.Unit))
                        {
                            visit(snapshot, period, by, filter, definition);
                        }
                    }
                }
            }

            return 0;
        });

    private static IEnumerable<(IReadOnlyList<long> Counts, RowSelection Row, Tally Tally)> Rows(OpenFigures figures, Breakdown by) =>
        figures.Rows.Select(row => (row.Counts, new RowSelection(by, row.Row.Key), row.Row.Tally))
            .Append((figures.Counts, new RowSelection(by, null), figures.Tally));

    private static IReadOnlyList<DossierOccurrence> List(
        Snapshot snapshot, ListState state, Period period, RowSelection row, FigureFilter filter, RateDefinition definition, int within = 3) =>
        DossierListReader.Run(snapshot, new DossierListQuery
        {
            State = state,
            Period = period,
            Row = row,
            Filter = filter,
            Definition = definition,
            Within = within,
            Sort = ListSort.Code,
            Limit = 1_000,
        }).Items;
}

public sealed class SqliteOpenDossierTests : OpenDossierContract
{
    protected override IStoreFixture Fixture() => new SqliteStoreFixture();
}

public sealed class PostgresOpenDossierTests : OpenDossierContract
{
    protected override IStoreFixture Fixture() => new PostgresStoreFixture();
}
