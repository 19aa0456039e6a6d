using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>What an operator finds in the log of a request, and what is not there.</summary>
public sealed class LogTests
{
    [Fact]
    public async Task A_request_is_logged_under_the_trace_id_that_its_problem_names()
    {
        await using var watched = await WatchedService.StartAsync();
        var answer = Encoding.UTF8.GetString(await watched.SendAsync("GET", "/v1/dossiers/THE-CODE?asOf=2022-12-01T00:00:00Z"));
        var trace = JsonDocument.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..]).RootElement.GetProperty("traceId").GetString()!;
        watched.Log.Split('\n').Single(line => line.Contains(trace, StringComparison.Ordinal))
            .ShouldContain("GET /v1/dossiers/{code} answered 404 in ");
        watched.Log.ShouldNotContain("THE-CODE");
        watched.Log.ShouldNotContain("asOf");
    }
}
