using System.Globalization;
using System.Text.Json;
using DossierMonitor.Api.Tests.Closings;
using DossierMonitor.Api.Tests.Fixture;
using DossierMonitor.Api.Tests.Security;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.League;

/// <summary>GET /v1/league</summary>
public sealed class GetLeagueTests
{
    private static readonly Dictionary<string, string> Branches = new(TestService.SmallReference, StringComparer.Ordinal)
    {
        ["units.csv"] = """
            code,name,kind,parent,district,validFrom,validTo,successor
            49,Quảng Nam,province,,,,,
            502,Tam Kỳ,district,49,,,,
            A,Branch A,branch,49,502,,,
            B,Branch B,branch,49,502,,,
            C,Branch C,branch,49,502,,,
            D,Branch D,branch,49,502,,,
            E,Branch E,branch,49,502,,,
            """,
    };

    [Fact]
    public async Task Units_stand_by_rank_and_those_that_are_too_small_last()
    {
        await using var service = await StartAsync();
        var league = await service.GetAsync("/v1/league?by=branch");
        var rows = league.Items("rows");
        rows.Select(row => (row.Text("key"), Rank(row))).ShouldBe([("B", 1), ("A", 2), ("C", 3), ("D", null), ("E", null)]);
        rows.Select(row => row.GetProperty("belowMinimum").GetBoolean()).ShouldBe([false, false, false, true, true]);
        rows.Select(row => row.GetProperty("denominator").GetInt64()).ShouldBe([200, 40, 200, 3, 0]);
        rows[4].GetProperty("rate").ValueKind.ShouldBe(JsonValueKind.Null);
        rows[4].GetProperty("low").ValueKind.ShouldBe(JsonValueKind.Null);

        // 90 % of 40 is neither beyond 100 % of 200 nor beyond 80 % of 200.
        (rows[1].GetProperty("rankFrom").GetInt32(), rows[1].GetProperty("rankTo").GetInt32()).ShouldBe((1, 3));
        (rows[0].GetProperty("rankFrom").GetInt32(), rows[0].GetProperty("rankTo").GetInt32()).ShouldBe((1, 2));
        league.GetProperty("minimum").GetInt32().ShouldBe(30);
        (await service.GetAsync("/v1/league?by=branch&minimum=2")).Items("rows").Count(row => Rank(row) is null).ShouldBe(1);
        (await service.GetAsync("/v1/league?by=branch&minimum=41")).Items("rows").Count(row => Rank(row) is null).ShouldBe(3);
    }

    [Theory]
    [InlineData("closed")]
    [InlineData("closed-plus-overdue")]
    [InlineData("workload")]
    [InlineData("strict")]
    public async Task Its_numbers_are_those_of_the_figures(string definition)
    {
        await using var service = await StartAsync();
        foreach (var by in (IEnumerable<string>)["district&include=branches", "branch", "unit", "unit&unit=502&include=branches&channel=online"])
        {
            var league = await service.GetAsync($"/v1/league?by={by}&definition={definition}");
            var figures = await service.GetAsync($"/v1/on-time?by={by}&definition={definition}");
            var rows = figures.Items("rows").ToDictionary(row => row.Text("key"), StringComparer.Ordinal);
            league.Items("rows").Count.ShouldBe(rows.Count);
            foreach (var row in league.Items("rows"))
            {
                var same = rows[row.Text("key")];
                row.GetProperty("rate").GetRawText().ShouldBe(same.GetProperty("onTimeRate").GetRawText());
                foreach (var member in (IEnumerable<string>)["name", "late", "openOverdue", "daysLate", "target", "rows"])
                {
                    row.GetProperty(member).GetRawText().ShouldBe(same.GetProperty(member).GetRawText());
                }

                await service.ShouldListAsync(row.Text("rows") + "&state=inTime", row.GetProperty("numerator").GetInt64());
                await service.ShouldListAsync(row.Text("rows") + "&state=judged", row.GetProperty("denominator").GetInt64());
            }

            league.GetProperty("total").GetProperty("rate").GetRawText().ShouldBe(figures.GetProperty("total").GetProperty("onTimeRate").GetRawText());
        }
    }

