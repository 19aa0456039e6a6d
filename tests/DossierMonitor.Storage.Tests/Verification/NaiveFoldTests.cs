using System.Globalization;
using System.Text;
using System.Text.Json;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Dossiers;
using DossierMonitor.Storage.Tests.Contract;
using DossierMonitor.Storage.Verification;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Verification;

public sealed class NaiveFoldTests
{
    // More of them on demand: the ones that differ from all others are rare.
    private static readonly int Count = int.Parse(Environment.GetEnvironmentVariable("NAIVE_COUNT") ?? "600", CultureInfo.InvariantCulture);

    public static TheoryData<string> Names => [.. GoldenCase.All.Select(golden => golden.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Golden(string name)
    {
        var golden = GoldenCase.All.Single(candidate => candidate.Name == name);
        foreach (var check in golden.Checks)
        {
            Check(golden, check);
        }

        foreach (var dossier in golden.Events.GroupBy(e => e.Code))
        {
            Compare(name, [.. dossier], golden.Rules);
        }
    }

    [Theory]
    [InlineData(VerdictBy.Instant)]
    [InlineData(VerdictBy.Date)]
    public void Histories_as_the_service_is_tested_with(VerdictBy by)
    {
        var rules = RandomHistory.With(by).Rules;
        for (var seed = 1; seed <= 10; seed++)
        {
            foreach (var dossier in RandomHistory.Events(seed, 500).GroupBy(e => e.Code))
            {
                Compare($"RandomHistory {by} {seed}", [.. dossier], rules);
            }
        }
    }

    [Theory]
    [InlineData(VerdictBy.Instant, 2022)]
    [InlineData(VerdictBy.Date, 2022)]
    [InlineData(VerdictBy.Instant, 2026)]
    [InlineData(VerdictBy.Date, 2026)]
    public void Odd_histories(VerdictBy by, int lastYear)
    {
        var rules = OddHistory.Rules(by, Until(lastYear));
        for (var seed = 0; seed < Count; seed++)
        {
            Compare($"OddHistory {by} {lastYear} {seed}", OddHistory.Events(new Random(seed)), rules);
        }
    }

    [Theory]
    [InlineData("America/Sao_Paulo", "08:00-18:00")]
    [InlineData("Europe/Amsterdam", "06:00-09:00,09:00-10:00,20:00-21:30")]
    public void Other_zones_and_hours(string zone, string hours)
    {
        var rules = OddHistory.Rules(VerdictBy.Instant, Until(2023), zone, hours);
        for (var seed = 0; seed < Count; seed++)
        {
            Compare($"OddHistory {zone} {seed}", OddHistory.Events(new Random(seed)), rules);
        }
    }

    /// <summary>What the finished history says about an instant is what the fold of the events up to it says.</summary>
    [Theory]
    [InlineData(VerdictBy.Instant)]
    [InlineData(VerdictBy.Date)]
    public void As_of_every_instant(VerdictBy by)
    {
        var rules = OddHistory.Rules(by, Until(2022));
        var failures = new List<string>();
        for (var seed = 0; seed < Count / 2; seed++)
        {
            var events = OddHistory.Events(new Random(seed));
            if (events.Count == 0)
            {
                continue;
            }

            var history = Run(events, rules);
            foreach (var at in events.SelectMany(e => new[] { e.Time.Previous, e.Time, e.Time.Plus(TimeSpan.FromHours(5)) }))
            {
                var folded = DossierFold.Fold("D", events, rules, at);
                var expected = StandAt(folded.Stretches, folded.Findings.Select(finding => finding.Code), at);
                var actual = StandAt(history.Stretches, CodesAt(history, at), at);
                if (expected != actual)
                {
                    failures.Add($"{seed} {rules.Clock.Days.ToLocal(at):O}\n{Print(events, rules.Clock.Days)}\n--- DossierFold\n{expected}\n--- NaiveFold\n{actual}");
                }
            }
        }

        failures.OrderBy(f => f.Length).Take(4).ShouldBeEmpty();
    }

    private static IEnumerable<Finding> CodesAt(NaiveHistory history, Instant at) =>
        history.Findings.Where(finding => finding.From <= at && (finding.Until is null || at < finding.Until)).Select(finding => finding.Code);

    // A stretch knows how it ended; at an instant within it that is not known yet.
    private static string StandAt(IReadOnlyList<Stretch> stretches, IEnumerable<Finding> findings, Instant at)
    {
        var codes = string.Join(' ', findings.Distinct().Order());
        if (stretches.LastOrDefault(stretch => stretch.From <= at) is not { } last)
        {
            return codes;
        }

        var ended = last.To <= at;
        var known = last with
        {
            To = ended ? last.To : null,
            Exit = ended ? last.Exit : StretchExit.Open,
            FinishedAt = ended ? last.FinishedAt : null,
            CurrentJudgement = ended ? last.CurrentJudgement : null,
            PromisedJudgement = ended ? last.PromisedJudgement : null,
            Current = Known(last.Current),
            Promised = Known(last.Promised),
            StatutoryDueAtFinish = ended ? last.StatutoryDueAtFinish : null,
        };
        return $"{known} {codes}";

        DueInStretch Known(DueInStretch due) => due with { OverdueFrom = due.OverdueFrom <= at ? due.OverdueFrom : null };
    }

    /// <summary>
    /// At every instant an open dossier has what the rules in force then make of all its events up to then, and an ended cycle
    /// what those in force at its end made of it.
    /// </summary>
    [Theory]
    [InlineData(VerdictBy.Instant)]
    [InlineData(VerdictBy.Date)]
    public void Several_versions_of_the_rules(VerdictBy by)
    {
        var failures = new List<string>();
        for (var seed = 0; seed < Count / 5; seed++)
        {
            var random = new Random(seed);
            var events = OddHistory.Events(random);
            if (events.Count == 0)
            {
                continue;
            }

            var versions = Versions(random, events, by);
            var history = NaiveFold.Run("D", events, versions);
            var spliced = DossierFold.Fold("D", events, new RuleTimeline(versions.Select(version => new EffectiveRules(version.From, version.Rules))));
            if (Print(spliced, versions[0].Rules.Clock.Days) != Print(history, versions[0].Rules.Clock.Days))
            {
                failures.Add($"{seed} versions {string.Join(' ', versions.Skip(1).Select(version => version.From))}\n{Print(events, versions[0].Rules.Clock.Days)}\n--- DossierFold\n{Print(spliced, versions[0].Rules.Clock.Days)}\n--- NaiveFold\n{Print(history, versions[0].Rules.Clock.Days)}");
            }

            foreach (var (one, next) in history.Stretches.Zip(history.Stretches.Skip(1)).Where(pair => pair.First.Cycle == pair.Second.Cycle))
            {
                next.From.ShouldBe(one.To!.Value);
                (one.Exit, next.Entry).ShouldBeOneOf(
                    (StretchExit.Continued, StretchEntry.Continued), (StretchExit.TransferredOut, StretchEntry.TransferredIn));
                (one.From < one.To || one.Entry != StretchEntry.Continued || one.Exit != StretchExit.Continued).ShouldBeTrue();
            }

            foreach (var at in events.Select(e => e.Time).Concat(versions.Skip(1).Select(version => version.From))
                .SelectMany(time => new[] { time.Previous, time, time.Plus(TimeSpan.FromHours(5)) }))
            {
                if (VersionDifference(events, versions, history, at) is { } difference)
                {
                    var days = versions[0].Rules.Clock.Days;
                    var from = string.Join(' ', versions.Skip(1).Select(version => version.From));
                    failures.Add($"{seed} {days.ToLocal(at):O} versions {from}\n{Print(events, days)}\n{difference}");
                }
            }
        }

        failures.OrderBy(f => f.Length).Take(4).ShouldBeEmpty();
    }

    private static List<(Instant From, FoldRules Rules)> Versions(Random random, List<DossierEvent> events, VerdictBy by)
    {
        var versions = new List<(Instant From, FoldRules Rules)> { (Instant.MinValue, OddHistory.Rules(by, Until(2022))) };
        for (var n = random.Next(3); n >= 0; n--)
        {
            // Often at the very instant of an event.
            var from = events[random.Next(events.Count)].Time.Plus(random.Next(2) == 0 ? TimeSpan.Zero : TimeSpan.FromHours(random.Next(60)));
            if (from <= versions[^1].From)
            {
                continue;
            }

            var off = Enumerable.Range(0, 12).Select(i => DateOnly.FromDateTime(from.ToDateTimeOffset().DateTime).AddDays(random.Next(20) - 8)).Distinct();
            var days = GoldenCase.Calendar.Days.Where(day => day.Date.Year <= 2022 + (random.Next(2) * 4)).ToDictionary(day => day.Date);
            foreach (var day in off)
            {
                days[day] = new CalendarDay(day, random.Next(3) == 0, "changed", "high");
            }

            versions.Add((from, OddHistory.Rules(by, new WorkingCalendar($"v{versions.Count}", days.Values))));
        }

        return versions;
    }

    private static string? VersionDifference(
        List<DossierEvent> events, List<(Instant From, FoldRules Rules)> versions, NaiveHistory history, Instant at)
    {
        var last = history.Stretches.LastOrDefault(stretch => stretch.From <= at);
        var ended = last?.To is { } to && to <= at;
        var rules = versions.Last(version => version.From <= (ended ? last!.To!.Value : at)).Rules;
        var folded = DossierFold.Fold("D", events, rules, at);
        var expected = Essence(folded.Last, folded.Findings.Select(finding => finding.Code));
        var actual = Essence(last, CodesAt(history, at));
        return expected == actual ? null : $"--- DossierFold\n{expected}\n--- NaiveFold\n{actual}";

        string Essence(Stretch? stretch, IEnumerable<Finding> codes)
        {
            var what = stretch is null
                ? "nothing"
                : ended
                    ? $"{stretch.Cycle} {stretch.Unit} {stretch.To} {stretch.Exit} {stretch.FinishedAt} {stretch.StatutoryDueAtFinish}"
                        + $" {stretch.CurrentJudgement} {stretch.PromisedJudgement}"
                    : $"{stretch.Cycle} {stretch.Unit} {stretch.CycleStart} {stretch.Procedure} {stretch.Field} {stretch.Paused} {stretch.StatutoryDue}"
                        + $" {stretch.Current.Due} {stretch.Current.OverdueFrom <= at} {stretch.Promised.Due} {stretch.Promised.OverdueFrom <= at}";
            // With several cycles there are findings by several versions, and no single fold that has them all.
            return history.Stretches.All(part => part.Cycle <= 1)
                ? $"{what} {string.Join(' ', codes.Distinct().Order())}"
                : what;
        }
    }

    /// <summary>A second hand-over comes after the end.</summary>
    [Fact]
    public void A_second_hand_over_is_after_the_end()
    {
        var history = Run(
            [
                Event("e1", DossierEventType.Received, "2022-11-03T08:15:00+07:00"),
                Event("e2", DossierEventType.Returned, "2022-11-07T08:15:00+07:00"),
                Event("e3", DossierEventType.Returned, "2022-11-08T08:15:00+07:00"),
            ],
            OddHistory.Rules(VerdictBy.Instant, GoldenCase.Calendar));
        history.ReturnedAt.ShouldBe(Instant.Parse("2022-11-07T08:15:00+07:00"));
        history.Findings.ShouldBe([new NaiveFinding(Finding.AfterEnd, Instant.Parse("2022-11-08T08:15:00+07:00"), null)]);
    }

    /// <summary>The state is a fold over the events that are not voided.</summary>
    [Fact]
    public void A_voided_event_whose_time_lay_ahead_is_no_finding()
    {
        var ahead = Event("e2", DossierEventType.Processing, "2022-11-07T08:15:00+07:00");
        var history = Run(
            [
                Event("e1", DossierEventType.Received, "2022-11-03T08:15:00+07:00"),
                ahead with { Recorded = ahead.Time.Previous },
                Event("e3", DossierEventType.Voided, "2022-11-08T08:15:00+07:00") with { EventId = "e2" },
            ],
            OddHistory.Rules(VerdictBy.Instant, GoldenCase.Calendar));
        history.Findings.ShouldBeEmpty();
    }

    private static DossierEvent Event(string id, DossierEventType type, string time) => new()
    {
        Source = "s1",
        Id = id,
        Type = type,
        Code = "D",
        Time = Instant.Parse(time),
        Unit = type == DossierEventType.Received ? "502" : null,
        Procedure = type == DossierEventType.Received ? "A" : null,
    };

    private static WorkingCalendar Until(int lastYear) =>
        new("test", GoldenCase.Calendar.Days.Where(day => day.Date.Year <= lastYear));

    private static NaiveHistory Run(IReadOnlyCollection<DossierEvent> events, FoldRules rules) =>
        NaiveFold.Run(events.First().Code, events, [(Instant.MinValue, rules)]);

    private static void Compare(string which, List<DossierEvent> events, FoldRules rules)
    {
        if (events.Count == 0 || Difference(events, rules) is null)
        {
            return;
        }

        // Events are left out one by one as long as the two still differ, so that what is shown is about one thing.
        for (var i = 0; i < events.Count && events.Count > 1;)
        {
            var fewer = events.Where((_, n) => n != i).ToList();
            if (Difference(fewer, rules) is null)
            {
                i++;
            }
            else
            {
                (events, i) = (fewer, 0);
            }
        }

        Assert.Fail($"{which}\n{Print(events, rules.Clock.Days)}\n{Difference(events, rules)}");
    }

    private static string? Difference(List<DossierEvent> events, FoldRules rules)
    {
        var (history, naive) = (DossierFold.Fold(events[0].Code, events, rules), Run(events, rules));
        var (expected, actual) = (Print(history, rules.Clock.Days), Print(naive, rules.Clock.Days));
        return expected == actual && history.Stretches.SequenceEqual(naive.Stretches)
            ? null
            : $"--- DossierFold\n{expected}--- NaiveFold\n{actual}";
    }

    private static string Print(DossierHistory history, LocalDays days) => Print(
        history.Source, history.ProcedureAsWritten, history.Holder, history.ReceivedAt, history.ReturnedAt, history.Stretches,
        FindingIntervals.Of(history), days);

    private static string Print(NaiveHistory history, LocalDays days) => Print(
        history.Source, history.ProcedureAsWritten, history.Holder, history.ReceivedAt, history.ReturnedAt, history.Stretches,
        FindingIntervals.Of(history.Findings.Select(finding => new FindingInterval(finding.Code, finding.From, finding.Until))), days);

    // Everything that must be equal, in words, so that what differs can be read.
    private static string Print(
        string? source, string? procedure, string? holder, Instant? receivedAt, Instant? returnedAt, IReadOnlyList<Stretch> stretches,
        IEnumerable<FindingInterval> findings, LocalDays days)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"source {source} procedure {procedure} holder {holder}")
            .AppendLine(CultureInfo.InvariantCulture, $" received {Local(receivedAt)} returned {Local(returnedAt)}");
        foreach (var stretch in stretches)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Local(stretch.From)} .. {Local(stretch.To)} {stretch.Entry} .. {stretch.Exit}")
                .Append(CultureInfo.InvariantCulture, $" cycle {stretch.Cycle} since {Local(stretch.CycleStart)} {stretch.Unit} {stretch.Procedure}")
                .Append(CultureInfo.InvariantCulture, $" {stretch.Field} {stretch.Channel} {(stretch.Paused ? "paused" : "running")}")
                .Append(CultureInfo.InvariantCulture, $" current {Due(stretch.Current)} promised {Due(stretch.Promised)}")
                .Append(CultureInfo.InvariantCulture, $" statutory {Local(stretch.StatutoryDue)} {Local(stretch.StatutoryDueAtFinish)} finished {Local(stretch.FinishedAt)}")
                .AppendLine(CultureInfo.InvariantCulture, $" {Verdict(stretch.CurrentJudgement)} {Verdict(stretch.PromisedJudgement)}");
        }

        foreach (var finding in findings)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{finding.Code} {Local(finding.Since)} .. {Local(finding.Until)}");
        }

        return text.ToString();

        string Local(Instant? at) => at is { } instant ? days.ToLocal(instant).ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture) : "-";

        string Due(DueInStretch due) => $"{Local(due.Due)} (overdue {Local(due.OverdueFrom)})";

        string Verdict(Judgement? judgement) => judgement is { } value ? $"[{value.Verdict} {Local(value.Due)} {value.DaysLate} {value.CalendarDaysLate}]" : "[]";
    }

    private static string Print(List<DossierEvent> events, LocalDays days) =>
        string.Join('\n', events.Select(e =>
            $"{e.Source}/{e.Id} {days.ToLocal(e.Time):yyyy-MM-dd'T'HH:mm:ss.fff} {e.Type} {e.Unit} {e.Procedure} {e.Field} {e.DueAt} {e.Holder} {e.EventId}"
            + (e.Recorded is { } recorded ? $" recorded {days.ToLocal(recorded):HH:mm:ss.fff}" : "")));

    private static void Check(GoldenCase golden, JsonElement check)
    {
        var asOf = Instant.Parse(check.GetProperty("asOf").GetString()!);
        var code = check.TryGetProperty("dossier", out var dossier) ? dossier.GetString()! : "D1";
        var history = NaiveFold.Run(code, [.. golden.Events.Where(e => e.Code == code)], [(Instant.MinValue, golden.Rules)]);
        var last = history.Stretches.LastOrDefault(stretch => stretch.From <= asOf);
        var ended = last?.To is { } to && to <= asOf;
        var (current, promised) = (ended ? last?.CurrentJudgement : null, ended ? last?.PromisedJudgement : null);
        var state = last is null ? DossierState.Held : DossierHistory.StateOf(last, asOf, DueDateBasis.Current);
        foreach (var expected in check.EnumerateObject())
        {
            var because = $"{expected.Name} as of {check.GetProperty("asOf")} — {golden.Why}";
            switch (expected.Name)
            {
                case "asOf" or "dossier":
                    break;
                case "state":
                    Camel(state.ToString()).ShouldBe(expected.Value.GetString() == "none" ? "held" : expected.Value.GetString(), because);
                    break;
                case "verdict":
                    Verdict(current).ShouldBe(expected.Value.GetString(), because);
                    break;
                case "promisedVerdict":
                    Verdict(promised).ShouldBe(expected.Value.GetString(), because);
                    break;
                case "dueAt":
                    (current is { } judged ? judged.Due : last?.Current.Due).ShouldBe(Time(expected.Value), because);
                    break;
                case "promisedDueAt":
                    (promised is { } judgedByPromised ? judgedByPromised.Due : last?.Promised.Due).ShouldBe(Time(expected.Value), because);
                    break;
                case "statutoryDueAt":
                    (ended ? last?.StatutoryDueAtFinish ?? last?.StatutoryDue : last?.StatutoryDue).ShouldBe(Time(expected.Value), because);
                    break;
                case "daysLate":
                    DaysLate(golden, last!, state, current, asOf)?.DaysLate.ShouldBe(Number(expected.Value), because);
                    break;
                case "calendarDaysLate":
                    DaysLate(golden, last!, state, current, asOf)?.CalendarDaysLate.ShouldBe(Number(expected.Value), because);
                    break;
                case "unit":
                    last!.Unit.Code.ShouldBe(expected.Value.GetString(), because);
                    break;
                case "cycle":
                    last!.Cycle.ShouldBe(expected.Value.GetInt32(), because);
                    break;
                case "findings":
                    CodesAt(history, asOf).Select(finding => finding.Name()).Distinct().Order(StringComparer.Ordinal)
                        .ShouldBe(expected.Value.EnumerateArray().Select(item => item.GetString()!).Order(StringComparer.Ordinal), because);
                    break;
                default:
                    throw new InvalidOperationException($"Nobody checks '{expected.Name}'.");
            }
        }
    }

    private static Judgement? DaysLate(GoldenCase golden, Stretch last, DossierState state, Judgement? judged, Instant asOf) =>
        judged ?? (state == DossierState.Overdue ? new NaiveDays(golden.Rules).Judge(asOf, last.Current.Due) : default(Judgement));

    private static string? Verdict(Judgement? judgement) =>
        judgement is { } value ? Camel(value.Verdict.ToString()).Replace("noDueDate", "none", StringComparison.Ordinal) : null;

    private static Instant? Time(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : Instant.Parse(value.GetString()!);

    private static int? Number(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetInt32();

    private static string Camel(string name) => char.ToLower(name[0], CultureInfo.InvariantCulture) + name[1..];
}
