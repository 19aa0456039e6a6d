using System.Text.Json;
using Microsoft.Playwright;
using Shouldly;

namespace DossierMonitor.Browser.Tests.Fixture;

/// <summary>
/// A page of the service in a browser of its own. Whatever a test looks at, when it ends nothing may have been written to the
/// console, no script failed, and no other host been asked.
/// </summary>
public sealed class SeenPage : IAsyncDisposable
{
    private const float Patience = 60_000;

    private readonly string _address;
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    private SeenPage(string address, IBrowserContext context, IPage page)
    {
        _address = address;
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>Answers with an error status are expected, and the browser's note about them.</summary>
    public bool FailuresExpected { get; set; }

    /// <param name="browser">The system's.</param>
    /// <param name="service">What is looked at.</param>
    /// <param name="path">The first address; null = the test goes there itself.</param>
    /// <param name="width">Of the window.</param>
    /// <param name="height">Of the window.</param>
    /// <param name="scheme">Of the system.</param>
    public static async Task<SeenPage> OpenAsync(SystemBrowser browser, SeenService service, string? path, int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        ArgumentNullException.ThrowIfNull(browser);
        ArgumentNullException.ThrowIfNull(service);
        var context = await browser.Browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = height }, ColorScheme = scheme });
        context.SetDefaultTimeout(Patience);
        var page = await context.NewPageAsync();
        var seen = new SeenPage(service.Address, context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !(seen.FailuresExpected && message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)))
            {
                seen._complaints.Add($"{message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, error) => seen._complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(service.Address + "/", StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
            {
                seen._complaints.Add($"another host was asked: {request.Url}");
            }
        };
        if (path is not null)
        {
            await seen.GoAsync(path);
        }

        return seen;
    }

    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(_address + path);
        await SettledAsync();
    }

    /// <summary>Everything is loaded and drawn.</summary>
    public async Task SettledAsync() => await Page.WaitForFunctionAsync(
        """
        () => document.querySelector('#main')?.hasChildNodes()
          && !document.querySelector('[aria-busy="true"]')
          && ![...document.querySelectorAll('#main > p.muted, #count')].some(p => /^(Đang tải|Loading)/.test(p.textContent))
          && [...document.querySelectorAll('.plot')].every(plot => plot.dataset.drawn)
        """);

    public Task<string> TextAsync(string selector) => Page.Locator(selector).First.InnerTextAsync();

    /// <summary>The rows of a table as a screen reader finds them: the texts of its cells.</summary>
    /// <param name="selector">The table.</param>
    public async Task<IReadOnlyList<IReadOnlyList<string>>> RowsAsync(string selector)
    {
        var json = await Page.Locator(selector).First.EvaluateAsync<string>(
            "table => JSON.stringify([...table.querySelectorAll('tbody tr, tfoot tr')].map(row => [...row.cells].map(cell => cell.textContent.trim())))");
        return JsonSerializer.Deserialize<List<List<string>>>(json)!;
    }

    /// <summary>The page itself is not wider than the window.</summary>
    public async Task ShouldFitAsync()
    {
        var widths = await Page.EvaluateAsync<int[]>("() => [document.documentElement.scrollWidth, window.innerWidth]");
        widths[0].ShouldBeLessThanOrEqualTo(widths[1], Page.Url);
    }

    /// <summary>What a test brought about on purpose.</summary>
    public void Forgive(Predicate<string> complaint) => _complaints.RemoveAll(complaint).ShouldBeGreaterThan(0);

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _complaints.ShouldBeEmpty();
    }
}
