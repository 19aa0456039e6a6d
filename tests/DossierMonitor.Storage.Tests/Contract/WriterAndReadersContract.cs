using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Queries;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Contract;

/// <summary>What happens while the writer is at work, or kept from it.</summary>
public abstract class WriterAndReadersContract
{
    protected abstract IStoreFixture Fixture();

    private static readonly Period Year = new(new DateOnly(2022, 1, 1), new DateOnly(2022, 12, 31), Instant.Parse("2023-01-01T00:00:00Z"));

    [Fact]
    public async Task Readers_see_one_set_of_rules_or_the_other_while_they_change()
    {
        await using var fixture = Fixture();
        var rulebooks = new[] { RandomHistory.Rulebook, RandomHistory.With(VerdictBy.Date, new CalendarDay(new DateOnly(2022, 11, 9), false, "test", "high")) };
        await using var store = await fixture.OpenAsync(rulebooks[0]);
        await store.Writer.SubmitAsync(RandomHistory.Events(seed: 31, dossiers: 120).Submitted());
        var expected = new Dictionary<string, Counts>(StringComparer.Ordinal);
        foreach (var rulebook in rulebooks.Reverse())
        {
            await store.Writer.UseAsync(rulebook);
            expected[rulebook.Digest] = store.Reader.Read(Then);
        }

        expected.Values.Distinct().Count().ShouldBe(2);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            var seen = 0;
            while (!stop.IsCancellationRequested)
            {
                var (digest, total) = store.Reader.Read(snapshot => (snapshot.Rulebook.Digest, Then(snapshot)));
                total.ShouldBe(expected[digest]);
                seen++;
            }

            return seen;
        })).ToList();
        for (var turn = 1; turn <= 6; turn++)
        {
            await store.Writer.UseAsync(rulebooks[turn % 2]);
        }

        await stop.CancelAsync();
        (await Task.WhenAll(readers)).ShouldAllBe(seen => seen > 0);
    }

    [Fact]
    public async Task A_progress_report_that_takes_its_time_does_not_keep_readers_from_answering()
    {
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        await store.Writer.SubmitAsync(new[] { RandomHistory.Received("D1", "a") }.Submitted());
        using var reported = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var change = store.Writer.UseAsync(RandomHistory.With(VerdictBy.Date), new Blocking(reported, goOn));
        await reported.WaitAsync();
        try
        {
            store.Reader.Read(Total).Received.ShouldBe(1);
        }
        finally
        {
            goOn.Release();
            await change;
        }
    }

    [Fact]
    public async Task A_recomputation_that_fails_leaves_the_old_rules_and_figures_in_force()
    {
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        await store.Writer.SubmitAsync(RandomHistory.Events(seed: 32, dossiers: 20).Submitted());
        var before = StoreDump.Of(store);
        await Should.ThrowAsync<StorageException>(() => store.Writer.UseAsync(RandomHistory.With(VerdictBy.Date), new Failing()));
        store.Writer.Rulebook.ShouldBe(RandomHistory.Rulebook);
        StoreDump.Of(store).ShouldBe(before);
        (await store.Writer.SubmitAsync(new[] { RandomHistory.Received("new", "new") }.Submitted())).Single().Status.ShouldBe(EventStatus.Accepted);
    }

    [Fact]
    public async Task Requests_that_wait_for_a_locked_database_are_stored_and_too_many_are_told_so()
    {
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        var waiting = new List<Task<IReadOnlyList<EventOutcome>>>();
        using (var other = StoreDatabase.Open(fixture.Address, fixture.Time))
        {
            using var transaction = other.Writer.BeginWrite();
            Should.Throw<WriterBusyException>(() =>
            {
                for (var i = 0; i < 20_000; i++)
                {
                    waiting.Add(store.Writer.SubmitAsync(new[] { RandomHistory.Received($"D{i}", $"e{i}") }.Submitted()));
                }
            });
        }

        waiting.Count.ShouldBeGreaterThanOrEqualTo(1_024);
        (await Task.WhenAll(waiting)).ShouldAllBe(outcomes => outcomes.Single().Status == EventStatus.Accepted);
        store.Reader.Read(Total).Received.ShouldBe(waiting.Count);
    }

    [Fact]
    public async Task What_was_accepted_before_closing_is_answered_and_later_requests_are_refused()
    {
        await using var fixture = Fixture();
        var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        var work = Enumerable.Range(0, 300).Select(i => store.Writer.SubmitAsync(new[] { RandomHistory.Received($"D{i}", $"e{i}") }.Submitted())).ToList();
        await store.DisposeAsync();
        (await Task.WhenAll(work)).ShouldAllBe(outcomes => outcomes.Single().Status == EventStatus.Accepted);
        await Should.ThrowAsync<SubmissionFailedException>(() => store.Writer.SubmitAsync(new[] { RandomHistory.Received("X", "x") }.Submitted()));
        await using var again = await fixture.OpenAsync(RandomHistory.Rulebook);
        again.Reader.Read(Total).Received.ShouldBe(300);
    }

    [Fact]
    public async Task Text_is_stored_as_it_is_and_never_read_as_SQL()
    {
        await using var fixture = Fixture();
        await using var store = await fixture.OpenAsync(RandomHistory.Rulebook);
        const string hostile = "x'); drop table dossier; -- \"` %_\\ 🏠 Đà Nẵng";
        var e = RandomHistory.Received(hostile, hostile) with { Source = hostile, Procedure = hostile, Field = hostile };
        await store.Writer.SubmitAsync(new[] { e }.Submitted());
        foreach (var filter in new[] { new FigureFilter(Procedure: hostile), new FigureFilter(Field: hostile), new FigureFilter(Unit: "502", Field: hostile) })
        {
            store.Reader.Read(snapshot => DossierListReader.Run(snapshot, new DossierListQuery
            {
                State = ListState.Received,
                Period = Year,
                Filter = filter,
                Sort = ListSort.Code,
                After = new ListPosition("", "", 0, 0),
            })).Items.ShouldHaveSingleItem().History.Code.ShouldBe(hostile);
            store.Reader.Read(snapshot => FigureQuery.Run(snapshot, Year, Breakdown.Procedure, filter)).Total.Flows[Measure.Received].ShouldBe(1);
        }

        store.Reader.Read(snapshot => FigureQuery.Run(snapshot, Year, Breakdown.Unit, new FigureFilter(Unit: hostile))).Total.Flows[Measure.Received].ShouldBe(0);
        store.Reader.Read(snapshot => DossierReader.Find(snapshot, hostile, Year.AsOf))!.Source.ShouldBe(hostile);
    }

    // In the middle of a day, when by date much is not yet overdue.
    private static readonly Period MidNovember = new(Year.From, Year.To, Instant.Parse("2022-11-22T03:00:00Z"));

    private static Counts Then(Snapshot snapshot) =>
        Counts.From(FigureQuery.Run(snapshot, MidNovember, Breakdown.Unit, FigureFilter.None).Total, DueDateBasis.Current);

    private static Counts Total(Snapshot snapshot) =>
        Counts.From(FigureQuery.Run(snapshot, Year, Breakdown.Unit, FigureFilter.None).Total, DueDateBasis.Current);

    private sealed class Failing : IProgress<(int Done, int Total)>
    {
        public void Report((int Done, int Total) value) => throw new IOException("The terminal is gone.");
    }

    private sealed class Blocking(SemaphoreSlim reported, SemaphoreSlim goOn) : IProgress<(int Done, int Total)>
    {
        public void Report((int Done, int Total) value)
        {
            reported.Release();
            goOn.Wait();
        }
    }
}

public sealed class SqliteWriterAndReadersTests : WriterAndReadersContract
{
    protected override IStoreFixture Fixture() => new SqliteStoreFixture();
}

public sealed class PostgresWriterAndReadersTests : WriterAndReadersContract
{
    protected override IStoreFixture Fixture() => new PostgresStoreFixture();
}
