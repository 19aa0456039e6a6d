using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DossierMonitor.Api.Simulation;
using DossierMonitor.Api.Tests.Fixture;
using DossierMonitor.Storage.Reference;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Demo;

/// <summary>The demo's whole year, pushed through the interface once for all tests here.</summary>
public sealed class DemoProvince : IAsyncLifetime
{
    private TestService? _service;

    public TestService Service => _service!;

    public async ValueTask InitializeAsync()
    {
        _service = await TestService.StartAsync(settings => settings with { Reference = Repository.ShippedReference }, now: new SimulationSettings().Until);
        var lines = await SimulatedLines.OfAsync(new SimulationSettings());
        using var response = await _service.PostAsync(lines, "application/x-ndjson");
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        answer.GetProperty("accepted").GetInt64().ShouldBe(answer.GetProperty("received").GetInt64());
    }

    public ValueTask DisposeAsync() => _service?.DisposeAsync() ?? ValueTask.CompletedTask;
}

public sealed class DemoProvinceTests(DemoProvince demo) : IClassFixture<DemoProvince>
{
    private static readonly string[] NamedByTheReport = ["502", "503", "506", "507", "508", "509", "512", "513", "518"];

    private static readonly string[] Definitions = ["closed", "closed-plus-overdue", "workload", "strict"];

    // The last one ends in the middle of a day; the first begins before the data.
    private static readonly string[] Periods =
    [
        "from=2022-01-01&to=2022-12-15",
        "from=2022-02-10&to=2022-03-17",
        "from=2022-06-30&to=2022-07-01",
        "from=2022-09-15&to=2022-09-15",
        "from=2021-11-20&to=2022-11-14",
        "from=2022-10-20&to=2022-12-31",
        "from=2022-03-03&to=2022-08-08&asOf=2022-08-01T10:31:27.5%2B07:00",
    ];

    [Theory]
    [InlineData("district")]
    [InlineData("district&include=branches")]
    [InlineData("branch")]
    [InlineData("unit")]
    [InlineData("field")]
    [InlineData("procedure")]
    [InlineData("channel")]
    [InlineData("month")]
    [InlineData("month&unit=502&include=branches")]
    [InlineData("unit&field=land")]
    public async Task Every_row_of_every_answer_balances(string by)
    {
        var rows = 0;
        foreach (var period in Periods)
        {
            foreach (var definition in Definitions)
            {
                var answer = await demo.Service.GetAsync($"/v1/on-time?by={by}&{period}&definition={definition}");
                var list = answer.GetProperty("rows").EnumerateArray().ToList();
                foreach (var row in list.Append(answer.GetProperty("total")))
                {
                    ShouldBalance(row, definition);
                    rows++;
                }

                foreach (var flow in new[] { "received", "finished", "late", "transferredIn", "transferredOut", "withdrawn", "notAccepted" })
                {
                    list.Sum(row => Number(row, flow)).ShouldBe(Number(answer.GetProperty("total"), flow), flow);
                }
            }
        }

        rows.ShouldBeGreaterThan(50);
    }

    [Fact]
    public async Task A_month_carries_over_what_the_month_before_left_open()
    {
        var answer = await demo.Service.GetAsync("/v1/on-time?by=month&from=2021-11-01&to=2022-12-15");
        var months = answer.GetProperty("rows").EnumerateArray().ToList();
        months.Count.ShouldBe(14);
        for (var i = 1; i < months.Count; i++)
        {
            Number(months[i], "carriedOver").ShouldBe(Number(months[i - 1], "open"));
        }

        var byUnit = (await demo.Service.GetAsync("/v1/on-time?by=unit&from=2021-11-01&to=2022-12-15")).GetProperty("total");
        Numbers(answer.GetProperty("total")).ShouldBe(Numbers(byUnit));

        // Each total links to the dossiers by its own breakdown.
        static IEnumerable<string> Numbers(JsonElement total) =>
            total.EnumerateObject().Where(member => member.Name != "rows").Select(member => member.ToString());
    }

    [Fact]
    public async Task The_nine_districts_of_the_report_are_late_and_the_others_are_not()
    {
        var answer = await demo.Service.GetAsync("/v1/on-time?by=district&from=2022-01-01&to=2022-12-15");
        var rows = answer.GetProperty("rows").EnumerateArray().ToList();
        rows.Count.ShouldBe(18);
        rows.Where(row => row.GetProperty("target").GetProperty("met").ValueKind == JsonValueKind.False)
            .Select(row => row.GetProperty("key").GetString()).Order(StringComparer.Ordinal).ShouldBe(NamedByTheReport);
    }