    [Fact]
    public async Task A_closing_s_league_stays_whatever_comes()
    {
        await using var service = await StartAsync();
        service.SpeakVietnamese();
        var live = await service.GetAsync("/v1/league?by=branch&from=2022-01-01&to=2022-12-31");
        var entry = await service.ClosePeriodAsync();
        var closed = await service.GetTextAsync("/v1/league?by=branch&closing=1");
        var json = JsonDocument.Parse(closed).RootElement;
        json.GetProperty("closing").Text("digest").ShouldBe(entry.Text("digest"));
        json.GetProperty("rows").GetRawText().ShouldBe(live.GetProperty("rows").GetRawText());
        json.GetProperty("total").GetRawText().ShouldBe(live.GetProperty("total").GetRawText());

        service.Time.Advance(TimeSpan.FromSeconds(1));
        await service.PostOkAsync(EventText.Batch(Finished("A", 40, 100, late: 60)));
        (await service.GetTextAsync("/v1/league?by=branch&closing=1")).ShouldBe(closed);
        (await service.GetAsync("/v1/league?by=branch")).Items("rows").Select(row => row.Text("key")).First().ShouldBe("B");
        (await service.GetAsync("/v1/league?by=branch")).GetProperty("total").GetProperty("denominator").GetInt64().ShouldBe(543);
    }

    [Fact]
    public async Task A_key_of_a_unit_sees_the_league_of_its_own_and_no_closing()
    {
        await using var service = await StartAsync();
        await service.ClosePeriodAsync();
        service.Present(await service.KeyAsync("""{"name":"r","scopes":["metrics:read"],"unit":"A"}"""));
        (await service.GetAsync("/v1/league?by=branch")).Items("rows").Select(row => row.Text("key")).ShouldBe(["A"]);
        (await service.GetAsync("/v1/league?by=branch&closing=1", 403)).Errors().ShouldBe([("", "wholeOnly")]);
        (await service.GetAsync("/v1/league?by=branch&closing=2", 403)).Errors().ShouldBe([("", "wholeOnly")]);
    }

    [Theory]
    [InlineData("from=2022-01-01", "/from")]
    [InlineData("to=2022-01-01", "/to")]
    [InlineData("asOf=2022-12-01T00:00:00Z", "/asOf")]
    [InlineData("knownAt=2022-12-01T00:00:00Z", "/knownAt")]
    [InlineData("definition=closed", "/definition")]
    [InlineData("unit=A", "/unit")]
    [InlineData("field=land", "/field")]
    [InlineData("procedure=OPEN", "/procedure")]
    [InlineData("channel=online", "/channel")]
    [InlineData("include=branches", "/include")]
    public async Task What_a_closing_has_decided_is_not_asked_again(string parameter, string pointer)
    {
        await using var service = await TestService.StartAsync(reference: Branches);
        await service.ClosePeriodAsync();
        (await service.GetAsync($"/v1/league?by=branch&closing=1&{parameter}", 400)).Errors().ShouldBe([(pointer, "notWithClosing")]);
    }

    [Fact]
    public async Task It_comes_as_csv_too()
    {
        await using var service = await StartAsync();
        var lines = (await service.GetTextAsync("/v1/league?by=branch&format=csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldStartWith("rank,rankFrom,rankTo,tied,key,name,");
        lines.Skip(1).Select(line => string.Join(',', line.Split(',')[..5])).ShouldBe(["1,1,2,false,B", "2,1,3,false,A", "3,2,3,false,C", ",,,false,D", ",,,false,E"]);
    }

    private static int? Rank(JsonElement row) => row.GetProperty("rank") is { ValueKind: JsonValueKind.Number } rank ? rank.GetInt32() : null;

    private static async Task<TestService> StartAsync()
    {
        var service = await TestService.StartAsync(reference: Branches);
        await service.PostOkAsync(EventText.Batch(
            [.. Finished("A", 0, 40, late: 4), .. Finished("B", 0, 200, late: 0), .. Finished("C", 0, 200, late: 40), .. Finished("D", 0, 3, late: 0)]));
        return service;
    }

    // Half of them online; one in five late ones is late by its first appointed date too.
    private static IEnumerable<System.Text.Json.Nodes.JsonObject> Finished(string unit, int from, int count, int late) =>
        Enumerable.Range(from, count).SelectMany(i =>
        {
            var code = string.Create(CultureInfo.InvariantCulture, $"{unit}{i}");
            return new[]
            {
                EventText.Event("r" + code, "received", code, "2022-11-01T08:00:00+07:00", new { unit, procedure = "OPEN", dueAt = "2022-11-10", channel = i % 2 == 0 ? "online" : "direct" }),
                EventText.Event("f" + code, "finished", code, i - from < late ? "2022-11-15T08:00:00+07:00" : "2022-11-09T08:00:00+07:00"),
            };
        });
}
