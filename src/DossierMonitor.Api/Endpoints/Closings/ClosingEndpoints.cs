using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Endpoints.GetOnTime;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Ingest;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Closings;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Api.Endpoints.Closings;

/// <summary>What to close.</summary>
/// <param name="Name">Unique, 1 to 100 characters.</param>
/// <param name="Definition">Default closed.</param>
/// <param name="AsOf">Default now.</param>
public sealed record CloseRequest(string Name, string From, string To, string? Definition = null, string? AsOf = null);

/// <summary>POST /v1/closings: freezes a period (chốt số).</summary>
public sealed class CloseEndpoint(ServedStore store, TimeProvider time) : ApiEndpoint(time)
{
    public override void Configure()
    {
        Post("/v1/closings");
        Allow(AccessPolicy.Admin);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        new QueryReader(HttpContext.Request).ThrowIfRefused();
        var request = await JsonBody.ReadAsync<CloseRequest>(HttpContext, ct);
        var days = store.Writer.Rulebook.Clock.Days;
        var reasons = new List<RefusalReason>();
        if (request.Name.Trim().Length is 0 or > 100 || request.Name.Any(char.IsControl))
        {
            reasons.Add(new RefusalReason("/name", "invalidCode", "100"));
        }

        else if (PersonalData.LooksLikeIn(request.Name))
        {
            reasons.Add(new RefusalReason("/name", "personalData"));
        }

        var from = Date("/from", request.From);
        var to = Date("/to", request.To);
        if (to < from)
        {
            reasons.Add(new RefusalReason("/to", "endsBeforeItBegins"));
        }

        var definition = RateDefinition.Find(request.Definition ?? RateDefinition.Closed.Id);
        if (definition is null)
        {
            reasons.Add(new RefusalReason("/definition", "notOneOf", string.Join(", ", RateDefinition.All.Select(one => one.Id))));
        }

        Instant? asOf = null;
        if (request.AsOf is { } text)
        {
            if (!Rfc3339.TryParse(text, out var instant) || instant < days.StartOf(new DateOnly(1990, 1, 1)))
            {
                reasons.Add(new RefusalReason("/asOf", "invalidInstant"));
            }
            else if (instant > Now)
            {
                reasons.Add(new RefusalReason("/asOf", "closesTheFuture"));
            }
            else
            {
                asOf = instant;
            }
        }

        // Nothing has happened yet that could be frozen.
        if (from > days.DateOf(asOf ?? Now))
        {
            reasons.Add(new RefusalReason("/from", "closesTheFuture"));
        }

        if (reasons.Count > 0)
        {
            throw new ApiProblemException(ProblemKind.InvalidRequest, reasons);
        }

        try
        {
            var name = request.Name.Trim();
            var closing = await store.Writer.CloseAsync(
                name, (snapshot, at) => ClosingComposer.Compose(snapshot, at, name, from!.Value, to!.Value, asOf, definition!), Caller.Name);
            HttpContext.Response.Headers.Location = $"/v1/closings/{closing.Id}";
            await AnswerAsync(ClosingEntry.Of(closing, days), ct, 201);
        }
        catch (ClosingExistsException)
        {
            throw new ApiProblemException(ProblemKind.ClosingExists, new RefusalReason("/name", "closingExists"));
        }

        DateOnly? Date(string pointer, string value)
        {
            if (Rfc3339.TryParseDate(value, out var date) && date.Year is >= 1990 and <= 2100)
            {
                return date;
            }

            reasons.Add(new RefusalReason(pointer, "invalidDate"));
            return null;
        }
    }
}

/// <summary>GET /v1/closings</summary>
public sealed class ListClosingsEndpoint(ServedStore store, TimeProvider time) : ApiEndpoint(time)
{
    public override void Configure()
    {
        Get("/v1/closings");
        Allow(AccessPolicy.WholeFigures);
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        new QueryReader(HttpContext.Request).ThrowIfRefused();
        return AnswerAsync(
            store.Reader.Read(snapshot => new ClosingsAnswer(
                [.. ClosingStore.List(snapshot).Select(closing => ClosingEntry.Of(closing, snapshot.Rulebook.Clock.Days))])),
            ct);
    }
}

/// <summary>GET /v1/closings/{id}: the frozen bytes, or the rows of one breakdown of them as a table.</summary>
public sealed class GetClosingEndpoint(ServedStore store, TimeProvider time) : ApiEndpoint(time)
{
    public override void Configure()
    {
        Get("/v1/closings/{id}");
        Allow(AccessPolicy.WholeFigures);
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        var query = new QueryReader(HttpContext.Request, "by", "format", "bom");
        query.ListForm();
        if (query.Choice("by", GetOnTimeEndpoint.Breakdowns) is not null && AskedForm == AnswerForm.Json)
        {
            // The document has every breakdown; taking one out of it would be another document than the frozen one.
            query.Refuse("by", "onlyWithCsv");
        }

        query.ThrowIfRefused();
        var (closing, body) = store.Reader.Read(snapshot => ClosedFigures.Find(snapshot, ClosingRoute.Id(RouteText("id"))));
        HttpContext.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        if (AskedForm != AnswerForm.Json)
        {
            // Other bytes than the frozen ones have another tag.
            var by = query.Values.GetValueOrDefault("by") ?? "unit";
            var document = JsonSerializer.Deserialize<ClosingDocument>(body, ApiJson.Options)!;
            if (AskedForm == AnswerForm.Text)
            {
                return AnswerTextAsync(TextAnswers.Of(document, by, Language), null, ct);
            }

            var tag = $"{closing.Digest}-{by}-{(AskedForm == AnswerForm.Csv ? query.Values.GetValueOrDefault("bom") ?? "0" : AskedForm.Camel())}";
            return AnswerTableAsync(document, ListColumns.Figures, document.Rows[by], null, tag, ct);
        }

        return WriteAsync(body, Json, closing.Digest, ct);
    }
}

internal static class ClosingRoute
{
    public static long Id(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new ApiProblemException(ProblemKind.NotFound, new RefusalReason("", "noSuchClosing"));
}
