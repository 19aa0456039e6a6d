using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Security;
using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Verification;

namespace DossierMonitor.Api.Endpoints.GetVerification;

/// <param name="Events">Events in the log now, of which the last verification checked <c>verified.events</c>.</param>
/// <param name="Difference">The first difference that it found.</param>
public sealed record VerificationAnswer(VerifiedAnswer Verified, long Events, Difference? Difference);

/// <summary>GET /v1/verification: what the last verification found.</summary>
public sealed class GetVerificationEndpoint(ServedStore store, KnownTags tags, TimeProvider time) : SnapshotEndpoint(store, tags, time)
{
    public override void Configure()
    {
        Get("/v1/verification");
        Allow(AccessPolicy.Figures);
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        new QueryReader(HttpContext.Request).ThrowIfRefused();
        return ReadAsync(
            snapshot => new VerificationAnswer(VerifiedAnswer.Of(snapshot), snapshot.LastSeq(), VerificationLog.Last(snapshot)?.Difference), ct);
    }
}
