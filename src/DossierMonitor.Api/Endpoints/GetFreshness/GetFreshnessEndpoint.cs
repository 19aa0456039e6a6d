using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.GetFreshness;

/// <param name="LastRecorded">When the last event of any portal was stored.</param>
public sealed record FreshnessAnswer(string AsOf, string TimeZone, string? LastRecorded, IReadOnlyList<SourceFreshness> Sources);

/// <param name="Silent">A whole working day has gone by without an event.</param>
public sealed record SourceFreshness(string Source, string? LastRecorded, bool Silent);

/// <summary>GET /v1/freshness: which portals are sending. Of now only: what somebody sent is no figure of a past instant.</summary>
public sealed class GetFreshnessEndpoint(ServedStore store, KnownTags tags, TimeProvider time) : SnapshotEndpoint(store, tags, time)
{
    public override void Configure()
    {
        Get("/v1/freshness");
        Allow(AccessPolicy.Metrics);
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        new QueryReader(HttpContext.Request).ThrowIfRefused();
        return ReadAsync(Answer, ct);
    }

    private FreshnessAnswer Answer(Snapshot snapshot)
    {
        var days = snapshot.Rulebook.Clock.Days;
        var calendar = snapshot.Rulebook.CalendarAt(Now);
        var sources = SourceDigestReader.Sources(snapshot);
        var last = sources.Max(source => source.LastRecorded);
        return new FreshnessAnswer(
            days.Text(Now),
            days.Id,
            days.Text(last),
            [.. sources.Select(source => new SourceFreshness(
                source.Name,
                days.Text(source.LastRecorded),
                source.LastRecorded is not { } at || SilenceRule.IsSilent(calendar, days.DateOf(at), days.DateOf(Now))))]);
    }
}
