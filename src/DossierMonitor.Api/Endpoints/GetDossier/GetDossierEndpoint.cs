using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Api.Endpoints.GetDossier;

/// <summary>GET /v1/dossiers/{code}</summary>
public sealed class GetDossierEndpoint(ServedStore store, KnownTags tags, TimeProvider time) : SnapshotEndpoint(store, tags, time)
{
    public override void Configure()
    {
        Get("/v1/dossiers/{code}");
        Allow(AccessPolicy.Dossiers);
    }

    public override Task HandleAsync(CancellationToken ct) => ReadAsync(Answer, ct);

    private DossierAnswer Answer(Snapshot snapshot)
    {
        var query = new QueryReader(HttpContext.Request, "asOf", "knownAt");
        var asOf = query.Time("asOf") ?? Now;
        var known = query.Known();
        query.ThrowIfRefused();
        snapshot = snapshot.Within(known);
        var found = DossierReader.Find(snapshot, RouteText("code"), asOf);
        var history = found is not null && (Caller.Unit is not { } unit || DossierReader.WasWithin(found, unit, snapshot))
            ? found
            : throw new ApiProblemException(ProblemKind.NotFound, new RefusalReason("", "noSuchDossier"));
        return new DossierAnswerBuilder(snapshot.Rulebook, history, asOf, Language).Build(known, VerifiedAnswer.Of(snapshot));
    }
}
