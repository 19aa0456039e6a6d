using System.Text.Json;
using DossierMonitor.Browser.Tests.Fixture;
using Shouldly;
using Xunit;
using static DossierMonitor.Browser.Tests.Fixture.Written;

namespace DossierMonitor.Browser.Tests;

/// <summary>What the overview says is what the API says, number by number, read as a screen reader would.</summary>
public sealed class OverviewTests(SystemBrowser browser, SeenProvince province) : IClassFixture<SeenProvince>
{
    private const string AsOf = "asOf=2022-12-15T17:00:00%2B07:00";

    private SeenService Service => province.Service;

    [Theory]
    [InlineData("vi")]
    [InlineData("en")]
    public async Task The_tiles_show_the_targets(string language)
    {
        await using var seen = await SeenPage.OpenAsync(browser, Service, $"/?lang={language}");
        var now = (await Service.GetAsync($"/v1/targets?{AsOf}")).GetProperty("targets").EnumerateArray().ToList();
        var before = (await Service.GetAsync($"/v1/targets?from=2021-01-01&to=2021-12-15&{AsOf}")).GetProperty("targets").EnumerateArray().ToList();

        var branches = Of(now, "branches-meeting");
        var tile = await seen.TextAsync("#tile-branches");
        tile.ShouldContain($"{Count(Long(branches, "numerator"), language)} / {Count(Long(branches, "denominator"), language)}");
        tile.ShouldContain(Percent(Double(branches, "value"), language));
        tile.ShouldContain(language == "vi" ? "chưa đạt" : "missed");
        tile.ShouldContain(Count(Math.Abs(Long(branches, "distance")!.Value), language) + (language == "vi" ? " chi nhánh" : " branches"));
        tile.ShouldContain(Percent(Double(Of(before, "branches-meeting"), "value"), language));

        var land = Of(now, "land-late");
        tile = await seen.TextAsync("#tile-land");
        tile.ShouldContain(Percent(Double(land, "value"), language));
        tile.ShouldContain(Count(Long(land, "numerator"), language));
        tile.ShouldContain(Count(Long(land, "denominator"), language));
        tile.ShouldContain(Count(Math.Abs(Long(land, "distance")!.Value), language) + (language == "vi" ? " hồ sơ" : " "));
        tile.ShouldContain(Percent(Double(Of(before, "land-late"), "value"), language));

        var whole = Whole(await Service.GetAsync($"/v1/reconciliation?{AsOf}"), "closed");
        tile = await seen.TextAsync("#tile-province");
        tile.ShouldContain(Percent(Double(whole, "onTimeRate"), language));
        tile.ShouldContain(Count(Long(whole, "numerator"), language));
        tile.ShouldContain(Count(Long(whole, "denominator"), language));

        // Distance: what the numerator lacks of 97 % of the same denominator, counted in whole dossiers.
        var missing = ((Long(whole, "denominator")!.Value * 97) + 99) / 100 - Long(whole, "numerator")!.Value;
        missing.ShouldBeGreaterThan(0);
        tile.ShouldContain(Count(missing, language) + (language == "vi" ? " hồ sơ" : " dossiers"));
    }

    [Fact]
    public async Task The_strip_says_what_the_figures_are_of()
    {
        await using var seen = await SeenPage.OpenAsync(browser, Service, "/?definition=strict&from=2022-03-01&to=2022-06-30");
        var strip = await seen.TextAsync(".strip");
        var answer = await Service.GetAsync($"/v1/targets?{AsOf}");
        strip.ShouldContain("01/03/2022 – 30/06/2022");
        strip.ShouldContain("strict");
        strip.ShouldContain("15/12/2022 17:00");
        strip.ShouldContain(answer.GetProperty("calendar").GetString()!);
        strip.ShouldContain("chưa chạy");
        strip.ShouldContain("mọi cổng đều đang gửi");
    }

