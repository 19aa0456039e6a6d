using System.Globalization;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.Badges;

/// <summary>GET /v1/badges/targets/{id}.svg: a target as /v1/targets has it; of one for each unit, how many units meet it.</summary>
public sealed class GetTargetBadgeEndpoint(ServedStore store, KnownTags tags, TimeProvider time) : BadgeEndpoint(store, tags, time)
{
    public override void Configure()
    {
        Get("/v1/badges/targets/{id}.svg");
        Allow(AccessPolicy.Figures);
    }

    protected override Badge Read(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var query = new QueryReader(HttpContext.Request, "definition", "from", "to", "asOf", "knownAt");
        var period = query.Period(Now, snapshot.Rulebook.Clock.Days);
        var known = query.Known();
        var definition = query.Has("definition") ? query.Definition() : null;
        query.ThrowIfRefused();
        var id = RouteText("id");
        var target = snapshot.Rulebook.Reference.Targets.FirstOrDefault(target => target.Id == id)
            ?? throw new ApiProblemException(ProblemKind.NotFound, new RefusalReason("", "noSuchTarget"));

        snapshot = snapshot.Within(known);
        var results = TargetQuery.Run(snapshot, period, [definition], Caller.Unit).Where(answer => answer.Result.Target.Id == id).Select(answer => answer.Result).ToList();
        var share = target.Each is null ? results[0].Share : new Share(results.Count(result => result.Met == true), results.Count(result => result.Met is not null));
        var verdict = share.Denominator == 0 ? BadgeVerdict.Nothing
            : VerdictOf(target.Each is null ? results[0].Met : share.Numerator == share.Denominator);
        var description = Say(target.DescriptionEn, target.DescriptionVi);
        var parts = string.Create(CultureInfo.InvariantCulture, $"{share.Numerator}/{share.Denominator}");
        var value = verdict == BadgeVerdict.Nothing ? Words(verdict)
            : target.Each is null ? PercentText.Of(share.Numerator, share.Denominator, Language) : parts;
        return new Badge(
            description, value, verdict, $"{description}: {value} ({parts}), {period.From.Text()} – {period.To.Text()}; {Words(verdict)}");
    }
}
