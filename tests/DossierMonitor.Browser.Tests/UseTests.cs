using System.Globalization;
using DossierMonitor.Browser.Tests.Fixture;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace DossierMonitor.Browser.Tests;

/// <summary>From a number to its dossiers, to a due date; languages, themes, addresses that can be sent.</summary>
public sealed class UseTests(SystemBrowser browser, SeenProvince province) : IClassFixture<SeenProvince>
{
    private SeenService Service => province.Service;

    [Fact]
    public async Task A_month_of_a_unit_leads_to_its_procedures_its_dossiers_and_a_ledger()
    {
        await using var seen = await SeenPage.OpenAsync(browser, Service, "/?heat=all");
        await seen.Page.Locator("#heat summary").ClickAsync();
        await seen.Page.Locator("#heat table a").First.ClickAsync();
        await seen.Page.WaitForURLAsync("**/?*view=breakdown*");
        await seen.SettledAsync();
        seen.Page.Url.ShouldContain("by=procedure");

        var cell = seen.Page.Locator("main tfoot td").Nth(2);
        var number = await cell.InnerTextAsync();
        await cell.Locator("a").ClickAsync();
        await seen.Page.WaitForURLAsync("**/?*view=rows*state=finished*");
        await seen.SettledAsync();
        (await seen.TextAsync("#count")).ShouldBe($"Tất cả {number} hồ sơ");
        (await seen.Page.Locator("main tbody tr").CountAsync()).ShouldBe(int.Parse(number, CultureInfo.InvariantCulture));

        var code = await seen.TextAsync("main tbody th a");
        await seen.Page.Locator("main tbody th a").First.ClickAsync();
        await seen.Page.WaitForURLAsync("**/?*view=dossier*");
        await seen.SettledAsync();
        (await seen.TextAsync("h1")).ShouldContain(code);
        var ledger = (await Service.GetAsync($"/v1/dossiers/{code}/deadline?asOf=2022-12-15T17:00:00%2B07:00")).GetProperty("deadlines")[0].GetProperty("lines").GetArrayLength();
        (await seen.RowsAsync("#ledger table")).Count.ShouldBe(ledger);
        ledger.ShouldBeGreaterThan(1);

        // And back, as one came.
        await seen.Page.GoBackAsync();
        await seen.SettledAsync();
        (await seen.TextAsync("#count")).ShouldBe($"Tất cả {number} hồ sơ");
    }