    [Theory]
    [InlineData("")]
    [InlineData("definition=strict&from=2022-03-01&to=2022-11-14")]
    [InlineData("field=land&from=2022-06-01")]
    public async Task Who_is_late_is_shown_with_how_long(string query)
    {
        await using var seen = await SeenPage.OpenAsync(browser, Service, $"/?{query}");
        var ageing = await Service.GetAsync($"/v1/ageing?by=unit&{query}&{AsOf}");
        var total = ageing.GetProperty("total");
        (await seen.RowsAsync("#late figure table")).Select(row => row[1])
            .ShouldBe([.. total.GetProperty("bands").EnumerateArray().Append(total.GetProperty("openOverdue")).Select(number => Count(number.GetInt64()))]);

        var list = await Service.GetAsync($"/v1/dossiers?state=overdue&sort=-daysLate&limit=20&{query}&{AsOf}");
        var rows = await seen.RowsAsync("#late > .content > .scroll table");
        rows.Select(row => string.Join('|', row[0], row[1], row[3], row[4], row[5], row[6], row[7]))
            .ShouldBe(list.GetProperty("items").EnumerateArray().Select(item => string.Join('|',
                Text(item, "code"), Text(item, "unitName"), Text(item, "holder") ?? "–", Count(Long(item, "daysLate")), Day(Text(item, "dueAt")!), Count(Long(item, "pausedDays")), Count(Long(item, "extensions")))));
        rows.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task What_is_due_soon_is_shown_by_unit()
    {
        await using var seen = await SeenPage.OpenAsync(browser, Service, "/");
        var answer = await Service.GetAsync($"/v1/due-soon?by=unit&{AsOf}");
        var expected = answer.GetProperty("rows").EnumerateArray().Where(row => Long(row, "within5") > 0)
            .Select(row => Line(Text(row, "name"), row)).Order(StringComparer.Ordinal);
        var shown = await seen.RowsAsync("#due table");
        shown.SkipLast(1).Select(row => string.Join('|', row)).Order(StringComparer.Ordinal).ShouldBe(expected);
        string.Join('|', shown[^1]).ShouldBe(Line("Tổng", answer.GetProperty("total")));

        static string Line(string? name, JsonElement row) => string.Join('|', name, Count(Long(row, "within1")), Count(Long(row, "within3")), Count(Long(row, "within5")));
    }

    [Theory]
    [InlineData("branch", "dots")]
    [InlineData("district", "funnel")]
    public async Task The_ranking_shows_the_league(string by, string chart)
    {
        await using var seen = await SeenPage.OpenAsync(browser, Service, $"/?by={by}&chart={chart}&all=1");
        var answer = await Service.GetAsync($"/v1/league?by={by}&{AsOf}");
        var shown = await seen.RowsAsync("#ranking table");
        foreach (var row in answer.GetProperty("rows").EnumerateArray())
        {
            var line = shown.Single(cells => cells[1] == Text(row, "name"));
            line[0].TrimEnd('=', ' ').ShouldBe(Count(Long(row, "rank")));
            line[2].ShouldBe(Percent(Double(row, "rate")));
            line[3].ShouldBe(Double(row, "low") is null ? "–" : $"{Percent(Double(row, "low"))} – {Percent(Double(row, "high"))}");
            line[4].ShouldBe(Count(Long(row, "denominator")));
            line[5].ShouldBe(Count(Long(row, "late")));
            line[6].ShouldBe(Count(Long(row, "openOverdue")));
            line[9].ShouldBe(Long(row, "rank") is null ? "–" : $"{Count(Long(row, "rankFrom"))}–{Count(Long(row, "rankTo"))}");
        }

        shown.Count.ShouldBe(answer.GetProperty("rows").GetArrayLength());
        (await seen.Page.Locator("#ranking canvas").CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task The_months_show_the_trend_and_the_budget_what_is_left()
    {
        await using var seen = await SeenPage.OpenAsync(browser, Service, "/");
        var trend = await Service.GetAsync($"/v1/trend?by=total&interval=month&{AsOf}");
        var shown = await seen.RowsAsync("#trend figure table");
        shown.Count.ShouldBe(12);
        foreach (var (line, row) in shown.Zip(trend.GetProperty("rows").EnumerateArray()))
        {
            line[0].ShouldBe(Text(row, "interval"));
            line[1].ShouldBe(Percent(Double(row, "onTimeRate")));
            line.Skip(2).ShouldBe([Count(Long(row, "finished")), Count(Long(row, "late")), Count(Long(row, "openOverdue"))]);
        }

        var quarter = (await Service.GetAsync($"/v1/targets?from=2022-10-01&to=2022-12-15&{AsOf}")).GetProperty("targets").EnumerateArray().ToList();
        var year = (await Service.GetAsync($"/v1/targets?from=2022-01-01&to=2022-12-15&{AsOf}")).GetProperty("targets").EnumerateArray().ToList();
        var budget = await seen.RowsAsync("#trend > .content > div table");
        var land = budget.Single(row => row[0] == Text(Of(year, "land-late"), "description"));
        land[1].ShouldBe(Signed(Long(Of(quarter, "land-late"), "distance")));
        land[2].ShouldBe(Signed(Long(Of(year, "land-late"), "distance")));
        foreach (var target in year.Where(target => target.TryGetProperty("unit", out _) && Long(target, "distance") is not null))
        {
            budget.ShouldContain(row => row[0] == Text(target, "unitName") && row[2] == Signed(Long(target, "distance")));
        }
    }

    [Fact]
    public async Task The_flow_adds_up()
    {
        await using var seen = await SeenPage.OpenAsync(browser, Service, "/?from=2022-03-10&to=2022-11-14");
        var total = (await Service.GetAsync($"/v1/on-time?by=unit&from=2022-03-10&to=2022-11-14&{AsOf}")).GetProperty("total");
        var shown = (await seen.RowsAsync("#flow table")).Select(row => row[1]).ToList();
        string[] came = ["carriedOver", "received", "reopened", "transferredIn"];
        string[] went = ["finished", "withdrawn", "refused", "stopped", "transferredOut", "open"];
        var sum = came.Sum(name => Long(total, name)!.Value);
        shown.ShouldBe([.. came.Select(name => Count(Long(total, name))), Count(sum), .. went.Select(name => Count(Long(total, name)))]);
        went.Sum(name => Long(total, name)!.Value).ShouldBe(sum);
        (await seen.TextAsync("#flow")).ShouldContain($"Cân bằng: {Count(sum)} = {Count(sum)}");
    }

    [Fact]
    public async Task The_heat_map_shows_each_month_of_each_unit()
    {
        await using var seen = await SeenPage.OpenAsync(browser, Service, "/?by=district&heat=all");
        var trend = await Service.GetAsync($"/v1/trend?by=district&interval=month&{AsOf}");
        var shown = await seen.RowsAsync("#heat table");
        var compared = 0;
        foreach (var rows in trend.GetProperty("rows").EnumerateArray().GroupBy(row => Text(row, "name")))
        {
            var line = shown.Single(cells => cells[0] == rows.Key);
            line.Skip(1).ShouldBe(rows.OrderBy(row => Text(row, "interval"), StringComparer.Ordinal).Select(row => Percent(Double(row, "onTimeRate"))));
            compared += line.Count - 1;
        }

        compared.ShouldBe(18 * 12);
    }

    [Fact]
    public async Task Strict_stands_beside_closed()
    {
        await using var seen = await SeenPage.OpenAsync(browser, Service, "/");
        var closed = (await Service.GetAsync($"/v1/on-time?by=branch&definition=closed&{AsOf}")).GetProperty("rows").EnumerateArray().ToDictionary(row => Text(row, "name")!);
        var strict = (await Service.GetAsync($"/v1/on-time?by=branch&definition=strict&{AsOf}")).GetProperty("rows").EnumerateArray().ToDictionary(row => Text(row, "name")!);
        var shown = await seen.RowsAsync("#strict figure table");
        shown.Count.ShouldBe(closed.Values.Count(row => Double(row, "onTimeRate") is not null));
        foreach (var line in shown)
        {
            line[1].ShouldBe(Percent(Double(closed[line[0]], "onTimeRate")));
            line[2].ShouldBe(Percent(Double(strict[line[0]], "onTimeRate")));
            line[4].ShouldBe(Count(Long(closed[line[0]], "late")));
            line[5].ShouldBe(Count(Long(strict[line[0]], "late")));
        }

        var changes = (await Service.GetAsync($"/v1/reconciliation?{AsOf}")).GetProperty("steps").EnumerateArray().SelectMany(step => step.GetProperty("changes").EnumerateArray());
        (await seen.RowsAsync("#strict > .content > .scroll table")).Select(row => string.Join('|', row.Skip(2)))
            .ShouldBe(changes.Select(change => string.Join('|', Count(Long(change, "dossiers")), Count(Long(change, "numerator")), Count(Long(change, "denominator")))));
    }

    [Fact]
    public async Task Every_chart_is_drawn_and_says_that_its_figures_follow()
    {
        await using var seen = await SeenPage.OpenAsync(browser, Service, "/");
        var plots = seen.Page.Locator(".plot");
        (await plots.CountAsync()).ShouldBe(7);
        (await seen.Page.Locator(".plot canvas").CountAsync()).ShouldBe(7);
        foreach (var label in await plots.EvaluateAllAsync<string[]>("plots => plots.map(plot => plot.getAttribute('aria-label'))"))
        {
            label.ShouldStartWith("Biểu đồ: ");
        }

        // Something was painted: a canvas of one colour would be an empty chart.
        var painted = await seen.Page.Locator(".plot canvas").EvaluateAllAsync<int[]>(
            """
            canvases => canvases.map(canvas => new Set(new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size)
            """);
        painted.ShouldAllBe(colours => colours > 10);
    }

    private static JsonElement Of(IEnumerable<JsonElement> targets, string id) => targets.First(target => Text(target, "id") == id);

    private static JsonElement Whole(JsonElement reconciliation, string definition) =>
        reconciliation.GetProperty("definitions").EnumerateArray().First(one => Text(one, "definition") == definition);

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).ValueKind == JsonValueKind.Null ? null : of.GetProperty(name).GetString();

    private static long? Long(JsonElement of, string name) => of.GetProperty(name).ValueKind == JsonValueKind.Null ? null : of.GetProperty(name).GetInt64();

    private static double? Double(JsonElement of, string name) => of.GetProperty(name).ValueKind == JsonValueKind.Null ? null : of.GetProperty(name).GetDouble();
}
