using System.Globalization;
using System.Text;
using CsCheck;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Tests;
using DossierMonitor.Domain.Tests.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Reference;
using DossierMonitor.Storage.Tallies;
using DossierMonitor.Storage.Tests.Contract;
using DossierMonitor.Storage.Verification;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Histories;

/// <summary>
/// What must hold for every history, through the database. DOSSIER_HISTORIES sets how many are tried: few here, ten thousand and
/// more by hand (the command is in the README).
/// </summary>
public abstract class HistoryProperties : IAsyncLifetime
{
    private protected int Iterations => int.Parse(Environment.GetEnvironmentVariable("DOSSIER_HISTORIES") ?? (Postgres ? "12" : "40"), CultureInfo.InvariantCulture);

    // Two versions of the calendar, so that a notice takes effect in the middle of the histories.
    private protected static readonly Rulebook Rules = Create();

    private StoreTemplate? _template;

    protected abstract bool Postgres { get; }

    public async ValueTask InitializeAsync() => _template = await StoreTemplate.CreateAsync(Rules, Postgres);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _template?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    [Fact]
    public Task Any_order_and_any_batching_gives_the_same_dump() =>
        Gen.Select(RandomHistories.OfDossiers(3), Gen.Int, Gen.Int).SampleAsync(
            async (events, one, other) =>
            {
                var first = await DumpOfAsync(Batches(events, one));
                Same(await DumpOfAsync(Batches(events, other)), first);
            },
            iter: Iterations, threads: 2, print: sample => RandomHistories.Print(sample.Item1));

    /// <summary>Every tally of every day, past and future, against a count of what is there at that day's end.</summary>
    [Fact]
    public Task Tallies_are_what_a_naive_count_finds_on_every_day() =>
        Gen.Select(RandomHistories.OfDossiers(3), Gen.Int).SampleAsync(
            async (events, seed) =>
            {
                await using var history = await _template!.OpenAsync();
                await history.SubmitAsync(Batches(events, seed));
                var dossiers = events.GroupBy(e => e.Code).Select(own => NaiveFold.Run(own.Key, [.. own], Versions)).ToList();
                var sums = new Dictionary<int, MeasureVector>();
                await history.Store.Writer.SettleAsync();
                history.Store.Reader.Read(snapshot =>
                {
                    using var command = snapshot.Command("select month, counts from tally_day");
                    using var rows = command.ExecuteReader();
                    while (rows.Read())
                    {
                        var counts = new CountMap.Reader((byte[])rows.GetValue(1));
                        while (counts.Next())
                        {
                            var day = (rows.GetInt32(0) * 100) + (counts.Key >> CountMap.MeasureBits);
                            if (!sums.TryGetValue(day, out var sum))
                            {
                                sums[day] = sum = new MeasureVector();
                            }

                            sum[(Measure)(counts.Key % (1 << CountMap.MeasureBits))] += counts.Count;
                        }
                    }

                    return 0;
                });

                var stocks = new MeasureVector();
                for (var day = RandomHistories.FirstDay.AddDays(-30); day < RandomHistories.FirstDay.AddDays(60); day = day.AddDays(1))
                {
                    var flows = sums.GetValueOrDefault((day.Year * 10000) + (day.Month * 100) + day.Day) ?? new MeasureVector();
                    stocks.Add(flows);
                    Standing(dossiers, SmallWorld.Days.EndOf(day), stocks, day);
                    Flowing(dossiers, day, flows);
                }

                Verifier.Run(history.Address, Rules, [], TimeProvider.System).Difference.ShouldBeNull();
            },
            iter: Iterations, threads: 2, print: sample => RandomHistories.Print(sample.Item1));

