using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>Answers that were begun anew, since something was wrong, have what every answer has.</summary>
public sealed class SafetyHeaderTests
{
    [Theory]
    [InlineData("GET", "/health/live", 200)]
    [InlineData("GET", "/v1/on-time?by=unit", 200)]
    [InlineData("GET", "/v1/on-time", 400)]
    [InlineData("GET", "/v1/dossiers/x", 404)]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("GET", "/docs/other", 404)]
    [InlineData("DELETE", "/v1/dossiers", 405)]
    [InlineData("POST", "/v1/events", 415)]
    [InlineData("POST", "/v1/keys", 401)]
    public async Task Every_answer_has_them(string method, string path, int status)
    {
        await using var service = await TestService.StartAsync(settings => settings with { BehindTls = true, Simulated = true });
        using var client = service.PlainClient(status == 401 ? null : TestService.AdminKey);
        using var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative)));
        ((int)response.StatusCode).ShouldBe(status);
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response.Headers.GetValues("Strict-Transport-Security").ShouldBe(["max-age=31536000"]);
        response.Headers.GetValues("Data-Label").ShouldBe(["simulated"]);
        response.Headers.Contains("Server").ShouldBeFalse();
    }
}
