using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(DossierMonitor.Browser.Tests.Fixture.SystemBrowser))]

namespace DossierMonitor.Browser.Tests.Fixture;

/// <summary>
/// The system's Chromium, started once. DOSSIER_TEST_BROWSER names another one. Where there is none the tests are skipped and say so;
/// DOSSIER_REQUIRE_BROWSER=1 makes its absence a failure.
/// </summary>
public sealed class SystemBrowser : IAsyncLifetime
{
    private const string Absent = "No Chromium is installed (chromium, chromium-browser, google-chrome), and DOSSIER_TEST_BROWSER names none.";

    private static readonly string? Program = Environment.GetEnvironmentVariable("DOSSIER_TEST_BROWSER")
        ?? Array.Find(["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"], File.Exists);

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public IBrowser Browser
    {
        get
        {
            if (_browser is null)
            {
                Assert.Skip(Absent);
            }

            return _browser;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Program is null)
        {
            if (Environment.GetEnvironmentVariable("DOSSIER_REQUIRE_BROWSER") == "1")
            {
                throw new InvalidOperationException(Absent);
            }

            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
