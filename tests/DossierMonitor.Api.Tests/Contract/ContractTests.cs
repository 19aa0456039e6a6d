using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Tests.Fixture;
using FastEndpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Contract;

public sealed class ContractTests
{
    private static readonly string[] NotInTheContract = ["/docs", "/openapi/v1.yaml", "/_test_url_cache_", .. Pages.Addresses];

    [Fact]
    public async Task Every_route_is_in_the_contract_and_every_contract_path_is_routed()
    {
        await using var service = await TestService.StartAsync();
        var routed = service.Host.Routes
            .SelectMany(route => (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Select(method => $"{method} {Template(route)}"))
            .Where(route => !NotInTheContract.Any(path => route.EndsWith(" " + path, StringComparison.Ordinal)) && !route.Contains("/docs/", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var described = ContractDocument.Instance.Document.Paths
            .SelectMany(path => path.Value.Operations!.Keys.Select(method => $"{method.Method} {path.Key}"))
            .Where(route => !route.EndsWith(" /openapi/v1.yaml", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).ToList();
        routed.ShouldBe(described);
        routed.Count.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task The_contract_is_served_as_it_lies_in_the_repository_and_scalar_shows_it()
    {
        await using var service = await TestService.StartAsync();
        (await service.GetTextAsync("/openapi/v1.yaml")).ShouldBe(await File.ReadAllTextAsync(ContractDocument.FilePath));
        (await service.GetTextAsync("/docs/")).ShouldContain("openapi/v1.yaml");
    }

    [Fact]
    public async Task The_framework_s_own_test_route_is_closed()
    {
        await using var service = await TestService.StartAsync();
        using var response = await service.Http.GetAsync(new Uri("/_test_url_cache_", UriKind.Relative));
        ((int)response.StatusCode).ShouldBe(404);
    }

    [Fact]
    public void An_answer_that_breaks_the_contract_is_noticed()
    {
        var contract = ContractDocument.Instance;
        contract.Check(HttpMethod.Get, "/health/live", 200, "application/json", """{"status":"live"}""").ShouldBeNull();
        contract.Check(HttpMethod.Get, "/health/live", 200, "application/json", """{"status":"dead"}""").ShouldNotBeNull();
        contract.Check(HttpMethod.Get, "/health/live", 200, "application/json", """{"status":"live","more":1}""").ShouldNotBeNull();
        contract.Check(HttpMethod.Get, "/v1/findings", 200, "application/json", """{"asOf":"yesterday","findings":[]}""").ShouldNotBeNull();
        contract.Check(HttpMethod.Get, "/v1/findings", 304, null, "", ["ETag", "Server-Timing"]).ShouldBeNull();
        contract.Check(HttpMethod.Get, "/v1/findings", 304, null, "", ["Server-Timing"]).ShouldNotBeNull();
        contract.Check(HttpMethod.Get, "/v1/findings", 418, "application/json", "{}").ShouldNotBeNull();
    }

    private static string Template(RouteEndpoint route) => "/" + route.RoutePattern.RawText!.Trim('/');
}