    [Fact]
    public async Task Every_number_leads_to_as_many_dossiers()
    {
        string[] parts =
        [
            "#late figure a", "#due a", "#ranking tbody td a", "#trend figure td a", "#flow td a", "#strict figure td a", "#strict > .content > .scroll td a", "#tile-land .value a", "#tile-province .value a",
        ];
        await using var seen = await SeenPage.OpenAsync(browser, Service, "/?by=district");
        foreach (var links in parts)
        {
            var numbers = await seen.Page.Locator(links).EvaluateAllAsync<string[]>("links => links.map(link => link.textContent + '\t' + link.getAttribute('href'))");
            var followed = 0;
            foreach (var line in numbers.Where(line => line.Contains("view=rows", StringComparison.Ordinal)).Take(12))
            {
                var (number, address) = (line.Split('\t')[0], line.Split('\t')[1]);
                if (links.StartsWith("#tile", StringComparison.Ordinal))
                {
                    // A rate leads to the dossiers that are not in time: for the late share its numerator, for the province the rest.
                    var share = (await seen.Page.Locator(links.Split(' ')[0] + " p").Nth(1).InnerTextAsync()).Split(' ');
                    number = links.Contains("land", StringComparison.Ordinal) ? share[0] : Written.Count(Number(share[2]) - Number(share[0]));
                }

                Written.Count(await CountAsync(address[(address.IndexOf("view=rows", StringComparison.Ordinal) + "view=rows".Length)..].TrimStart('&'))).ShouldBe(number, address);
                followed++;
            }

            followed.ShouldBeGreaterThan(0, links);
        }

        static long Number(string shown) => long.Parse(shown.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }

    private async Task<long> CountAsync(string query)
    {
        var count = 0L;
        string? cursor = null;
        do
        {
            var page = await Service.GetAsync($"/v1/dossiers?{query}&limit=1000{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}");
            count += page.GetProperty("items").GetArrayLength();
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);

        return count;
    }

    [Fact]
    public async Task Language_and_theme_switch_and_stay_in_the_address()
    {
        await using var seen = await SeenPage.OpenAsync(browser, Service, "/");
        (await seen.Page.Locator("html").GetAttributeAsync("lang")).ShouldBe("vi");
        (await seen.TextAsync("#late h2")).ShouldBe("Đang trễ hạn");
        var light = await Paper(seen);

        await seen.Page.Locator("#language").ClickAsync();
        await seen.SettledAsync();
        (await seen.Page.Locator("html").GetAttributeAsync("lang")).ShouldBe("en");
        (await seen.TextAsync("#late h2")).ShouldBe("Late now");
        seen.Page.Url.ShouldContain("lang=en");

        await seen.Page.Locator("#theme").SelectOptionAsync("dark");
        seen.Page.Url.ShouldContain("theme=dark");
        (await Paper(seen)).ShouldNotBe(light);

        // Somebody else opens what was sent.
        await using var other = await SeenPage.OpenAsync(browser, Service, new Uri(seen.Page.Url).PathAndQuery);
        (await other.TextAsync("#late h2")).ShouldBe("Late now");
        (await Paper(other)).ShouldBe(await Paper(seen));

        static Task<string> Paper(SeenPage of) => of.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
    }

    [Fact]
    public async Task An_address_restores_the_whole_view()
    {
        await using var seen = await SeenPage.OpenAsync(browser, Service, "/");
        await seen.Page.Locator("input[name=from]").FillAsync("2022-03-01");
        await seen.Page.Locator("input[name=to]").FillAsync("2022-09-30");
        await seen.Page.Locator("select[name=definition]").SelectOptionAsync("strict");
        await seen.Page.Locator("select[name=field]").SelectOptionAsync("land");
        await seen.Page.Locator("form.controls button[type=submit]").ClickAsync();
        await seen.SettledAsync();
        await seen.Page.GetByRole(AriaRole.Button, new() { Name = "Biểu đồ phễu" }).ClickAsync();
        await seen.SettledAsync();
        await seen.Page.GetByRole(AriaRole.Button, new() { Name = "Huyện, thị xã, thành phố" }).ClickAsync();
        await seen.SettledAsync();

        await using var other = await SeenPage.OpenAsync(browser, Service, new Uri(seen.Page.Url).PathAndQuery);
        (await other.Page.Locator("input[name=from]").InputValueAsync()).ShouldBe("2022-03-01");
        (await other.Page.Locator("select[name=definition]").InputValueAsync()).ShouldBe("strict");
        (await other.Page.Locator("select[name=field]").InputValueAsync()).ShouldBe("land");
        (await other.Page.GetByRole(AriaRole.Button, new() { Name = "Biểu đồ phễu" }).GetAttributeAsync("aria-pressed")).ShouldBe("true");
        foreach (var section in (string[])["#tiles", "#late", "#due", "#ranking", "#trend", "#flow", "#heat", "#strict"])
        {
            (await other.TextAsync(section)).ShouldBe(await seen.TextAsync(section), section);
        }
    }

    [Fact]
    public async Task The_page_can_be_used_with_the_keyboard()
    {
        await using var seen = await SeenPage.OpenAsync(browser, Service, "/");
        await seen.Page.Keyboard.PressAsync("Tab");
        (await Focused(seen)).ShouldBe("Đến nội dung");
        await seen.Page.Keyboard.PressAsync("Enter");
        await seen.Page.Keyboard.PressAsync("Tab");
        (await seen.Page.EvaluateAsync<bool>("() => document.getElementById('main').contains(document.activeElement)")).ShouldBeTrue();

        static Task<string> Focused(SeenPage of) => of.Page.EvaluateAsync<string>("() => document.activeElement.textContent.trim()");
    }

    [Fact]
    public async Task The_page_is_refreshed_by_itself_when_something_happens()
    {
        await using var service = await SeenService.StartAsync();
        await service.PushAsync(await SimulatedLines.OfAsync(new Api.Simulation.SimulationSettings { Dossiers = 300 }));
        await using var seen = await SeenPage.OpenAsync(browser, service, null);
        seen.FailuresExpected = true;
        await seen.Page.Clock.InstallAsync();
        await seen.GoAsync("/");
        var before = await seen.RowsAsync("#flow table");
        var text = await seen.Page.Locator("#flow table").TextContentAsync();
        await service.PushAsync(["""{"specversion":"1.0","id":"refresh-1","source":"/demo/quang-nam","type":"dossier.received","subject":"REFRESH-1","time":"2022-12-15T16:00:00+07:00","data":{"unit":"502","procedure":"1.012784","field":"land","dueAt":"2022-12-30T17:00:00+07:00"}}"""]);
        await seen.Page.Clock.FastForwardAsync(61_000);
        await seen.Page.WaitForFunctionAsync("before => document.querySelector('#flow table')?.textContent !== before", text);
        await seen.SettledAsync();
        var after = await seen.RowsAsync("#flow table");
        long.Parse(after[1][1], CultureInfo.InvariantCulture).ShouldBe(long.Parse(before[1][1], CultureInfo.InvariantCulture) + 1);
    }

    [Fact]
    public async Task A_part_that_fails_says_so_and_can_be_loaded_again()
    {
        await using var seen = await SeenPage.OpenAsync(browser, Service, "/?view=rows&state=overdue");
        seen.FailuresExpected = true;
        await seen.Page.RouteAsync("**/v1/league?**", route => route.FulfillAsync(new RouteFulfillOptions { Status = 503, ContentType = "application/problem+json", Body = """{"title":"Away","detail":"The database is away."}""" }));

        // Without the refresh by itself, which would bring the part back a minute later.
        await seen.GoAsync("/?refresh=off");
        (await seen.TextAsync("#ranking [role=alert]")).ShouldContain("The database is away.");
        (await seen.Page.Locator("#flow table").CountAsync()).ShouldBe(1);
        await seen.Page.UnrouteAllAsync();
        await seen.Page.Locator("#ranking [role=alert] button").ClickAsync();
        await seen.Page.WaitForSelectorAsync("#ranking table");
    }

    [Fact]
    public async Task The_figures_stand_without_the_charts_and_the_charts_come_when_they_can()
    {
        await using var seen = await SeenPage.OpenAsync(browser, Service, null);
        seen.FailuresExpected = true;
        await seen.Page.RouteAsync("**/echarts.js", route => route.AbortAsync());
        await seen.GoAsync("/?refresh=off");
        await seen.Page.Locator("#heat .problem").WaitForAsync();
        (await seen.Page.Locator("#heat table").IsVisibleAsync()).ShouldBeTrue();
        (await seen.Page.Locator("canvas").CountAsync()).ShouldBe(0);
        await seen.Page.UnrouteAllAsync();
        await seen.Page.Locator("#language").ClickAsync();
        await seen.Page.WaitForSelectorAsync("#heat canvas");
    }

    [Fact]
    public async Task The_committees_page_shows_the_closing_and_prints()
    {
        await using var seen = await SeenPage.OpenAsync(browser, Service, "/?view=league");
        var closing = (await Service.GetAsync("/v1/closings")).GetProperty("closings")[0];
        var league = await Service.GetAsync($"/v1/league?by=branch&closing={closing.GetProperty("id").GetInt64()}");
        (await seen.TextAsync(".strip")).ShouldContain("15/11/2021 – 14/11/2022");
        var shown = await seen.RowsAsync("main table");
        shown.Select(row => $"{row[1]}|{row[4]}|{row[5]}").ShouldBe(league.GetProperty("rows").EnumerateArray().Select(row =>
            $"{row.GetProperty("name").GetString()}|{Written.Count(row.GetProperty("denominator").GetInt64())}|{Written.Count(row.GetProperty("late").GetInt64())}"));
        await seen.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        (await seen.Page.Locator("header .switches").IsVisibleAsync()).ShouldBeFalse();
        (await seen.Page.Locator("main table").IsVisibleAsync()).ShouldBeTrue();
        (await seen.Page.PdfAsync()).Length.ShouldBeGreaterThan(10_000);
    }
}
