using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Problems;
using DossierMonitor.Domain.Timeliness;
using FastEndpoints;

namespace DossierMonitor.Api.Endpoints;

/// <summary>
/// An endpoint binds its own request: the framework's binder lets query parameters override route values and takes
/// unknown ones silently.
/// </summary>
public abstract class ApiEndpoint(TimeProvider time) : EndpointWithoutRequest
{
    /// <summary>The clock, read once per request.</summary>
    protected Instant Now { get; } = Instant.From(time.GetUtcNow());

    protected Language Language => Languages.Of(HttpContext.Request);

    protected Task AnswerAsync<T>(T answer, CancellationToken cancellation, int status = 200)
    {
        HttpContext.Response.StatusCode = status;
        return HttpContext.Response.WriteAsJsonAsync(answer, ApiJson.Options, "application/json; charset=utf-8", cancellation);
    }

    /// <summary>A route value as it was meant: a slash in a code arrives still encoded.</summary>
    protected string RouteText(string name) =>
        ((string?)HttpContext.Request.RouteValues[name] ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
