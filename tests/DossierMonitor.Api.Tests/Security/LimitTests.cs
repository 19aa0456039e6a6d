using System.Net;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>Who asks too often, or tries keys, is told to wait; the others are not.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task A_key_that_has_used_up_its_requests_waits_and_the_others_do_not()
    {
        await using var service = await TestService.StartAsync(settings => settings with { RequestsPerMinute = 5 });
        var (one, other) = (await service.KeyAsync("""{"name":"one","scopes":["metrics:read"]}"""), await service.KeyAsync("""{"name":"other","scopes":["metrics:read"]}"""));
        service.Present(one);
        for (var i = 0; i < 5; i++)
        {
            await service.GetAsync("/v1/units");
        }

        using (var refused = await service.Http.GetAsync(new Uri("/v1/units", UriKind.Relative), TestContext.Current.CancellationToken))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 60);
            (await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("tooOften");
        }

        service.Present(other);
        await service.GetAsync("/v1/units");

        // The environment's key is not counted.
        service.Present(TestService.AdminKey);
        for (var i = 0; i < 20; i++)
        {
            await service.GetAsync("/v1/units");
        }
    }

    [Fact]
    public async Task The_eleventh_wrong_key_of_a_minute_waits_and_a_right_one_from_there_does_not()
    {
        await using var service = await TestService.StartAsync(settings => settings with { FailedKeysPerMinute = 10 });
        using var http = service.PlainClient("wrong");
        for (var i = 0; i < 13; i++)
        {
            // Whatever a header says of addresses is what the caller says.
            http.DefaultRequestHeaders.Remove("X-Forwarded-For");
            http.DefaultRequestHeaders.Add("X-Forwarded-For", $"10.0.0.{i}");
            using var refused = await http.GetAsync(new Uri("/v1/units", UriKind.Relative), TestContext.Current.CancellationToken);
            refused.StatusCode.ShouldBe(i < 10 ? HttpStatusCode.Unauthorized : HttpStatusCode.TooManyRequests);
            (refused.Headers.RetryAfter is null).ShouldBe(i < 10);
        }

        await service.GetAsync("/v1/units");
    }

    [Fact]
    public async Task Public_figures_are_limited_by_address()
    {
        await using var service = await TestService.StartAsync(settings => settings with { PublicFigures = true, RequestsPerMinute = 3 });
        using var http = service.PlainClient(null);
        var statuses = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            using var response = await http.GetAsync(new Uri("/v1/units", UriKind.Relative), TestContext.Current.CancellationToken);
            statuses.Add((int)response.StatusCode);
        }

        statuses.ShouldBe([200, 200, 200, 429]);
    }

    /// <summary>The documentation's page comes from a package; its one inline script is allowed by what it is.</summary>
    [Theory]
    [InlineData("/", "script-src 'self';")]
    [InlineData("/docs/", "script-src 'self' 'sha256-")]
    public async Task Pages_run_no_script_but_their_own(string path, string policy)
    {
        await using var service = await TestService.StartAsync();
        using var response = await service.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var header = response.Headers.GetValues("Content-Security-Policy").Single();
        header.ShouldStartWith("default-src 'none'; " + policy);
        header.Split(';').Single(part => part.TrimStart().StartsWith("script-src", StringComparison.Ordinal)).ShouldNotContain("unsafe");
        header.ShouldContain("frame-ancestors 'none'");
    }

    /// <summary>What a caller calls its trace is not repeated: its digits could be anybody's number.</summary>
    [Fact]
    public async Task Trace_ids_are_the_service_s_own()
    {
        await using var service = await TestService.StartAsync();
        const string sent = "00000000000000000000079123456789";
        service.Http.DefaultRequestHeaders.TryAddWithoutValidation("traceparent", $"00-{sent}-00f067aa0ba902b7-01");
        var (one, other) = (await service.GetAsync("/v1/nothing", 404), await service.GetAsync("/v1/nothing", 404));
        one.Text("traceId").ShouldMatch("^[0-9a-f]{32}$");
        one.Text("traceId").ShouldNotBe(sent);
        other.Text("traceId").ShouldNotBe(one.Text("traceId"));
    }

    /// <summary>Where there is nothing to guard, a wrong path or method is called that.</summary>
    [Theory]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("POST", "/health/live", 405)]
    [InlineData("DELETE", "/", 405)]
    [InlineData("GET", "/v1/nothing", 401)]
    [InlineData("DELETE", "/v1/events", 401)]
    public async Task Without_a_key_only_the_api_asks_for_one(string method, string path, int status)
    {
        await using var service = await TestService.StartAsync();
        using var http = service.PlainClient(null);
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(status);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "max-age=31536000")]
    public async Task Behind_TLS_browsers_are_told_to_keep_to_it(bool behindTls, string? header)
    {
        await using var service = await TestService.StartAsync(settings => settings with { BehindTls = behindTls });
        using var response = await service.Http.GetAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken);
        (response.Headers.TryGetValues("Strict-Transport-Security", out var values) ? values.Single() : null).ShouldBe(header);
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response.Headers.Contains("Server").ShouldBeFalse();
    }
}
