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

    /// <summary>A list in the form that was asked for: <c>format=</c>, else the Accept header, else JSON.</summary>
    /// <param name="answer">The JSON answer.</param>
    /// <param name="columns">Of the CSV.</param>
    /// <param name="rows">Of the CSV.</param>
    /// <param name="next">The cursor of the next page, which CSV carries in a Link header.</param>
    /// <param name="cancellation">The caller has gone.</param>
    protected Task AnswerListAsync<T, TRow>(
        T answer, IReadOnlyList<(string Name, Func<TRow, object?> Value)> columns, IEnumerable<TRow> rows, string? next, CancellationToken cancellation)
    {
        var query = HttpContext.Request.Query;
        HttpContext.Response.Headers.Append("Vary", "Accept");
        if (!WantsCsv)
        {
            return AnswerAsync(answer, cancellation);
        }

        if (next is not null)
        {
            var address = QueryString.Create(query.Where(pair => pair.Key != "cursor").Append(new("cursor", next)));
            HttpContext.Response.Headers.Link = $"<{HttpContext.Request.Path}{address}>; rel=\"next\"";
        }

        var body = CsvAnswer.Write(columns, rows, query["bom"] == "1");
        HttpContext.Response.ContentType = "text/csv; charset=utf-8";
        HttpContext.Response.ContentLength = body.Length;
        return HttpContext.Response.Body.WriteAsync(body, cancellation).AsTask();
    }

    protected bool WantsCsv => HttpContext.Request.Query.TryGetValue("format", out var format) ? format == "csv" : PrefersCsv();

    private bool PrefersCsv()
    {
        var accepted = HttpContext.Request.GetTypedHeaders().Accept;
        var csv = accepted.Where(type => type.MediaType == "text/csv").Select(type => type.Quality ?? 1).DefaultIfEmpty(0).Max();
        var json = accepted.Where(type => type.MediaType == "application/json").Select(type => type.Quality ?? 1).DefaultIfEmpty(0).Max();
        return csv > json;
    }

    /// <summary>A route value as it was meant: a slash in a code arrives still encoded.</summary>
    protected string RouteText(string name) =>
        ((string?)HttpContext.Request.RouteValues[name] ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
