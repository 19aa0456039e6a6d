using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Queries;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Contract;

/// <summary>Lists read days late and the working days ahead from tables; both must be what the domain's rules say.</summary>
public abstract class ListDaysContract
{
    protected abstract IStoreFixture Fixture();

    [Theory]
    [InlineData(VerdictBy.Instant)]
    [InlineData(VerdictBy.Date)]
    public async Task Days_late_of_a_list_are_those_of_the_rule(VerdictBy by)
    {
        var rulebook = RandomHistory.With(by, new CalendarDay(new DateOnly(2022, 11, 23), false, "test", "high"));
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(rulebook);
        await RandomHistory.SubmitShuffledAsync(store, RandomHistory.Events(seed: 21, dossiers: 80), 4);
        var compared = 0;
        foreach (var asOf in new[] { "2022-11-15T03:00:00Z", "2022-12-01T16:59:59.999Z", "2022-12-01T17:00:00Z", "2023-01-20T03:00:00Z", "2029-05-05T03:00:00Z" })
        {
            var period = new Period(new DateOnly(2022, 10, 1), new DateOnly(2029, 12, 31), Instant.Parse(asOf));
            foreach (var basis in Enum.GetValues<DueDateBasis>())
            {
                foreach (var state in new[] { ListState.Overdue, ListState.Late, ListState.All })
                {
                    var all = Run(store, state, period, basis, null);
                    all.Select(item => Days(item, rulebook.Rules.OnTime)).ShouldBeInOrder(SortDirection.Descending);
                    foreach (var minimum in new[] { 0, 1, 2, 5, 12, 200 })
                    {
                        Run(store, state, period, basis, minimum).Count.ShouldBe(all.Count(item => Days(item, rulebook.Rules.OnTime) >= minimum));
                        Run(store, state, period, basis, null, minimum).Count.ShouldBe(all.Count(item => Days(item, rulebook.Rules.OnTime) <= minimum));
                        Run(store, state, period, basis, 1, minimum).Count.ShouldBe(all.Count(item => Days(item, rulebook.Rules.OnTime) is >= 1 and var late && late <= minimum));
                    }

                    compared += all.Count;
                }
            }
        }

        compared.ShouldBeGreaterThan(300);
    }

    /// <summary>A page of the overdue is cut out by the day that fills it; days off count for the working day before them.</summary>
    [Theory]
    [InlineData(VerdictBy.Instant)]
    [InlineData(VerdictBy.Date)]
    public async Task Pages_of_the_overdue_are_the_whole_list_in_parts(VerdictBy by)
    {
        var rulebook = RandomHistory.With(by, new CalendarDay(new DateOnly(2022, 11, 23), false, "test", "high"));
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(rulebook);
        await RandomHistory.SubmitShuffledAsync(store, RandomHistory.Events(seed: 23, dossiers: 120), 4);
        var items = 0;
        foreach (var asOf in new[] { "2022-11-12T03:00:00Z", "2022-11-20T03:00:00Z", "2022-11-28T01:00:00Z", "2022-12-20T03:00:00Z", "2027-01-20T03:00:00Z" })
        {
            var period = new Period(new DateOnly(2022, 10, 1), new DateOnly(2029, 12, 31), Instant.Parse(asOf));
            var whole = Run(store, ListState.Overdue, period, DueDateBasis.Current, null);
            items += whole.Count;
            foreach (var (limit, minimum) in new[] { (1, 0), (2, 0), (5, 3), (17, 0) })
            {
                var pages = new List<DossierOccurrence>();
                ListPosition? after = null;
                do
                {
                    var page = store.Reader.Read(snapshot => DossierListReader.Run(snapshot, Query(ListState.Overdue, period, DueDateBasis.Current, minimum) with { Limit = limit, After = after }));
                    page.Items.Count.ShouldBeLessThanOrEqualTo(limit);
                    pages.AddRange(page.Items);
                    after = page.Next;
                }
                while (after is not null);
                pages.Select(Name).ShouldBe(whole.Where(item => Days(item, rulebook.Rules.OnTime) >= minimum).Select(Name), $"{asOf} {limit} {minimum} {string.Join(",", whole.Select(i => Days(i, rulebook.Rules.OnTime)))}");
            }
        }

        items.ShouldBeGreaterThan(100);

        static string Name(DossierOccurrence item) => $"{item.History.Code} {item.Occurrence.Cycle} {item.Occurrence.Unit}";
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(15)]
    public async Task Due_soon_are_the_open_running_dossiers_due_within_so_many_working_days(int within)
    {
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        await RandomHistory.SubmitShuffledAsync(store, RandomHistory.Events(seed: 22, dossiers: 80), 4);
        var (days, calendar) = (RandomHistory.Rulebook.Clock.Days, RandomHistory.Rulebook.Reference.Calendar);
        var found = 0;
        for (var day = new DateOnly(2022, 11, 2); day < new DateOnly(2022, 12, 20); day = day.AddDays(2))
        {
            var asOf = days.At(day, new TimeOnly(10, 0));
            var period = new Period(new DateOnly(2022, 10, 1), day, asOf);
            var open = Run(store, ListState.Open, period, DueDateBasis.Current, null);
            var expected = open.Where(item => item.State == DossierState.Open && item.Latest.Current.Due is { } due
                && calendar.WorkingDaysBetween(day, days.DateOf(due)) <= within
                && (calendar.IsWorkingDay(days.DateOf(due)) || calendar.WorkingDaysBetween(day, days.DateOf(due)) < within || days.DateOf(due) == day)).ToList();
            var listed = store.Reader.Read(snapshot => DossierListReader.Run(snapshot, new DossierListQuery
            {
                State = ListState.DueSoon,
                Period = period,
                Filter = FigureFilter.None,
                Within = within,
                Sort = ListSort.Code,
                Limit = 1_000,
            })).Items;
            listed.Select(item => item.History.Code).ShouldBe(expected.Select(item => item.History.Code).Order(StringComparer.Ordinal), $"{day}");
            found += listed.Count;
        }

        found.ShouldBeGreaterThan(5);
    }

