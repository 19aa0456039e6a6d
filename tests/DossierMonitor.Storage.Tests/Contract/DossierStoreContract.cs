using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Procedures;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Reference;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Contract;

/// <summary>What every backend must do. A backend only brings its fixture, so that backends cannot drift apart.</summary>
public abstract class DossierStoreContract
{
    private static readonly Breakdown[] Breakdowns = Enum.GetValues<Breakdown>();

    public static TheoryData<string> GoldenNames => [.. GoldenCase.All.Where(golden => golden.Rows.Count > 0).Select(golden => golden.Name)];

    protected abstract IStoreFixture Fixture();

    [Theory]
    [MemberData(nameof(GoldenNames))]
    public async Task Figures_of_a_golden_case_come_out_of_the_tallies(string name)
    {
        var golden = GoldenCase.All.Single(candidate => candidate.Name == name);
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(Rulebooks.Of(golden));

        // One at a time and backwards: every event but the last finds its dossier changed out of order.
        foreach (var e in golden.Events.Reverse())
        {
            (await store.Writer.SubmitAsync(new[] { e }.Submitted())).Single().Status.ShouldBe(EventStatus.Accepted);
        }

        foreach (var row in golden.Rows)
        {
            var by = Enum.Parse<Breakdown>(row.By, ignoreCase: true);
            var figures = store.Reader.Read(snapshot => FigureQuery.Run(snapshot, row.Period, by, FigureFilter.None));
            row.ShouldBe(figures.Rows.Single(candidate => candidate.Key == row.Key).Tally);
        }
    }

    [Fact]
    public async Task The_same_id_with_the_same_content_is_a_duplicate_and_with_other_content_a_conflict()
    {
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        var e = RandomHistory.Received("D1", "a");
        (await Outcomes(store, e, e)).ShouldBe([EventStatus.Accepted, EventStatus.Duplicate]);
        (await Outcomes(store, e)).ShouldBe([EventStatus.Duplicate]);
        (await Outcomes(store, e with { Unit = "503" })).ShouldBe([EventStatus.Conflict]);
        (await Outcomes(store, e with { Code = "D2" })).ShouldBe([EventStatus.Conflict]);
        (await Outcomes(store, e with { Source = "other" })).ShouldBe([EventStatus.Accepted]);
        store.Reader.Read(snapshot => DossierReader.Find(snapshot, "D2", Instant.MaxValue)).ShouldBeNull();
    }

    [Fact]
    public async Task A_dry_run_answers_and_stores_nothing()
    {
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        var refused = SubmittedEvent.Of(new Refusal(EventStatus.Rejected, "s", "x", null, null, [new RefusalReason("/id", "missingMember")], null));
        var before = StoreDump.Of(store);
        var outcomes = await store.Writer.SubmitAsync([SubmittedEvent.Of(RandomHistory.Received("D1", "a")), refused], dryRun: true);
        outcomes.Select(outcome => outcome.Status).ShouldBe([EventStatus.Accepted, EventStatus.Rejected]);
        StoreDump.Of(store).ShouldBe(before);
        (await Outcomes(store, RandomHistory.Received("D1", "a"))).ShouldBe([EventStatus.Accepted]);
    }

    [Fact]
    public async Task The_same_rejection_is_kept_once_and_counted()
    {
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        var refused = SubmittedEvent.Of(new Refusal(EventStatus.Rejected, "s", "x", null, null, [new RefusalReason("/id", "missingMember")], "{}"));
        await store.Writer.SubmitAsync([refused, refused]);
        await store.Writer.SubmitAsync([refused]);
        var rows = store.Reader.Read(snapshot => RejectionReader.Run(snapshot, new RejectionQuery(null, Instant.MinValue, Instant.MaxValue, 10, null)));
        rows.Single().Times.ShouldBe(3);
    }

