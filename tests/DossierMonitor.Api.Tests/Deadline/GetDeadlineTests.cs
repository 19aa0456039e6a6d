using System.Text.Json;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Deadline;

/// <summary>GET /v1/dossiers/{code}/deadline</summary>
public sealed class GetDeadlineTests
{
    private static readonly Dictionary<string, string> WithHours = new(TestService.SmallReference, StringComparer.Ordinal)
    {
        ["procedures.csv"] = TestService.SmallReference["procedures.csv"] + "\nHOURS,In hours,justice,12,hours,subtract,,\n",
    };

    [Theory]
    [InlineData("D1")]
    [InlineData("D2")]
    [InlineData("D2", 1)]
    [InlineData("D3")]
    [InlineData("D4")]
    [InlineData("D5")]
    [InlineData("D7")]
    [InlineData("H1")]
    public async Task The_last_line_is_the_date_that_the_dossier_has(string code, int? cycle = null)
    {
        await using var service = await StartAsync();
        var dossier = await service.GetAsync($"/v1/dossiers/{code}");
        var answer = await service.GetAsync(cycle is null ? dossier.Text("deadline") : $"/v1/dossiers/{code}/deadline?cycle={cycle}");
        var expected = cycle is null ? dossier : dossier.Items("cycles")[cycle.Value - 1];
        var ledgers = answer.Items("deadlines");
        ledgers.Select(ledger => ledger.Text("kind")).ShouldBe(["current", "promised", "statutory"]);
        foreach (var (ledger, member) in ledgers.Zip(["dueAt", "promisedDueAt", "statutoryDueAt"]))
        {
            ledger.GetProperty("due").GetString().ShouldBe(expected.GetProperty(member).GetString(), member);
            ledger.Items("lines")[^1].GetProperty("due").GetString().ShouldBe(ledger.GetProperty("due").GetString());
            ledger.Items("lines").ShouldAllBe(line => line.GetProperty("text").GetString()!.Length > 0);
        }
    }

    [Fact]
    public async Task A_limit_is_counted_day_by_day_with_the_reason_of_each()
    {
        await using var service = await StartAsync();
        var lines = (await service.GetAsync("/v1/dossiers/D1/deadline")).Items("deadlines")[2].Items("lines");
        lines.Count(line => line.Text("rule") == "workingDay").ShouldBe(10);
        lines.Count(line => line.Text("rule") == "weekend").ShouldBe(4);
        lines[0].GetProperty("event").Text("id").ShouldBe("1");
        lines[^1].Text("due").ShouldBe("2022-11-17T17:00:00+07:00");
        service.SpeakVietnamese();
        (await service.GetAsync("/v1/dossiers/D1/deadline")).Items("deadlines")[2].Items("lines")[1].Text("text").ShouldBe("Ngày làm việc thứ 1.");
    }

    [Fact]
    public async Task A_limit_in_hours_says_the_office_time_of_each_day()
    {
        await using var service = await StartAsync();
        var lines = (await service.GetAsync("/v1/dossiers/H1/deadline")).Items("deadlines")[2].Items("lines");
        lines.Where(line => line.Text("rule") == "officeHours").Select(line => line.Text("officeTime")).ShouldBe(["7:00", "5:00"]);
    }

    [Fact]
    public async Task It_is_as_of_and_known_at_the_same_instants_as_the_dossier_that_links_to_it()
    {
        await using var service = await StartAsync();
        (await service.GetAsync("/v1/dossiers/D2/deadline?asOf=2022-11-08T00:00:00Z")).Items("deadlines")[0].Text("due").ShouldBe("2022-11-10T23:59:59.999+07:00");
        service.Time.Advance(TimeSpan.FromHours(1));
        await service.PostOkAsync(EventText.Batch(EventText.Event("x", "extended", "D3", "2022-11-30T09:00:00+07:00", new { dueAt = "2022-12-30" })));
        const string before = "2022-12-15T17:00:00+07:00";
        var dossier = await service.GetAsync($"/v1/dossiers/D3?knownAt={Uri.EscapeDataString(before)}");
        var answer = await service.GetAsync(dossier.Text("deadline"));
        answer.Text("knownAt").ShouldBe(before);
        answer.Items("deadlines")[0].Text("due").ShouldBe("2022-12-01T17:00:00+07:00");
        dossier.Text("dueAt").ShouldBe("2022-12-01T17:00:00+07:00");
        (await service.GetAsync("/v1/dossiers/D3")).Text("dueAt").ShouldStartWith("2022-12-30");
    }

    [Fact]
    public async Task A_code_with_a_slash_leads_there_and_back()
    {
        await using var service = await StartAsync();
        await service.PostOkAsync(EventText.Batch(EventText.Received("s", "A/B C+D?", "2022-11-03T08:15:00+07:00", "502", "2022-11-10")));
        var dossier = await service.GetAsync("/v1/dossiers/A%2FB%20C%2BD%3F");
        (await service.GetAsync(dossier.Text("deadline"))).Text("code").ShouldBe("A/B C+D?");
    }

    [Theory]
    [InlineData("/v1/dossiers/none/deadline")]
    [InlineData("/v1/dossiers/HELD/deadline")]
    [InlineData("/v1/dossiers/D6/deadline")]
    [InlineData("/v1/dossiers/D1/deadline?cycle=2")]
    [InlineData("/v1/dossiers/D2/deadline?cycle=2&asOf=2022-11-19T00:00:00Z")]
    [InlineData("/v1/dossiers/D1/deadline?asOf=2022-11-01T00:00:00Z")]
    [InlineData("/v1/dossiers/D1/deadline?knownAt=2022-12-15T09:59:59.999Z")]
    public async Task There_is_none_without_such_a_cycle(string path)
    {
        await using var service = await StartAsync();
        (await service.GetAsync(path, 404)).Errors().ShouldBe([("", "noSuchCycle")]);
    }

    [Fact]
    public async Task A_dossier_without_a_cycle_has_no_link_to_one()
    {
        await using var service = await StartAsync();
        foreach (var code in new[] { "HELD", "D6" })
        {
            (await service.GetAsync($"/v1/dossiers/{code}")).GetProperty("deadline").ValueKind.ShouldBe(JsonValueKind.Null, code);
        }
    }

    [Theory]
    [InlineData("cycle=0", "/cycle", "invalidNumber")]
    [InlineData("cycle=10001", "/cycle", "invalidNumber")]
    [InlineData("cycle=last", "/cycle", "invalidNumber")]
    [InlineData("cycle=1&cycle=1", "/cycle", "repeatedParameter")]
    [InlineData("asOf=2022-11-01", "/asOf", "invalidInstant")]
    [InlineData("knownAt=yesterday", "/knownAt", "invalidInstant")]
    [InlineData("kind=current", "/kind", "unknownParameter")]
    public async Task Refuses_a_wrong_query(string query, string pointer, string reason)
    {
        await using var service = await StartAsync();
        (await service.GetAsync($"/v1/dossiers/D1/deadline?{query}", 400)).Errors().ShouldBe([(pointer, reason)]);
    }

    private static async Task<TestService> StartAsync()
    {
        var service = await TestService.StartAsync(reference: WithHours);
        await service.PostOkAsync(SampleProvince.Events);
        await service.PostOkAsync(EventText.Batch(EventText.Received("h", "H1", "2022-12-13T08:00:00+07:00", "502", procedure: "HOURS")));
        return service;
    }
}