    [Fact]
    public Task An_event_that_is_voided_might_as_well_never_have_been() =>
        Gen.Select(RandomHistories.OfDossiers(2), Gen.Int[0, 1000], Gen.Int, Gen.Int).SampleAsync(
            async (events, which, one, other) =>
            {
                // One that no void of the history is about: of that one the other history would have a void without a target.
                var candidates = events.Where(e => e.Type != DossierEventType.Voided && !events.Any(v => v.Type == DossierEventType.Voided && v.EventId == e.Id && v.Source == e.Source)).ToList();
                if (candidates.Count == 0)
                {
                    return;
                }

                var target = candidates[which % candidates.Count];
                var taking = new DossierEvent
                {
                    Source = target.Source,
                    Id = "taken-back",
                    Type = DossierEventType.Voided,
                    Code = target.Code,

                    // Dated before its target it would say for that while that there is nothing to take back.
                    Time = Instant.Later(target.Time, SmallWorld.Days.At(RandomHistories.FirstDay.AddDays(which % 20), new TimeOnly(9, 0))),
                    EventId = target.Id,
                };
                var voided = await DumpOfAsync(Batches([.. events, taking], one));
                Same(voided, await DumpOfAsync(Batches([.. events.Where(e => e != target)], other)));
            },
            iter: Iterations, threads: 2, print: sample => RandomHistories.Print(sample.Item1));

    [Fact]
    public Task As_of_an_instant_is_what_a_system_says_that_received_only_what_had_happened() =>
        Gen.Select(RandomHistories.OfDossiers(3), Gen.Int[0, (RandomHistories.DayCount + 4) * 48], Gen.Int, Gen.Int).SampleAsync(
            async (events, halfHours, one, other) =>
            {
                var at = SmallWorld.Days.StartOf(RandomHistories.FirstDay).Plus(TimeSpan.FromMinutes(30 * halfHours));
                await using var whole = await _template!.OpenAsync();
                await whole.SubmitAsync(Batches(events, one));
                await using var part = await _template!.OpenAsync();

                // Voids apply whenever they came.
                await part.SubmitAsync(Batches([.. events.Where(e => e.Time <= at || e.Type == DossierEventType.Voided)], other));
                Same(Answers(whole, at, default), Answers(part, at, default));
            },
            iter: Iterations, threads: 2, print: sample => RandomHistories.Print(sample.Item1));

    [Fact]
    public Task Known_at_an_instant_is_what_a_system_says_that_had_recorded_only_that() =>
        Gen.Select(RandomHistories.OfDossiers(3), Gen.Int[0, 1000], Gen.Int[0, (RandomHistories.DayCount + 4) * 48], Gen.Int).SampleAsync(
            async (events, cut, halfHours, seed) =>
            {
                var at = SmallWorld.Days.StartOf(RandomHistories.FirstDay).Plus(TimeSpan.FromMinutes(30 * halfHours));
                var batches = Batches(events, seed);
                await using var whole = await _template!.OpenAsync();
                var recorded = await whole.SubmitAsync(batches);
                var count = cut % (batches.Count + 1);
                await using var part = await _template!.OpenAsync();
                await part.SubmitAsync(batches.Take(count));
                var known = KnownBy.RecordedBy(count == 0 ? HistoryStore.Begin : recorded[count - 1]);
                var expected = Answers(part, at, default);
                Same(Answers(whole, at, known), expected);

                // The same bound as a place in the log, as closings and cursors have it.
                Same(Answers(whole, at, KnownBy.Through(batches.Take(count).Sum(batch => batch.Length))), expected);
            },
            iter: Iterations, threads: 2, print: sample => RandomHistories.Print(sample.Item1));

    private static Rulebook Create()
    {
        var notice = new WorkingCalendar("notice", GoldenCase.Calendar.Days.Append(new CalendarDay(new DateOnly(2022, 11, 9), false, "notice", "high")));
        var files = new Dictionary<string, string>(StringComparer.Ordinal) { ["test"] = "histories" };
        return new Rulebook(
            new ReferenceData(new Domain.Units.UnitDirectory(SmallWorld.Units), new Domain.Procedures.ProcedureCatalog(SmallWorld.Procedures), GoldenCase.Calendar, Target.Defaults, files)
            {
                LaterCalendars = [new EffectiveCalendar(new DateOnly(2022, 11, 8), notice)],
            },
            ClockSettings.ForZone("Asia/Ho_Chi_Minh"));
    }

    private static readonly IReadOnlyList<(Instant From, FoldRules Rules)> Versions =
        [.. Rules.Timeline.Versions.Select(version => (version.From, version.Rules))];

