using System.Net;
using System.Net.Http.Headers;
using DossierMonitor.Api.Cli;
using DossierMonitor.Api.Hosting;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Fixture;

public sealed class SettingsTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData(nameof(ServiceSettings.TimeZone), "Mars/Olympus")]
    [InlineData(nameof(ServiceSettings.Database), "oracle:here")]
    [InlineData(nameof(ServiceSettings.Database), "sqlite:")]
    [InlineData(nameof(ServiceSettings.Urls), "here")]
    [InlineData(nameof(ServiceSettings.AdminKey), "short")]
    [InlineData(nameof(ServiceSettings.VerdictBy), "mood")]
    [InlineData(nameof(ServiceSettings.OfficeHours), "17:00-07:00")]
    [InlineData(nameof(ServiceSettings.LateReceiptAfter), "three")]
    [InlineData(nameof(ServiceSettings.LogLevel), "Chatty")]
    [InlineData("Colour", "red")]
    public void A_wrong_setting_stops_the_start_with_a_message_that_names_it(string name, string value)
    {
        var error = Should.Throw<SettingsException>(() => SettingsLoader.Load(new Dictionary<string, string?>(StringComparer.Ordinal) { [name] = value }));
        error.Message.ShouldContain(name is "AdminKey" or "Colour" ? name : value, Case.Sensitive);
    }

    [Fact]
    public async Task Without_any_key_it_listens_on_loopback_only()
    {
        var error = await Should.ThrowAsync<SettingsException>(async () =>
        {
            await using var service = await TestService.StartAsync(settings => settings with { AdminKey = null, Urls = "http://0.0.0.0:0" });
        });
        error.Message.ShouldContain("loopback");
    }

    [Fact]
    public async Task Without_any_key_the_first_start_makes_an_admin_key_and_shows_it_once()
    {
        await using var service = await TestService.StartAsync(settings => settings with { AdminKey = null });
        var key = service.Host.FirstKey.ShouldNotBeNull();
        service.Http.DefaultRequestHeaders.Authorization = null;
        await service.GetAsync("/v1/units", 401);
        service.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        (await service.PostOkAsync(SampleProvince.Events)).GetProperty("accepted").GetInt32().ShouldBe(18);
        await service.RestartAsync();
        service.Host.FirstKey.ShouldBeNull();
        service.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        await service.GetAsync("/v1/keys");
    }

    [Fact]
    public void With_an_admin_key_it_may_listen_everywhere()
    {
        var settings = SettingsLoader.Load(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [nameof(ServiceSettings.Urls)] = "http://0.0.0.0:8080",
            [nameof(ServiceSettings.AdminKey)] = Key,
        });
        settings.AdminKey.ShouldBe(Key);
    }

    [Fact]
    public void An_empty_admin_key_is_none() => SettingsLoader.Load(
        new Dictionary<string, string?>(StringComparer.Ordinal) { [nameof(ServiceSettings.AdminKey)] = "" }).AdminKey.ShouldBeNull();

    [Theory]
    [InlineData("serve", "--time-zone", "Nowhere/At-All")]
    [InlineData("serve", "--colour", "red")]
    [InlineData("import", "missing.ndjson")]
    [InlineData("dance")]
    public async Task Wrong_use_ends_with_code_2(params string[] args) => (await CommandLine.RunAsync(args)).ShouldBe(CommandLine.WrongUse);

    [Fact]
    public async Task A_configured_admin_key_is_demanded_for_everything_but_health_and_docs()
    {
        await using var service = await TestService.StartAsync(settings => settings with { AdminKey = Key });
        service.Http.DefaultRequestHeaders.Authorization = null;
        foreach (var path in new[]
        {
            "/v1/on-time?by=unit", "/v1/dossiers", "/v1/dossiers/x", "/v1/units", "/v1/rejections", "/v1/dossiers/x/deadline", "/v1/reconciliation",
            "/v1/trend?by=total", "/v1/ageing?by=unit", "/v1/due-soon?by=unit", "/v1/closings", "/v1/closings/1", "/v1/closings/1/restatement", "/v1/verification", "/metrics",
        })
        {
            (await service.GetAsync(path, 401)).GetProperty("type").GetString().ShouldBe("/problems/unauthorized");
        }

        await service.PostProblemAsync("{}", 401);
        await service.PostProblemAsync("", 401, path: "/v1/reference/reload");
        await service.PostProblemAsync("{}", 401, path: "/v1/closings");
        await service.PostProblemAsync("{}", 401, path: "/v1/calendar/what-if");
        await service.GetAsync("/health/live");
        await service.GetAsync("/health/ready");
        await service.GetTextAsync("/openapi/v1.yaml");

        foreach (var wrong in new[] { "Bearer wrong", "Bearer", "Basic " + Key, Key, "Bearer " + Key + "x", "Bearer " + Key[..31] })
        {
            service.Http.DefaultRequestHeaders.Remove("Authorization");
            service.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", wrong);
            await service.GetAsync("/v1/units", 401);
        }

        service.Http.DefaultRequestHeaders.Remove("Authorization");
        service.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        await service.GetAsync("/v1/units");
        (await service.PostOkAsync(SampleProvince.Events)).GetProperty("accepted").GetInt32().ShouldBe(18);
    }

    [Fact]
    public async Task Public_figures_need_no_key_but_dossiers_and_writes_do()
    {
        await using var service = await TestService.StartAsync(settings => settings with { PublicFigures = true });
        service.Http.DefaultRequestHeaders.Authorization = null;
        await service.GetAsync("/v1/units");
        await service.GetAsync("/v1/on-time?by=unit");
        await service.GetAsync("/v1/targets");
        foreach (var path in new[] { "/v1/dossiers", "/v1/dossiers/D1", "/v1/dossiers/D1/deadline", "/v1/findings", "/v1/rejections", "/v1/sources", "/v1/keys", "/v1/audit" })
        {
            await service.GetAsync(path, 401);
        }

        await service.PostProblemAsync("{}", 401, path: "/v1/closings");
        using var response = await service.PostAsync("{}");
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    [Fact]
    public async Task Reloading_the_reference_data_recomputes_and_a_wrong_folder_changes_nothing()
    {
        await using var service = await TestService.StartAsync();
        await service.PostOkAsync(SampleProvince.Events);
        (await service.PostOkAsync("", path: "/v1/reference/reload")).GetProperty("changed").GetBoolean().ShouldBeFalse();

        // D1 is due on the 10th working day; a day off more moves it by one, and late becomes early.
        var calendar = Path.Combine(service.ReferenceFolder, "calendar.csv");
        await File.AppendAllTextAsync(calendar, "2022-11-08,off,test,high\n");
        var answer = await service.PostOkAsync("", path: "/v1/reference/reload");
        answer.GetProperty("changed").GetBoolean().ShouldBeTrue();
        answer.GetProperty("dossiersRecomputed").GetInt32().ShouldBe(9);
        (await service.GetAsync("/v1/dossiers/D1")).GetProperty("dueAt").GetString().ShouldBe("2022-11-18T17:00:00+07:00");

        await File.AppendAllTextAsync(calendar, "2022-11-99,off,test,high\n");
        var problem = await service.PostProblemAsync("", 422, path: "/v1/reference/reload");
        problem.GetProperty("detail").GetString()!.ShouldContain("2022-11-99");
        (await service.GetAsync("/v1/dossiers/D1")).GetProperty("dueAt").GetString().ShouldBe("2022-11-18T17:00:00+07:00");
    }
}
