using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.ListFindings;

public sealed record FindingsAnswer(string AsOf, string? KnownAt, VerifiedAnswer Verified, IReadOnlyList<FindingCount> Findings);

public sealed record FindingCount(string Code, string Description, long Dossiers, IReadOnlyList<string> Codes);

/// <summary>GET /v1/findings</summary>
public sealed class ListFindingsEndpoint(ServedStore store, KnownTags tags, TimeProvider time) : SnapshotEndpoint(store, tags, time)
{
    public override void Configure()
    {
        Get("/v1/findings");
        Allow(AccessPolicy.WholeDossiers);
    }

    public override Task HandleAsync(CancellationToken ct) => ReadAsync(Answer, ct);

    private FindingsAnswer Answer(Snapshot snapshot)
    {
        var query = new QueryReader(HttpContext.Request, "asOf", "knownAt");
        var asOf = query.Time("asOf") ?? Now;
        var known = query.Known();
        query.ThrowIfRefused();
        snapshot = snapshot.Within(known);
        return new FindingsAnswer(
            snapshot.Rulebook.Clock.Days.Text(asOf),
            snapshot.Rulebook.Clock.Days.Text(known.Recorded),
            VerifiedAnswer.Of(snapshot),
            [.. DossierReader.CountFindings(snapshot, asOf)
                .Select(count => new FindingCount(count.Finding.Name(), FindingTexts.Of(count.Finding).In(Language), count.Dossiers, count.Codes))]);
    }
}
