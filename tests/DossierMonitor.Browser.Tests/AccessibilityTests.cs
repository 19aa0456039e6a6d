using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using DossierMonitor.Browser.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Browser.Tests;

/// <summary>Every page, in both languages and themes, held against the rules of axe; on a phone and on a wall.</summary>
public sealed class AccessibilityTests(SystemBrowser browser, SeenProvince province) : IClassFixture<SeenProvince>
{
    private static readonly string[] Views =
    [
        "/?by=district",
        "/?chart=funnel&definition=strict&heat=all",
        "/?view=league",
        "/?view=rows&state=overdue&from=2022-01-01",
        "/?view=breakdown&by=district&from=2022-01-01&to=2022-12-15",
        "/?view=dossier&code=CODE",
        "/?view=nowhere",
        "/?from=1995-01-01&to=1995-12-31",
    ];

    public static TheoryData<string, string> Pages()
    {
        var pages = new TheoryData<string, string>();
        foreach (var view in Views)
        {
            foreach (var language in (string[])["vi", "en"])
            {
                pages.Add(view, language);
            }
        }

        return pages;
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Axe_finds_nothing(string view, string language)
    {
        await using var seen = await SeenPage.OpenAsync(browser, province.Service, await AddressAsync(view, language, "light"));
        await seen.Page.Locator("details:not([open]) summary").EvaluateAllAsync<int>("summaries => { summaries.forEach(summary => summary.click()); return summaries.length; }");
        Check(await seen.Page.RunAxe());

        // The same page in other colours.
        await seen.Page.Locator("#theme").SelectOptionAsync("dark");
        Check(await seen.Page.RunAxe());
    }

    /// <summary>A page of its own to whoever hears it, the same above each view.</summary>
    [Theory]
    [InlineData("vi", "light")]
    [InlineData("vi", "dark")]
    [InlineData("en", "light")]
    [InlineData("en", "dark")]
    public async Task Axe_finds_nothing_in_the_key_dialog(string language, string theme)
    {
        await using var seen = await SeenPage.OpenAsync(browser, province.Service, await AddressAsync("/?view=nowhere", language, theme));
        await seen.Page.Locator("#enter-key").ClickAsync();
        Check(await seen.Page.RunAxe());
    }

    public static TheoryData<string> EachView() => [.. Views];

    [Theory]
    [MemberData(nameof(EachView))]
    public async Task Every_page_fits_the_screen(string view)
    {
        // As it is opened on a phone, and as the window grows.
        await using var seen = await SeenPage.OpenAsync(browser, province.Service, await AddressAsync(view, "vi", "light"), 360, 740);

        // Fingers are not arrows.
        var small = await seen.Page.Locator("button:visible, select:visible, input:visible").EvaluateAllAsync<string[]>("of => of.filter(e => e.getBoundingClientRect().height < 24).map(e => e.outerHTML)");
        small.ShouldBeEmpty();
        foreach (var (width, height) in ((int, int)[])[(360, 740), (768, 1024), (3840, 2160)])
        {
            await seen.Page.SetViewportSizeAsync(width, height);
            await seen.ShouldFitAsync();
            var tiny = await seen.Page.EvaluateAsync<int>(
                "() => [...document.querySelectorAll('main *')].filter(e => e.children.length === 0 && e.textContent.trim() && e.offsetParent && parseFloat(getComputedStyle(e).fontSize) < 12).length");
            tiny.ShouldBe(0, $"{width}");
        }
    }

    private static void Check(AxeResult result)
    {
        result.Passes.Length.ShouldBeGreaterThan(8);
        result.Violations.Select(violation => $"{violation.Id}: {violation.Help}: {string.Join("; ", violation.Nodes.Take(3).Select(node => node.Html))}").ShouldBeEmpty();
    }

    private async Task<string> AddressAsync(string view, string language, string theme)
    {
        var code = (await province.Service.GetAsync("/v1/dossiers?state=overdue&sort=-daysLate&limit=1")).GetProperty("items")[0].GetProperty("code").GetString();
        return $"{view.Replace("CODE", code, StringComparison.Ordinal)}&lang={language}&theme={theme}";
    }
}
