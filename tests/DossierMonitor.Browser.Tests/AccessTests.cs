using System.Net.Http.Headers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Browser.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Browser.Tests;

/// <summary>With a key, without one, and where figures are public; what the page may load and how much that is.</summary>
public sealed class AccessTests(SystemBrowser browser, SeenProvince province) : IClassFixture<SeenProvince>
{
    private const string Received = """{"specversion":"1.0","id":"access-1","source":"/portal/quang-nam","type":"dossier.received","subject":"ACCESS-1","time":"2022-12-01T08:00:00+07:00","data":{"unit":"502","procedure":"1.012784","field":"land","dueAt":"2022-12-09T17:00:00+07:00"}}""";

    [Fact]
    public async Task Without_a_key_the_page_asks_for_one_and_works_with_it()
    {
        await using var service = await SeenService.StartAsync(adjust: settings => settings with { Simulated = false });
        await service.PushAsync([Received]);
        await using var seen = await SeenPage.OpenAsync(browser, service, null);
        seen.FailuresExpected = true;
        await seen.Page.GotoAsync(service.Address + "/");
        var dialog = seen.Page.Locator("#key-dialog");
        await dialog.WaitForAsync();

        await dialog.Locator("input").FillAsync("a-wrong-key-of-more-than-forty-characters");
        await dialog.Locator("button[value=use]").ClickAsync();
        await seen.Page.Locator("main .problem").WaitForAsync();

        await dialog.WaitForAsync();
        await dialog.Locator("input").FillAsync(SeenService.AdminKey);
        await dialog.Locator("button[value=use]").ClickAsync();
        await seen.Page.WaitForSelectorAsync("#late table");
        await seen.SettledAsync();
        (await seen.TextAsync("#late")).ShouldContain("ACCESS-1");

        // It goes to this server and into nothing that stays.
        (await seen.Page.EvaluateAsync<string>("() => document.cookie + JSON.stringify(localStorage) + location.href")).ShouldNotContain(SeenService.AdminKey);

        await seen.Page.Locator("#enter-key").ClickAsync();
        await dialog.Locator("button[value=forget]").ClickAsync();
        await seen.Page.Locator("main .problem").WaitForAsync();
    }

    [Fact]
    public async Task Where_figures_are_public_they_are_shown_and_dossiers_ask_for_a_key()
    {
        await using var service = await SeenService.StartAsync(adjust: settings => settings with { Simulated = false, PublicFigures = true });
        await service.PushAsync([Received]);
        await using var seen = await SeenPage.OpenAsync(browser, service, null);
        seen.FailuresExpected = true;
        await seen.GoAsync("/");
        (await seen.TextAsync("#tile-land")).ShouldContain("1 trên 1 hồ sơ");
        (await seen.RowsAsync("#late figure table"))[1][1].ShouldBe("1");
        var asks = seen.Page.Locator("#late .problem button");
        (await asks.IsVisibleAsync()).ShouldBeTrue();
        (await seen.TextAsync("main")).ShouldNotContain("ACCESS-1");
        (await seen.TextAsync("[data-fact=freshness]")).ShouldContain("Cần khóa");

        await asks.ClickAsync();
        await seen.Page.Locator("#key-dialog input").FillAsync(SeenService.AdminKey);
        await seen.Page.Keyboard.PressAsync("Enter");
        await seen.Page.WaitForSelectorAsync("#late table.stack");
        await seen.SettledAsync();
        (await seen.TextAsync("#late")).ShouldContain("ACCESS-1");
    }

    [Fact]
    public async Task No_script_runs_that_is_not_the_programs_own()
    {
        foreach (var address in Pages.Addresses)
        {
            using var response = await province.Service.Http.GetAsync(new Uri(address, UriKind.Relative));
            response.EnsureSuccessStatusCode();
            var policy = response.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldContain("default-src 'none'");
            policy.ShouldContain("script-src 'self';");
            policy.ShouldNotContain("unsafe");
        }

        // The policy holds: a script within the page does not run.
        await using var seen = await SeenPage.OpenAsync(browser, province.Service, "/?view=rows&state=overdue");
        seen.FailuresExpected = true;
        var refused = new List<string>();
        seen.Page.Console += (_, message) => refused.Add(message.Text);
        var ran = await seen.Page.EvaluateAsync<bool>("() => { const script = document.createElement('script'); script.textContent = 'window.ran = true'; document.body.append(script); return Boolean(window.ran); }");
        ran.ShouldBeFalse();
        seen.Forgive(text => text.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_served_is_the_packages_script_unchanged()
    {
        using var response = await province.Service.Http.GetAsync(new Uri("/echarts.js", UriKind.Relative));
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)).ShouldBe("9cb015aae490b7da4c8013dd2203819458713d1eed26577d8615836fb7c11e1f");
    }

    [Fact]
    public async Task The_page_weighs_less_than_600_kilobytes()
    {
        using var http = new HttpClient { BaseAddress = new Uri(province.Service.Address) };
        http.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        var bytes = 0;
        foreach (var address in Pages.Addresses)
        {
            using var response = await http.GetAsync(new Uri(address, UriKind.Relative));
            response.Content.Headers.ContentEncoding.ShouldBe(["br"], address);
            bytes += (await response.Content.ReadAsByteArrayAsync()).Length;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{bytes} bytes");
        bytes.ShouldBeLessThan(600_000);
    }

    [Fact]
    public async Task A_file_that_has_not_changed_is_not_sent_again()
    {
        using var first = await province.Service.Http.GetAsync(new Uri("/app.js", UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/app.js", UriKind.Relative));
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await province.Service.Http.SendAsync(request);
        ((int)second.StatusCode).ShouldBe(304);
    }
}