    [Fact]
    public async Task The_province_s_targets_are_missed()
    {
        var targets = (await demo.Service.GetAsync("/v1/targets?from=2022-01-01&to=2022-12-15")).GetProperty("targets").EnumerateArray().ToList();
        targets.Count(target => target.GetProperty("id").GetString() == "branch-on-time").ShouldBe(18);
        targets.Count(target => target.GetProperty("id").GetString() == "district-on-time").ShouldBe(18);
        targets.Single(target => target.GetProperty("id").GetString() == "branches-meeting").GetProperty("met").GetBoolean().ShouldBeFalse();
        targets.Single(target => target.GetProperty("id").GetString() == "land-late").GetProperty("met").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("overdue", "openOverdue")]
    [InlineData("open", "open")]
    [InlineData("paused", "paused")]
    [InlineData("openNoDueDate", "openNoDueDate")]
    [InlineData("carriedOver", "carriedOver")]
    [InlineData("late", "late")]
    [InlineData("transferredOut", "transferredOut")]
    [InlineData("reopened", "reopened")]
    [InlineData("notAccepted", "notAccepted")]
    public async Task A_list_has_as_many_items_as_its_number_says(string state, string number)
    {
        foreach (var unit in new[] { "502", "VPDK-507", "517" })
        {
            foreach (var definition in new[] { "closed", "strict" })
            {
                var query = $"unit={unit}&from=2022-03-10&to=2022-11-14&definition={definition}";
                var total = (await demo.Service.GetAsync($"/v1/on-time?by=unit&{query}")).GetProperty("total");
                var count = 0L;
                string? cursor = null;
                do
                {
                    var page = await demo.Service.GetAsync($"/v1/dossiers?state={state}&limit=500&{query}" + (cursor is null ? "" : "&cursor=" + cursor));
                    count += page.GetProperty("items").GetArrayLength();
                    cursor = page.GetProperty("next").GetString();
                }
                while (cursor is not null);
                count.ShouldBe(Number(total, number), $"{unit} {definition}");
            }
        }
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_year_and_another_seed_another()
    {
        var small = new SimulationSettings { Dossiers = 300 };
        var first = Convert.ToHexString(SHA256.HashData(await SimulatedLines.OfAsync(small)));
        Convert.ToHexString(SHA256.HashData(await SimulatedLines.OfAsync(small))).ShouldBe(first);
        Convert.ToHexString(SHA256.HashData(await SimulatedLines.OfAsync(small with { Seed = 7 }))).ShouldNotBe(first);
    }

    [Fact]
    public void Events_come_in_order_of_time_and_none_after_the_end()
    {
        var settings = new SimulationSettings { Dossiers = 3_000 };
        var events = SimulatedLines.Province(settings).Events().ToList();
        events.Zip(events.Skip(1)).ShouldAllBe(pair => pair.First.Time <= pair.Second.Time);
        events[^1].Time.ShouldBeLessThanOrEqualTo(settings.Until);
        events.Select(e => e.Id).Distinct(StringComparer.Ordinal).Count().ShouldBe(events.Count);
    }

    private static void ShouldBalance(JsonElement row, string definition)
    {
        long N(string name) => Number(row, name);
        var because = $"{definition} {row}";
        (N("carriedOver") + N("received") + N("reopened") + N("transferredIn"))
            .ShouldBe(N("finished") + N("withdrawn") + N("refused") + N("stopped") + N("transferredOut") + N("open"), because);
        (N("early") + N("onTime") + N("late") + N("noDueDate")).ShouldBe(N("finished"), because);
        (N("openOverdue") + N("paused")).ShouldBeLessThanOrEqualTo(N("open"), because);
        (N("openOverdue") + N("openNoDueDate")).ShouldBeLessThanOrEqualTo(N("open"), because);
        foreach (var value in row.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Number))
        {
            value.Value.GetDouble().ShouldBeGreaterThanOrEqualTo(0, because);
        }

        var inTime = N("early") + N("onTime") + (definition == "workload" ? N("open") - N("openOverdue") - N("openNoDueDate") : 0);
        var whole = inTime + N("late") + (definition == "closed" ? 0 : N("openOverdue"));
        double? rate = whole == 0 ? null : (double)inTime / whole;
        var actual = row.GetProperty("onTimeRate");
        (actual.ValueKind == JsonValueKind.Null ? null : (double?)actual.GetDouble()).ShouldBe(rate, because);
    }

    private static long Number(JsonElement row, string name) => row.GetProperty(name).GetInt64();
}
