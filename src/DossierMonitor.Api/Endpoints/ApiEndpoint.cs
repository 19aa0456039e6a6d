using System.Text.Json;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Timeliness;
using FastEndpoints;
using Microsoft.AspNetCore.Http.Features;

namespace DossierMonitor.Api.Endpoints;

/// <summary>
/// An endpoint binds its own request: the framework's binder lets query parameters override route values and takes
/// unknown ones silently.
/// </summary>
public abstract class ApiEndpoint(TimeProvider time) : EndpointWithoutRequest
{
    protected const string Json = "application/json; charset=utf-8";
    private const int UsualAnswerBytes = 16 * 1024;

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = ApiJson.Options.Encoder, SkipValidation = true };

    /// <summary>The clock, read once per request.</summary>
    protected Instant Now { get; } = Instant.From(time.GetUtcNow());

    protected virtual Language Language => Languages.Of(HttpContext.Request);

    protected Caller Caller => HttpContext.Features.GetRequiredFeature<Caller>();

    /// <summary>Who may call it. The framework's own authorization is not used: it knows neither sources nor units.</summary>
    protected void Allow(AccessPolicy policy)
    {
        AllowAnonymous();
        Options(route => route.WithMetadata(policy));
    }

    protected async Task AnswerAsync<T>(T answer, CancellationToken cancellation, int status = 200)
    {
        HttpContext.Response.StatusCode = status;
        using var body = new PooledBytes(UsualAnswerBytes);
        await using (var writer = new Utf8JsonWriter(body, WriterOptions))
        {
            JsonSerializer.Serialize(writer, answer, ApiJson.Options);
        }

        await WriteAsync(body.Memory, Json, null, cancellation);
    }

    /// <summary>A list in the form that was asked for: <c>format=</c>, else the Accept header, else JSON.</summary>
    /// <param name="answer">The JSON answer.</param>
    /// <param name="columns">Of the table.</param>
    /// <param name="rows">Of the table.</param>
    /// <param name="next">The cursor of the next page, which tables carry in a Link header.</param>
    /// <param name="cancellation">The caller has gone.</param>
    protected Task AnswerListAsync<T, TRow>(
        T answer, IReadOnlyList<(string Name, Func<TRow, object?> Value)> columns, IEnumerable<TRow> rows, string? next, CancellationToken cancellation)
    {
        return AskedForm switch
        {
            AnswerForm.Json => AnswerAsync(answer, cancellation),
            AnswerForm.Text => TextAnswers.Of(answer!, Language) is { } text ? AnswerTextAsync(text, null, cancellation) : AnswerAsync(answer, cancellation),
            _ => AnswerTableAsync(answer, columns, rows, next, null, cancellation),
        };
    }

    /// <param name="answer">The JSON answer.</param>
    /// <param name="columns">Of the table.</param>
    /// <param name="rows">Of the table.</param>
    /// <param name="next">The cursor of the next page.</param>
    /// <param name="tag">Where it follows from something else than the bytes.</param>
    /// <param name="cancellation">The caller has gone.</param>
    protected Task AnswerTableAsync<T, TRow>(
        T answer, IReadOnlyList<(string Name, Func<TRow, object?> Value)> columns, IEnumerable<TRow> rows, string? next, string? tag, CancellationToken cancellation)
    {
        var query = HttpContext.Request.Query;
        if (next is not null)
        {
            var address = QueryString.Create(query.Where(pair => pair.Key != "cursor").Append(new("cursor", next)));
            HttpContext.Response.Headers.Link = $"<{HttpContext.Request.Path}{address}>; rel=\"next\"";
        }

        var body = AskedForm == AnswerForm.Xlsx ? XlsxAnswer.Write(answer!, columns, rows) : CsvAnswer.Write(columns, rows, query["bom"] == "1");
        return WriteAsync(body, AskedForm.ContentType(), tag, cancellation);
    }

    /// <summary>A table for terminals.</summary>
    protected Task AnswerTextAsync(byte[] text, string? tag, CancellationToken cancellation) =>
        WriteAsync(text, "text/plain; charset=utf-8", tag, cancellation);

    /// <summary>Writes what is there as bytes; an answer to a read has a tag, and is not sent to a caller that has it.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="contentType">Its type.</param>
    /// <param name="tag">Without quotes, where it follows from something else than the bytes.</param>
    /// <param name="cancellation">The caller has gone.</param>
    protected Task WriteAsync(ReadOnlyMemory<byte> body, string contentType, string? tag, CancellationToken cancellation)
    {
        var response = HttpContext.Response;
        if (response.StatusCode == StatusCodes.Status200OK && ServerTiming.IsRead(HttpContext.Request))
        {
            tag ??= EntityTag.Of(body.Span);
            Tagged(tag);
            if (AnsweredUnchanged(tag))
            {
                return Task.CompletedTask;
            }

            // The compression decides with the first byte that is written; the tag says what it decided.
            response.OnStarting(() =>
            {
                response.Headers.ETag = EntityTag.Header(tag, response.Headers.ContentEncoding);
                return Task.CompletedTask;
            });
        }

        response.ContentType = contentType;
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, cancellation).AsTask();
    }

    /// <summary>The answer has this tag.</summary>
    protected virtual void Tagged(string tag)
    {
    }

    /// <summary>Answers 304 if the caller has the answer with this tag.</summary>
    protected bool AnsweredUnchanged(string tag)
    {
        var (request, response) = (HttpContext.Request, HttpContext.Response);

        // All that an answer is chosen by, also where this one would be the same for each: what holds for all is what is cached right.
        response.Headers.Vary = "Accept, Accept-Language, Accept-Encoding, Authorization";
        if (response.Headers.CacheControl.Count == 0)
        {
            // May be kept, but must be asked about each time: the next event changes it.
            response.Headers.CacheControl = "private, no-cache";
        }

        if (EntityTag.Known(request.Headers.IfNoneMatch, tag) is not { } known)
        {
            return false;
        }

        response.StatusCode = StatusCodes.Status304NotModified;
        HttpContext.MarkResponseStart();
        response.Headers.ETag = known;
        return true;
    }

    /// <summary>In which form the answer was asked for.</summary>
    protected AnswerForm AskedForm => AnswerForms.Of(HttpContext.Request, OfferedForms);

    /// <summary>Those that it can be given in.</summary>
    protected virtual IReadOnlyList<AnswerForm> OfferedForms => AnswerForms.OfLists;

    /// <summary>A route value as it was meant: a slash in a code arrives still encoded.</summary>
    protected string RouteText(string name) =>
        ((string?)HttpContext.Request.RouteValues[name] ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
