using System.Globalization;
using System.Text.Json;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Endpoints.SubmitEvents;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.ListRejections;

public sealed record RejectionsAnswer(IReadOnlyList<RejectionAnswer> Items, string? Next);

public sealed record RejectionAnswer(
    long Id,
    string ReceivedAt,
    string LastSeenAt,
    long Times,
    string? Source,
    string? EventId,
    string? EventType,
    string? Subject,
    string Status,
    string Type,
    IReadOnlyList<ProblemError> Errors,
    JsonElement? Event);

/// <summary>GET /v1/rejections</summary>
public sealed class ListRejectionsEndpoint(ServedStore store, KnownTags tags, TimeProvider time) : SnapshotEndpoint(store, tags, time)
{
    // A rejection changes nothing else, and so nothing that a tag is remembered by.
    protected override bool IsPinned => false;

    public override void Configure()
    {
        Get("/v1/rejections");
        Allow(AccessPolicy.OwnSource);
    }

    public override Task HandleAsync(CancellationToken ct) => ReadAsync(Answer, ct);

    private RejectionsAnswer Answer(Snapshot snapshot)
    {
        var days = snapshot.Rulebook.Clock.Days;
        var query = new QueryReader(HttpContext.Request, "source", "from", "to", "limit", "cursor");
        var from = query.Date("from") is { } first ? days.StartOf(first) : Instant.MinValue;
        var until = query.Date("to") is { } last ? days.EndOf(last).Next : Instant.MaxValue;
        var limit = query.Whole("limit", 1, 1_000) ?? 100;
        var source = query.Code("source", 255);
        if (Caller.Source is { } own)
        {
            // What others sent is not there for it.
            if (source is not null && source != own)
            {
                query.ThrowIfRefused();
                return new RejectionsAnswer([], null);
            }

            source = own;
        }

        var after = Cursor(query);
        query.ThrowIfRefused();

        var rows = RejectionReader.Run(snapshot, new RejectionQuery(source, from, until, limit + 1, after));
        var page = rows.Take(limit).ToList();
        return new RejectionsAnswer(
            [.. page.Select(row => Item(days, row))],
            rows.Count > limit ? string.Create(CultureInfo.InvariantCulture, $"{page[^1].LastAt.Milliseconds}-{page[^1].Id}") : null);
    }

    private RejectionAnswer Item(LocalDays days, StoredRejection row) => new(
        row.Id,
        days.Text(row.FirstAt),
        days.Text(row.LastAt),
        row.Times,
        row.Source,
        row.EventId,
        row.EventType,
        row.Subject,
        row.Status.Camel(),
        EventSummary.TypeOf(row.Status),
        [.. row.Reasons.Select(reason => ProblemError.Of(reason, Language))],
        row.Event is null ? null : JsonDocument.Parse(row.Event).RootElement.Clone());

    private static (Instant LastAt, long Id)? Cursor(QueryReader query)
    {
        if (!query.Values.TryGetValue("cursor", out var cursor))
        {
            return null;
        }

        var parts = cursor.Split('-');
        if (parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return (new Instant(at), id);
        }

        query.Refuse("cursor", "invalidCursor");
        return null;
    }
}
