using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Security;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.GetLogHead;

public sealed record LogHeadAnswer(string Day, string RecordedBy, IReadOnlyList<SourceHeadAnswer> Heads);

public sealed record SourceHeadAnswer(string Source, long Events, string Chain, string LastRecordedAt);

/// <summary>GET /v1/log/head</summary>
public sealed class GetLogHeadEndpoint(ServedStore store, KnownTags tags, TimeProvider time) : SnapshotEndpoint(store, tags, time)
{
    // A day that is over has the head that it had; of another day all that can change it is the log.
    protected override bool IsPinned => HttpContext.Request.Query.ContainsKey("day");

    public override void Configure()
    {
        Get("/v1/log/head");
        Allow(AccessPolicy.Figures);
    }

    public override Task HandleAsync(CancellationToken ct) => ReadAsync(Answer, ct);

    private LogHeadAnswer Answer(Snapshot snapshot)
    {
        var days = snapshot.Rulebook.Clock.Days;
        var query = new QueryReader(HttpContext.Request, "day");
        var day = query.Date("day") ?? days.DateOf(Now);
        query.ThrowIfRefused();
        return new LogHeadAnswer(
            day.Text(),
            days.Text(days.EndOf(day)),
            [.. ChainHeadReader.Run(snapshot, days.EndOf(day))
                .Select(head => new SourceHeadAnswer(head.Source, head.Events, head.Chain, days.Text(head.RecordedAt)))]);
    }
}