    /// <summary>An event of the last millisecond of a day, or of the first, is on one side of the edge in a list and in its number.</summary>
    [Fact]
    public async Task At_the_edges_of_days_a_list_has_as_many_items_as_its_number_says()
    {
        var days = RandomHistory.Rulebook.Clock.Days;
        var events = RandomHistory.Events(seed: 23, dossiers: 80).Select((e, i) => e with
        {
            Time = (i % 3) switch { 0 => days.StartOf(days.DateOf(e.Time)), 1 => days.EndOf(days.DateOf(e.Time)), _ => days.At(days.DateOf(e.Time), new TimeOnly(10, 0)) },
        }).ToList();
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        await RandomHistory.SubmitShuffledAsync(store, events, 4);
        var compared = 0L;
        for (var day = new DateOnly(2022, 11, 2); day < new DateOnly(2022, 12, 10); day = day.AddDays(1))
        {
            foreach (var asOf in new[] { Instant.Parse("2023-06-01T00:00:00Z"), days.StartOf(day), days.At(day, new TimeOnly(10, 0)) })
            {
                var period = new Period(day, day.AddDays(1), asOf);
                var counts = Counts.From(store.Reader.Read(snapshot => FigureQuery.Run(snapshot, period, Breakdown.Unit, FigureFilter.None)).Total, DueDateBasis.Current);
                foreach (var (state, number) in DossierStoreContract.Numbers(counts))
                {
                    Run(store, state, period, DueDateBasis.Current, null).Count.ShouldBe((int)number, $"{state} {period}");
                    compared += number;
                }
            }
        }

        compared.ShouldBeGreaterThan(1_000);
    }

    private static int Days(DossierOccurrence item, OnTimeRule rule)
    {
        if (item.Latest.To <= item.Cut)
        {
            return item.Latest.Judged(item.Basis)?.DaysLate ?? 0;
        }

        return item.State == DossierState.Overdue ? rule.DaysLate(item.Latest.Due(item.Basis).Due!.Value, item.Cut) : 0;
    }

    private static IReadOnlyList<DossierOccurrence> Run(DossierStore store, ListState state, Period period, DueDateBasis basis, int? minimum, int? maximum = null) =>
        store.Reader.Read(snapshot => DossierListReader.Run(snapshot, Query(state, period, basis, minimum) with { MaxDaysLate = maximum })).Items;

    private static DossierListQuery Query(ListState state, Period period, DueDateBasis basis, int? minimum) => new()
    {
        State = state,
        Period = period,
        Filter = FigureFilter.None,
        Definition = basis == DueDateBasis.Promised ? RateDefinition.Strict : RateDefinition.Closed,
        MinDaysLate = minimum,
        Sort = ListSort.DaysLate,
        Descending = true,
        Limit = 1_000,
    };
}

public sealed class SqliteListDaysTests : ListDaysContract
{
    protected override IStoreFixture Fixture() => new SqliteStoreFixture();
}

public sealed class PostgresListDaysTests : ListDaysContract
{
    protected override IStoreFixture Fixture() => new PostgresStoreFixture();
}