    private protected async Task<string> DumpOfAsync(IEnumerable<DossierEvent[]> batches, StoreTemplate? template = null)
    {
        await using var history = await (template ?? _template!).OpenAsync();
        await history.SubmitAsync(batches);
        return StoreDump.Of(history.Store);
    }

    private protected static List<DossierEvent[]> Batches(DossierEvent[] events, int seed)
    {
        var random = new Random(seed);
        var shuffled = events.ToArray();
        random.Shuffle(shuffled);
        var batches = new List<DossierEvent[]>();
        for (var start = 0; start < shuffled.Length;)
        {
            var size = Math.Min(1 + random.Next(12), shuffled.Length - start);
            batches.Add(shuffled[start..(start + size)]);
            start += size;
        }

        return batches;
    }

    /// <summary>Everything that reads answer as of an instant: figures, every list, findings, every dossier.</summary>
    private static string Answers(HistoryStore history, Instant at, KnownBy known) => history.Store.Reader.Read(snapshot =>
    {
        snapshot = snapshot.Within(known);
        var text = new StringBuilder();
        Period[] periods =
        [
            new Period(new DateOnly(2022, 11, 1), new DateOnly(2022, 12, 31), at),
            new Period(new DateOnly(2022, 11, 7), new DateOnly(2022, 11, 10), at),
        ];
        foreach (var period in periods)
        {
            foreach (var by in new[] { Breakdown.Unit, Breakdown.Channel, Breakdown.Procedure, Breakdown.Month })
            {
                // A row of zeros says that the database has heard of a procedure, which a system that never received it has not.
                foreach (var row in FigureQuery.Run(snapshot, period, by, FigureFilter.None).Rows.Where(row => !IsEmpty(row.Tally)))
                {
                    text.AppendLine(CultureInfo.InvariantCulture, $"{by} {row.Key} {Counts.From(row.Tally, DueDateBasis.Current)} {Counts.From(row.Tally, DueDateBasis.Promised)} {row.Tally.LateCurrent.Total} {row.Tally.LatePromised.Total}");
                }
            }

            foreach (var state in Enum.GetValues<ListState>())
            {
                foreach (var definition in new[] { RateDefinition.Workload, RateDefinition.Strict })
                {
                    var query = new DossierListQuery
                    {
                        State = state,
                        Period = period,
                        Filter = FigureFilter.None,
                        Definition = definition,
                        FromGiven = true,
                        Limit = 500,
                        Sort = ListSort.DaysLate,
                        Descending = true,
                    };
                    foreach (var item in DossierListReader.Run(snapshot, query).Items)
                    {
                        text.AppendLine(CultureInfo.InvariantCulture, $"{state} {definition.Id} {item.History.Code} {item.Occurrence.From} {item.Occurrence.Unit} {item.State} {string.Join(' ', item.History.Findings.Select(finding => finding.Code).Distinct().Order())}");
                    }
                }
            }
        }

        foreach (var finding in DossierReader.CountFindings(snapshot, at))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{finding.Finding} {finding.Dossiers} {string.Join(' ', finding.Codes)}");
        }

        foreach (var code in new[] { "D1", "D2", "D3" })
        {
            var dossier = DossierReader.Find(snapshot, code, at);
            text.AppendLine(CultureInfo.InvariantCulture, $"{code} {dossier?.Source} {dossier?.Holder} {dossier?.StateAt(at)} {string.Join(" | ", dossier?.Stretches ?? [])}");
        }

        return text.ToString();
    });

    private protected static void Same(string actual, string expected)
    {
        if (actual != expected)
        {
            var (these, those) = (actual.Split('\n'), expected.Split('\n'));
            Assert.Fail($"Lacks:\n{string.Join('\n', those.Except(these).Take(5))}\nHas:\n{string.Join('\n', these.Except(those).Take(5))}");
        }
    }

    private static bool IsEmpty(Tally tally) => tally.Flows.IsZero && tally.Stocks.IsZero && tally.CarriedOver == 0;

    private static void Standing(List<NaiveHistory> dossiers, Instant at, MeasureVector stocks, DateOnly day)
    {
        var open = dossiers.SelectMany(dossier => dossier.Stretches).Where(stretch => stretch.HoldsAt(at)).ToList();
        ShouldBe(Measure.Open, open.Count);
        ShouldBe(Measure.OverdueCurrent, open.Count(stretch => stretch.Current.OverdueFrom <= at));
        ShouldBe(Measure.OverduePromised, open.Count(stretch => stretch.Promised.OverdueFrom <= at));
        ShouldBe(Measure.PausedCurrent, open.Count(stretch => stretch.Paused && !(stretch.Current.OverdueFrom <= at)));
        ShouldBe(Measure.PausedPromised, open.Count(stretch => stretch.Paused && !(stretch.Promised.OverdueFrom <= at)));
        ShouldBe(Measure.OpenNoDueDateCurrent, open.Count(stretch => stretch.Current.Due is null));
        ShouldBe(Measure.OpenNoDueDatePromised, open.Count(stretch => stretch.Promised.Due is null));

        void ShouldBe(Measure measure, long expected) => stocks[measure].ShouldBe(expected, $"{measure} at the end of {day:yyyy-MM-dd}");
    }

    private static void Flowing(List<NaiveHistory> dossiers, DateOnly day, MeasureVector flows)
    {
        var all = dossiers.SelectMany(dossier => dossier.Stretches).ToList();
        var began = all.Where(stretch => SmallWorld.Days.DateOf(stretch.From) == day).ToList();
        var ended = all.Where(stretch => stretch.To is { } to && SmallWorld.Days.DateOf(to) == day).ToList();
        var finished = ended.Where(stretch => stretch.Exit == StretchExit.Finished).ToList();
        ShouldBe(Measure.Received, began.Count(stretch => stretch.Entry == StretchEntry.Received));
        ShouldBe(Measure.Reopened, began.Count(stretch => stretch.Entry == StretchEntry.Reopened));
        ShouldBe(Measure.TransferredIn, began.Count(stretch => stretch.Entry == StretchEntry.TransferredIn));
        ShouldBe(Measure.NotAccepted, began.Count(stretch => stretch.Entry == StretchEntry.NotAccepted));
        ShouldBe(Measure.TransferredOut, ended.Count(stretch => stretch.Exit == StretchExit.TransferredOut));
        ShouldBe(Measure.Withdrawn, ended.Count(stretch => stretch.Exit == StretchExit.Withdrawn));
        ShouldBe(Measure.Stopped, ended.Count(stretch => stretch.Exit == StretchExit.Stopped));
        ShouldBe(Measure.Refused, ended.Count(stretch => stretch.Exit == StretchExit.Refused && stretch.Entry != StretchEntry.NotAccepted));
        ShouldBe(Measure.EarlyCurrent, finished.Count(stretch => stretch.CurrentJudgement!.Value.Verdict == Verdict.Early));
        ShouldBe(Measure.OnTimeCurrent, finished.Count(stretch => stretch.CurrentJudgement!.Value.Verdict == Verdict.OnTime));
        ShouldBe(Measure.LateCurrent, finished.Count(stretch => stretch.CurrentJudgement!.Value.Verdict == Verdict.Late));
        ShouldBe(Measure.LatePromised, finished.Count(stretch => stretch.PromisedJudgement!.Value.Verdict == Verdict.Late));

        void ShouldBe(Measure measure, long expected) => flows[measure].ShouldBe(expected, $"{measure} on {day:yyyy-MM-dd}");
    }
}

public sealed class SqliteHistoryProperties : HistoryProperties
{
    protected override bool Postgres => false;
}

public sealed class PostgresHistoryProperties : HistoryProperties
{
    protected override bool Postgres => true;

    /// <summary>The same history, in another order and other batches: byte by byte the same, chains and numbers apart.</summary>
    [Fact]
    public async Task Both_engines_store_the_same()
    {
        await using var sqlite = await StoreTemplate.CreateAsync(Rules);
        await Gen.Select(RandomHistories.OfDossiers(4), Gen.Int, Gen.Int).SampleAsync(
            async (events, one, other) => Same(await DumpOfAsync(Batches(events, one)), await DumpOfAsync(Batches(events, other), sqlite)),
            iter: Iterations, threads: 2, print: sample => RandomHistories.Print(sample.Item1));
    }
}
