using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.Badges;

/// <summary>GET /v1/badges/{unit}.svg: the on-time rate of a unit with those below it, as the total of /v1/on-time?by=unit&amp;unit= has it.</summary>
public sealed class GetUnitBadgeEndpoint(ServedStore store, KnownTags tags, TimeProvider time) : BadgeEndpoint(store, tags, time)
{
    public override void Configure()
    {
        Get("/v1/badges/{unit}.svg");
        Allow(AccessPolicy.Figures);
    }

    protected override Badge Read(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var clock = snapshot.Rulebook.Clock;
        var query = new QueryReader(HttpContext.Request, "definition", "from", "to", "asOf", "knownAt", "field");
        var period = query.Period(Now, clock.Days);
        var known = query.Known();
        var field = query.Code("field");
        var asked = query.Definition();
        query.ThrowIfRefused();
        var unit = Unit(snapshot, period.To);

        // Its colour must be that of the rate that it shows: both by one definition, the target's own unless another is asked for.
        var target = Target(snapshot, unit, field);
        var definition = query.Has("definition") ? asked : target?.Definition ?? RateDefinition.Closed;
        snapshot = snapshot.Within(known);
        var total = FigureQuery.Run(snapshot, period, Breakdown.Unit, new FigureFilter(unit.Code, field, Within: Caller.Unit)).Total;
        var counts = Counts.From(total, definition.Basis);
        var share = definition.OnTime(counts);
        var verdict = share.Denominator == 0 ? BadgeVerdict.Nothing
            : target is null ? BadgeVerdict.NoTarget
            : VerdictOf((target with { Definition = definition }).Check(counts).Met);
        var name = field is null ? unit.Name : $"{unit.Name}, {FieldName(snapshot, field)}";
        var value = share.Denominator == 0 ? Words(verdict) : PercentText.Of(share.Numerator, share.Denominator, Language);
        return new Badge(
            $"{name}: {Say("on time", "đúng hạn")}",
            value,
            verdict,
            $"{name}: {Say("on time", "đúng hạn")} {value} ({share.Numerator}/{share.Denominator}), {period.From.Text()} – {period.To.Text()}, {Say(definition.NameEn, definition.NameVi)}; {Words(verdict)}");
    }

    // One that the caller may not see is answered like one that there is not.
    private Unit Unit(Snapshot snapshot, DateOnly day)
    {
        var units = snapshot.Rulebook.Rules.Units;
        var code = RouteText("unit");
        return units.Resolve(code, day) is { } unit && (Caller.Unit is not { } within || units.Versions(code).Any(version => units.IsWithin(version, within)))
            ? unit
            : throw new ApiProblemException(ProblemKind.NotFound, new RefusalReason("", "noSuchUnit"));
    }

    // A target of all units together is the province's; that of one field is not that of all fields.
    private static Target? Target(Snapshot snapshot, Unit unit, string? field) => snapshot.Rulebook.Reference.Targets.FirstOrDefault(target =>
        target.Field == field && target.ShareOf is null && (target.Each == unit.Kind || (target.Each is null && unit.Kind == UnitKind.Province)));

    private string FieldName(Snapshot snapshot, string code) =>
        snapshot.Rulebook.Rules.Procedures.Field(code) is { } field ? Say(field.NameEn, field.NameVi) : code;
}
