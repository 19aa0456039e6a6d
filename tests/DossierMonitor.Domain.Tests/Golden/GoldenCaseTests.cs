using System.Globalization;
using System.Text.Json;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Golden;

public sealed class GoldenCaseTests
{
    public static TheoryData<string> Names => [.. GoldenCase.All.Select(golden => golden.Name)];

    [Fact]
    public void There_are_at_least_sixty_cases() => GoldenCase.All.Count.ShouldBeGreaterThanOrEqualTo(60);

    [Theory]
    [MemberData(nameof(Names))]
    public void Golden(string name)
    {
        var golden = GoldenCase.All.Single(candidate => candidate.Name == name);
        foreach (var check in golden.Checks)
        {
            Check(golden, check);
        }

        foreach (var row in golden.Rows)
        {
            row.ShouldBe(Tally(golden, row));
        }
    }

    private static void Check(GoldenCase golden, JsonElement check)
    {
        var asOf = Instant.Parse(check.GetProperty("asOf").GetString()!);
        var code = check.TryGetProperty("dossier", out var dossier) ? dossier.GetString()! : "D1";
        var history = DossierFold.Fold(code, [.. golden.Events.Where(e => e.Code == code)], golden.Rules, asOf);
        var last = history.Last;
        foreach (var expected in check.EnumerateObject())
        {
            var because = $"{expected.Name} as of {check.GetProperty("asOf")} — {golden.Why}";
            switch (expected.Name)
            {
                case "asOf" or "dossier":
                    break;
                case "state":
                    Camel(history.StateAt(asOf).ToString()).ShouldBe(expected.Value.GetString() == "none" ? "held" : expected.Value.GetString(), because);
                    break;
                case "verdict":
                    Verdict(last?.CurrentJudgement).ShouldBe(expected.Value.GetString(), because);
                    break;
                case "promisedVerdict":
                    Verdict(last?.PromisedJudgement).ShouldBe(expected.Value.GetString(), because);
                    break;
                case "dueAt":
                    (last?.CurrentJudgement is { } current ? current.Due : last?.Current.Due).ShouldBe(Time(expected.Value), because);
                    break;
                case "promisedDueAt":
                    (last?.PromisedJudgement is { } promised ? promised.Due : last?.Promised.Due).ShouldBe(Time(expected.Value), because);
                    break;
                case "statutoryDueAt":
                    (last?.StatutoryDue).ShouldBe(Time(expected.Value), because);
                    break;
                case "daysLate":
                    DaysLate(golden, history, asOf).Working.ShouldBe(Number(expected.Value), because);
                    break;
                case "calendarDaysLate":
                    DaysLate(golden, history, asOf).Calendar.ShouldBe(Number(expected.Value), because);
                    break;
                case "unit":
                    last!.Unit.Code.ShouldBe(expected.Value.GetString(), because);
                    break;
                case "cycle":
                    last!.Cycle.ShouldBe(expected.Value.GetInt32(), because);
                    break;
                case "findings":
                    history.Findings.Select(finding => finding.Code.Name()).Distinct().Order(StringComparer.Ordinal)
                        .ShouldBe(expected.Value.EnumerateArray().Select(item => item.GetString()!).Order(StringComparer.Ordinal), because);
                    break;
                default:
                    throw new InvalidOperationException($"Nobody checks '{expected.Name}'.");
            }
        }
    }

    private static (int? Working, int? Calendar) DaysLate(GoldenCase golden, DossierHistory history, Instant asOf)
    {
        var last = history.Last!;
        if (last.CurrentJudgement is { } judged)
        {
            return (judged.DaysLate, judged.CalendarDaysLate);
        }

        var rule = golden.Rules.OnTime;
        return history.StateAt(asOf) == DossierState.Overdue
            ? (rule.DaysLate(last.Current.Due!.Value, asOf), rule.CalendarDaysLate(last.Current.Due!.Value, asOf))
            : (null, null);
    }

    private static Tally Tally(GoldenCase golden, GoldenRow row)
    {
        var rules = golden.Rules;
        var days = rules.Clock.Days;
        var (opening, cut) = (row.Period.Opening(days), row.Period.Cut(days));
        var tally = new Tally();
        foreach (var dossier in golden.Events.GroupBy(e => e.Code))
        {
            foreach (var stretch in DossierFold.Fold(dossier.Key, [.. dossier], rules).Stretches.Where(stretch => Belongs(rules.Units, stretch.Unit, row)))
            {
                TallyMarks.Of(stretch, mark =>
                {
                    if (mark.At > cut)
                    {
                        return;
                    }

                    tally.Stocks[mark.Measure] += mark.Change;
                    if (mark.At > opening)
                    {
                        tally.Flows[mark.Measure] += mark.Change;
                    }
                    else if (mark.Measure == Measure.Open)
                    {
                        tally.CarriedOver += mark.Change;
                    }
                });
            }
        }

        return tally;
    }

    private static bool Belongs(UnitDirectory units, UnitKey key, GoldenRow row)
    {
        var unit = units.Find(key)!;
        return row.By == "district"
            ? unit.Kind != UnitKind.Branch && units.DistrictOf(unit)?.Code == row.Key
            : unit.Code == row.Key;
    }

    private static string? Verdict(Judgement? judgement) =>
        judgement is { } value ? Camel(value.Verdict.ToString()).Replace("noDueDate", "none", StringComparison.Ordinal) : null;

    private static Instant? Time(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : Instant.Parse(value.GetString()!);

    private static int? Number(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetInt32();

    private static string Camel(string name) => char.ToLower(name[0], CultureInfo.InvariantCulture) + name[1..];
}
