using System.Text.Json;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Security;
using DossierMonitor.Storage.Administration;

namespace DossierMonitor.Api.Endpoints.Audit;

public sealed record AuditAnswer(IReadOnlyList<AuditItem> Items, string? Next);

/// <param name="Chain">SHA-256 over the chain value of the record before and this one.</param>
public sealed record AuditItem(long Id, string At, string Actor, string Action, string Subject, JsonElement Details, string Chain);

/// <summary>GET /v1/audit: every administrative change, the oldest first.</summary>
public sealed class ListAuditEndpoint(ServedStore store, TimeProvider time) : ApiEndpoint(time)
{
    public override void Configure()
    {
        Get("/v1/audit");
        Allow(AccessPolicy.Admin);
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        var query = new QueryReader(HttpContext.Request, "limit", "cursor");
        var limit = query.Whole("limit", 1, 1_000) ?? 100;
        long after = 0;
        if (query.Values.TryGetValue("cursor", out var cursor)
            && !long.TryParse(cursor, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out after))
        {
            query.Refuse("cursor", "invalidCursor");
        }

        query.ThrowIfRefused();
        return AnswerAsync(
            store.Reader.Read(snapshot =>
            {
                var records = AccessKeys.Audit(snapshot, after, limit + 1);
                return new AuditAnswer(
                    [.. records.Take(limit).Select(record => new AuditItem(
                        record.Id, snapshot.Rulebook.Clock.Days.Text(record.At), record.Actor, record.Action, record.Subject,
                        JsonDocument.Parse(record.Details).RootElement.Clone(), record.Chain))],
                    records.Count > limit ? records[limit - 1].Id.ToString(System.Globalization.CultureInfo.InvariantCulture) : null);
            }),
            ct);
    }
}
