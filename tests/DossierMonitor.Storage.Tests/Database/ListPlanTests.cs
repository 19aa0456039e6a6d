using Dapper;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Tests.Contract;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Database;

/// <summary>
/// How the engine goes about a list: from an index to the dossiers, never through a whole table. The answer would be the same, and
/// so would its time with the few dossiers of a test; with ten million it is a second instead of milliseconds.
/// </summary>
public sealed class ListPlanTests
{
    private static readonly Period Year = new(new DateOnly(2022, 1, 1), new DateOnly(2022, 12, 31), Instant.Parse("2023-01-01T00:00:00Z"));

    public static TheoryData<ListState, bool> Lists()
    {
        var lists = new TheoryData<ListState, bool>();
        foreach (var state in Enum.GetValues<ListState>())
        {
            // Those that everything ever received can be on have no index to begin with.
            if (state is not (ListState.All or ListState.CarriedOver or ListState.InTime or ListState.NotInTime or ListState.Judged))
            {
                lists.Add(state, false);
                lists.Add(state, true);
            }
        }

        return lists;
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_list_goes_through_no_whole_table(ListState state, bool ofUnit)
    {
        await using var fixture = new SqliteStoreFixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        await RandomHistory.SubmitShuffledAsync(store, RandomHistory.Events(seed: 41, dossiers: 40), 4);
        foreach (var sort in Enum.GetValues<ListSort>())
        {
            var query = new DossierListQuery
            {
                State = state,
                Period = Year,
                Filter = new FigureFilter(),
                Row = ofUnit ? new RowSelection(Breakdown.Unit, null) : null,
                Sort = sort,
                Descending = true,
            };
            var plan = store.Reader.Read(snapshot =>
            {
                var (sql, parameters) = DossierListReader.Statement(snapshot, query, Year.Cut(snapshot.Rulebook.Clock.Days));
                return snapshot.Connection.Query("explain query plan " + sql, parameters).Select(step => (string)step.detail).ToList();
            });
            plan.ShouldNotBeEmpty();
            plan.ShouldNotContain(step => IsWholeTable(step), string.Join('\n', plan));
        }
    }

    [Theory]
    [InlineData(ListState.Overdue, "closed")]
    [InlineData(ListState.Overdue, "strict")]
    [InlineData(ListState.DueSoon, "closed")]
    [InlineData(ListState.DueSoon, "strict")]
    public async Task What_counts_open_dossiers_goes_through_no_whole_table(ListState state, string definition)
    {
        await using var fixture = new SqliteStoreFixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        await RandomHistory.SubmitShuffledAsync(store, RandomHistory.Events(seed: 41, dossiers: 40), 4);
        var query = new DossierListQuery
        {
            State = state,
            Period = Year,
            Filter = new FigureFilter(),
            Row = new RowSelection(Breakdown.Field, null),
            Definition = RateDefinition.Find(definition)!,
            Sort = ListSort.Code,
        };
        var plan = store.Reader.Read(snapshot =>
        {
            var (sql, parameters) = OpenDossierQuery.Statement(snapshot, query);
            return snapshot.Connection.Query("explain query plan " + sql, parameters).Select(step => (string)step.detail).ToList();
        });
        plan.ShouldContain(step => step.Contains("stretch_open", StringComparison.Ordinal));
        plan.ShouldNotContain(step => IsWholeTable(step), string.Join('\n', plan));

        // By the current due date the index also says which of the open dossiers can be meant.
        plan.Any(step => step.Contains("stretch_open (due_current_day>? AND due_current_day<?)", StringComparison.Ordinal)).ShouldBe(definition == "closed", string.Join('\n', plan));
    }

    // The candidates are gone through, and the partial index of what is open.
    private static bool IsWholeTable(string step) =>
        step.StartsWith("SCAN ", StringComparison.Ordinal)
        && step is not ("SCAN c" or "SCAN candidate")
        && !step.StartsWith("SCAN (subquery", StringComparison.Ordinal)
        && !step.EndsWith(" stretch_open", StringComparison.Ordinal);
}