    [Fact]
    public async Task Any_order_and_any_batching_gives_the_same_dump()
    {
        var events = RandomHistory.Events(seed: 1, dossiers: 40);
        string? expected = null;
        for (var seed = 0; seed < 12; seed++)
        {
            await using var fixture = Fixture();
            await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
            await RandomHistory.SubmitShuffledAsync(store, events, seed);
            var dump = StoreDump.Of(store);
            expected ??= dump;
            dump.ShouldBe(expected, $"seed {seed}");
        }

        expected!.Length.ShouldBeGreaterThan(10_000);
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing()
    {
        var events = RandomHistory.Events(seed: 2, dossiers: 30);
        await using var alone = Fixture();
        await using var one = await alone.OpenAsync(RandomHistory.Rulebook);
        await one.Writer.SubmitAsync(events.Submitted());

        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        await Task.WhenAll(events.Select(e => store.Writer.SubmitAsync(new[] { e }.Submitted())));
        StoreDump.Of(store).ShouldBe(StoreDump.Of(one));
    }

    [Fact]
    public async Task Figures_equal_a_naive_count_on_every_day()
    {
        var events = RandomHistory.Events(seed: 3, dossiers: 40);
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        await RandomHistory.SubmitShuffledAsync(store, events, 5);
        var naive = new NaiveFigures(events, RandomHistory.Rulebook.Rules);
        var days = RandomHistory.Rulebook.Clock.Days;
        for (var day = new DateOnly(2022, 10, 25); day <= new DateOnly(2023, 2, 5); day = day.AddDays(1))
        {
            // At the end of the day, and at an odd moment within it; one day long, and since the beginning.
            var moments = new[] { days.EndOf(day), days.At(day, new TimeOnly(9, 59, 59, 999)), days.At(day, new TimeOnly(10, 0)), days.StartOf(day) };
            foreach (var asOf in moments)
            {
                foreach (var from in new[] { day, new DateOnly(2022, 10, 1), day.AddDays(-17) })
                {
                    var period = new Period(from, day, asOf);
                    var figures = store.Reader.Read(snapshot => FigureQuery.Run(snapshot, period, Breakdown.Unit, FigureFilter.None));
                    foreach (var row in figures.Rows)
                    {
                        foreach (var basis in Enum.GetValues<DueDateBasis>())
                        {
                            Counts.From(row.Tally, basis).ShouldBe(naive.Row(row.Key, period, basis), $"{row.Key} {from}..{day} as of {asOf} {basis}");
                        }
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_list_has_as_many_items_as_its_number_says(int seed)
    {
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        await RandomHistory.SubmitShuffledAsync(store, RandomHistory.Events(seed, dossiers: 60), seed);
        var days = RandomHistory.Rulebook.Clock.Days;
        Period[] periods =
        [
            new(new DateOnly(2022, 11, 1), new DateOnly(2022, 11, 30), Instant.Parse("2023-06-01T00:00:00Z")),
            new(new DateOnly(2022, 11, 10), new DateOnly(2022, 12, 20), days.At(new DateOnly(2022, 11, 22), new TimeOnly(10, 0))),
            new(new DateOnly(2022, 10, 1), new DateOnly(2023, 3, 1), Instant.Parse("2023-03-01T00:00:00Z")),
        ];
        FigureFilter[] filters =
        [
            FigureFilter.None, new(Unit: "502"), new(Unit: "502", IncludeBranches: true), new(Unit: "VPDK-502"), new(Field: "land"),
            new(Procedure: "P"), new(Channel: Channel.Online), new(Unit: "49", Field: "justice", Procedure: "Q"),
        ];
        var compared = 0L;
        foreach (var period in periods)
        {
            foreach (var filter in filters)
            {
                foreach (var basis in Enum.GetValues<DueDateBasis>())
                {
                    var counts = Counts.From(store.Reader.Read(snapshot => FigureQuery.Run(snapshot, period, Breakdown.Unit, filter)).Total, basis);
                    foreach (var (state, number) in Numbers(counts))
                    {
                        var query = new DossierListQuery { State = state, Period = period, Filter = filter, Definition = basis == DueDateBasis.Promised ? RateDefinition.Strict : RateDefinition.Closed, Limit = 1_000, FromGiven = true };
                        var page = store.Reader.Read(snapshot => DossierListReader.Run(snapshot, query));
                        page.Items.Count.ShouldBe((int)number, $"{state} {filter} {basis} {period}");
                        compared += number;
                    }
                }
            }
        }

        compared.ShouldBeGreaterThan(500);
    }

    [Fact]
    public async Task Pages_of_any_size_give_every_item_once_in_order()
    {
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        await RandomHistory.SubmitShuffledAsync(store, RandomHistory.Events(6, dossiers: 30), 1);
        var period = new Period(new DateOnly(2022, 10, 1), new DateOnly(2022, 12, 10), Instant.Parse("2022-12-10T03:00:00Z"));
        foreach (var sort in Enum.GetValues<ListSort>())
        {
            foreach (var descending in new[] { false, true })
            {
                var whole = new DossierListQuery { State = ListState.All, Period = period, Filter = FigureFilter.None, Sort = sort, Descending = descending, Limit = 1_000 };
                var expected = store.Reader.Read(snapshot => DossierListReader.Run(snapshot, whole)).Items.Select(Identity).ToList();
                expected.Distinct().Count().ShouldBe(expected.Count);
                foreach (var limit in new[] { 1, 3, 7 })
                {
                    var seen = new List<(string, int, Instant)>();
                    ListPosition? after = null;
                    do
                    {
                        var page = store.Reader.Read(snapshot => DossierListReader.Run(snapshot, whole with { Limit = limit, After = after }));
                        page.Items.Count.ShouldBeLessThanOrEqualTo(limit);
                        seen.AddRange(page.Items.Select(Identity));
                        after = page.Next;
                    }
                    while (after is not null);
                    seen.ShouldBe(expected, $"{sort} {descending} {limit}");
                }
            }
        }
    }

    [Fact]
    public async Task Other_rules_compute_everything_again_as_if_they_had_always_held()
    {
        var events = RandomHistory.Events(seed: 7, dossiers: 40);
        var other = RandomHistory.With(VerdictBy.Date, new CalendarDay(new DateOnly(2022, 11, 9), false, "test", "high"));
        await using var fixture = Fixture();
        var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        await store.Writer.SubmitAsync(events.Submitted());
        var before = StoreDump.Of(store);
        (await store.Writer.UseAsync(other)).ShouldBeGreaterThan(30);
        var changed = StoreDump.Of(store);
        changed.ShouldNotBe(before);
        (await store.Writer.UseAsync(other)).ShouldBe(0);

        await using var freshFixture = Fixture();
        await using (var fresh = await freshFixture.OpenAsync(other))
        {
            await fresh.Writer.SubmitAsync(events.Submitted());
            StoreDump.Of(fresh).ShouldBe(changed);
        }

        // And the other way, by opening with the first rules again.
        await store.DisposeAsync();
        await using var reopened = await fixture.OpenAsync(RandomHistory.Rulebook);
        StoreDump.Of(reopened).ShouldBe(before);
    }

    [Fact]
    public async Task A_submission_that_fails_does_not_take_its_group_along()
    {
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);

        // A void without the id of its target cannot be folded. The parser never lets one through.
        var poisoned = RandomHistory.Received("D0", "p") with { Type = DossierEventType.Extended, DueAt = null };
        var receipt = RandomHistory.Received("D0", "r") with { Time = new Instant(poisoned.Time.Milliseconds - 1) };
        await store.Writer.SubmitAsync(new[] { receipt }.Submitted());
        var work = new List<Task<IReadOnlyList<EventOutcome>>>();
        for (var i = 0; i < 20; i++)
        {
            work.Add(store.Writer.SubmitAsync(new[] { RandomHistory.Received($"G{i}", $"g{i}") }.Submitted()));
            if (i == 7)
            {
                work.Add(store.Writer.SubmitAsync(new[] { poisoned }.Submitted()));
            }
        }

        var failed = 0;
        foreach (var task in work)
        {
            try
            {
                (await task).Single().Status.ShouldBe(EventStatus.Accepted);
            }
            catch (SubmissionFailedException)
            {
                failed++;
            }
        }

        failed.ShouldBe(1);
        var period = new Period(new DateOnly(2022, 1, 1), new DateOnly(2022, 12, 31), Instant.Parse("2023-01-01T00:00:00Z"));
        store.Reader.Read(snapshot => FigureQuery.Run(snapshot, period, Breakdown.Unit, FigureFilter.None)).Total.Flows[Measure.Received].ShouldBe(21);
    }

    [Fact]
    public async Task Every_breakdown_has_the_same_totals()
    {
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        await store.Writer.SubmitAsync(RandomHistory.Events(8, dossiers: 50).Submitted());
        var period = new Period(new DateOnly(2022, 11, 7), new DateOnly(2023, 1, 19), Instant.Parse("2023-01-19T05:00:00Z"));
        var totals = Breakdowns.Where(by => by is not (Breakdown.District or Breakdown.Branch))
            .Select(by => store.Reader.Read(snapshot => FigureQuery.Run(snapshot, period, by, FigureFilter.None)).Total)
            .Select(total => (Counts.From(total, DueDateBasis.Current), Counts.From(total, DueDateBasis.Promised), total.LateCurrent.Total, total.LatePromised.Total))
            .ToList();
        totals.Distinct().Count().ShouldBe(1);
        var districts = store.Reader.Read(snapshot => FigureQuery.Run(snapshot, period, Breakdown.District, FigureFilter.None)).Total;
        var branches = store.Reader.Read(snapshot => FigureQuery.Run(snapshot, period, Breakdown.Branch, FigureFilter.None)).Total;
        districts.Add(branches);
        Counts.From(districts, DueDateBasis.Current).ShouldBe(totals[0].Item1);

        // A district's filter leaves its branches out unless they are asked for; of the province nothing is left out.
        long Received(Breakdown by, FigureFilter filter) =>
            store.Reader.Read(snapshot => FigureQuery.Run(snapshot, period, by, filter)).Total.Flows[Measure.Received];
        var branch = Received(Breakdown.Unit, new FigureFilter(Unit: "VPDK-502"));
        branch.ShouldBeGreaterThan(0);
        Received(Breakdown.Unit, new FigureFilter(Unit: "502", IncludeBranches: true)).ShouldBe(Received(Breakdown.Unit, new FigureFilter(Unit: "502")) + branch);
        Received(Breakdown.Branch, new FigureFilter(Unit: "502")).ShouldBe(branch);
        Received(Breakdown.District, new FigureFilter(Unit: "502", IncludeBranches: true)).ShouldBe(Received(Breakdown.Unit, new FigureFilter(Unit: "502", IncludeBranches: true)));
        Received(Breakdown.Unit, new FigureFilter(Unit: "49")).ShouldBe(Received(Breakdown.Unit, FigureFilter.None));
    }

    private static (string, int, Instant) Identity(DossierOccurrence item) => (item.History.Code, item.Occurrence.Cycle, item.Occurrence.From);

    private static async Task<IReadOnlyList<EventStatus>> Outcomes(DossierStore store, params DossierEvent[] events) =>
        [.. (await store.Writer.SubmitAsync(events.Submitted())).Select(outcome => outcome.Status)];

    internal static IEnumerable<(ListState State, long Number)> Numbers(Counts counts) =>
    [
        (ListState.CarriedOver, counts.CarriedOver), (ListState.Received, counts.Received), (ListState.Reopened, counts.Reopened),
        (ListState.TransferredIn, counts.TransferredIn), (ListState.TransferredOut, counts.TransferredOut), (ListState.NotAccepted, counts.NotAccepted),
        (ListState.Finished, counts.Finished), (ListState.Early, counts.Early), (ListState.OnTime, counts.OnTime), (ListState.Late, counts.Late),
        (ListState.NoDueDate, counts.NoDueDate), (ListState.Withdrawn, counts.Withdrawn), (ListState.Refused, counts.Refused), (ListState.Stopped, counts.Stopped),
        (ListState.Open, counts.Open), (ListState.Overdue, counts.OpenOverdue), (ListState.Paused, counts.Paused), (ListState.OpenNoDueDate, counts.OpenNoDueDate),
    ];
}

public sealed class SqliteDossierStoreTests : DossierStoreContract
{
    protected override IStoreFixture Fixture() => new SqliteStoreFixture();
}

public sealed class PostgresDossierStoreTests : DossierStoreContract
{
    protected override IStoreFixture Fixture() => new PostgresStoreFixture();
}
