using System.Globalization;
using System.Text.Json;
using DossierMonitor.Api.Cli;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.RealCases;

/// <summary>
/// 1,434 real permit cases of a Dutch municipality, imported as an operator would, against figures that somebody else
/// computed with other code.
/// </summary>
public sealed class PermitCasesTests
{
    private static readonly string? Folder = Repository.SharedData is { } data ? Path.Combine(data, "permits") : null;

    [Theory]
    [InlineData("responsible")]
    [InlineData("department")]
    [InlineData("channel")]
    public async Task Figures_are_exactly_those_of_the_independent_oracle(string unitColumn)
    {
        Assert.SkipUnless(Folder is not null, "../shared/data/permits is not there");
        using var expected = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Folder!, "expected.json")));
        await using var service = await StartAsync();
        (await ImportAsync(service, unitColumn)).ShouldBe(CommandLine.Success);

        var asOf = expected.RootElement.GetProperty("as_of").GetString()!;
        await CheckAsync(service, asOf, expected.RootElement.GetProperty("overall"), expected.RootElement.GetProperty("by").GetProperty(unitColumn), "");
        if (unitColumn == "responsible")
        {
            var replays = 0;
            foreach (var replay in expected.RootElement.GetProperty("replay").EnumerateObject())
            {
                await CheckAsync(service, replay.Name, replay.Value.GetProperty("overall"), replay.Value.GetProperty("by_responsible"), "");
                replays++;
            }

            replays.ShouldBe(5);
        }

        await service.RestartAsync(settings => settings with { VerdictBy = "date" });
        await CheckAsync(service, asOf, expected.RootElement.GetProperty("overall"), expected.RootElement.GetProperty("by").GetProperty(unitColumn), "bydate_");
    }

    [Fact]
    public async Task Cases_that_end_before_they_start_are_kept_and_counted_as_findings()
    {
        Assert.SkipUnless(Folder is not null, "../shared/data/permits is not there");
        await using var service = await StartAsync();
        await ImportAsync(service, "responsible");
        var findings = (await service.GetAsync("/v1/findings?asOf=2012-02-01T00:00:00Z")).GetProperty("findings");
        findings.EnumerateArray().Single(finding => finding.GetProperty("code").GetString() == "finishedBeforeReceived")
            .GetProperty("dossiers").GetInt32().ShouldBe(2);
        var list = await service.GetAsync("/v1/dossiers?finding=finishedBeforeReceived&sort=code&asOf=2012-02-01T00:00:00Z");
        list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("code").GetString()).ShouldBe(["case-10862", "case-8267"]);
        list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("verdict").GetString()).ShouldAllBe(verdict => verdict == "early");
    }

    [Fact]
    public async Task Importing_again_stores_nothing_twice_and_moves_nothing()
    {
        Assert.SkipUnless(Folder is not null, "../shared/data/permits is not there");
        await using var service = await StartAsync();
        await ImportAsync(service, "department");
        const string path = "/v1/on-time?by=unit&from=2010-10-01&asOf=2012-01-23T14:42:54.644Z";
        var before = await service.GetTextAsync(path);
        (await ImportAsync(service, "department")).ShouldBe(CommandLine.Success);
        (await service.GetTextAsync(path)).ShouldBe(before);

        // Another unit under the same ids is other content: refused, and said so.
        (await ImportAsync(service, "channel")).ShouldBe(CommandLine.Incomplete);
        (await service.GetTextAsync(path)).ShouldBe(before);
        var conflicts = await service.GetAsync("/v1/rejections?limit=1000");
        conflicts.GetProperty("items").EnumerateArray().ShouldAllBe(item => item.GetProperty("status").GetString() == "conflict");
    }

    private static async Task CheckAsync(TestService service, string asOf, JsonElement overall, JsonElement by, string variant)
    {
        var answer = await service.GetAsync($"/v1/on-time?by=unit&from=2010-10-01&definition=closed-plus-overdue&asOf={Uri.EscapeDataString(asOf)}");
        CheckRow(answer.GetProperty("total"), overall, variant);
        var rows = answer.GetProperty("rows").EnumerateArray().ToDictionary(row => row.GetProperty("key").GetString()!, StringComparer.Ordinal);
        foreach (var expected in by.EnumerateObject())
        {
            CheckRow(rows[expected.Name], expected.Value, variant);
        }

        var named = by.EnumerateObject().Select(expected => expected.Name).ToHashSet(StringComparer.Ordinal);
        rows.Where(row => !named.Contains(row.Key)).ShouldAllBe(row => row.Value.GetProperty("received").GetInt64() == 0);
        var closed = await service.GetAsync($"/v1/on-time?by=unit&from=2010-10-01&asOf={Uri.EscapeDataString(asOf)}");
        if (variant.Length == 0)
        {
            Rate(closed.GetProperty("total")).ShouldBe(overall.GetProperty("on_time_rate").GetDouble());
        }
    }

    private static void CheckRow(JsonElement row, JsonElement expected, string variant)
    {
        long Actual(string name) => row.GetProperty(name).GetInt64();
        long Expected(string name) => expected.GetProperty(name).GetInt64();
        var because = $"{(row.TryGetProperty("key", out var key) ? key.GetString() : "total")} {variant}";
        Actual("received").ShouldBe(Expected("total"), because);
        Actual("finished").ShouldBe(Expected("closed"), because);
        Actual("open").ShouldBe(Expected("open"), because);
        Actual("openNoDueDate").ShouldBe(Expected("open_no_deadline"), because);
        Actual("noDueDate").ShouldBe(Expected("closed_no_deadline"), because);
        (Actual("early") + Actual("onTime")).ShouldBe(Expected(variant + "closed_on_time"), because);
        Actual("late").ShouldBe(Expected(variant + "closed_late"), because);
        Actual("openOverdue").ShouldBe(Expected(variant + "open_overdue"), because);
        if (variant.Length == 0)
        {
            (Actual("open") - Actual("openOverdue")).ShouldBe(Expected("open_not_due"), because);
        }
    }

    private static double Rate(JsonElement row) => Math.Round(row.GetProperty("onTimeRate").GetDouble(), 6);

    private static Task<TestService> StartAsync() => TestService.StartAsync(
        settings => settings with { TimeZone = "Europe/Amsterdam" },
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["units.csv"] = "code,name,kind,parent,district,validFrom,validTo,successor\n" + string.Concat(Units().Select(unit => $"{unit},{unit},department,,,,,\n")),
            ["procedures.csv"] = "code,name,field,limit,limitUnit,policy,validFrom,validTo\nPERMIT,Environmental permit,building,,,,,\n",
        });

    private static async Task<int> ImportAsync(TestService service, string unitColumn)
    {
        var code = await CommandLine.RunAsync(
        [
            "import", Path.Combine(Folder!, "cases.csv"),
            "--map", $"code=id,receivedAt=opened,dueAt=deadline,finishedAt=closed,unit={unitColumn}",
            "--set", "procedure=PERMIT",
            "--database", service.Settings.Database,
            "--reference", service.ReferenceFolder,
            "--time-zone", "Europe/Amsterdam",
        ]);
        return code;
    }

    private static IEnumerable<string> Units()
    {
        var lines = File.ReadAllLines(Path.Combine(Folder!, "cases.csv"));
        var header = lines[0].Split(',');
        int[] columns = [.. new[] { "responsible", "department", "channel" }.Select(name => Array.IndexOf(header, name))];
        return lines.Skip(1).Select(line => line.Split(',')).SelectMany(cells => columns.Select(column => cells[column]))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Create(CultureInfo.InvariantCulture, ignoreCase: false));
    }
}
