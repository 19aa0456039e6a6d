using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Units;

namespace DossierMonitor.Api.Endpoints.ListUnits;

public sealed record UnitsAnswer(string? At, IReadOnlyList<UnitAnswer> Units);

public sealed record UnitAnswer(
    string Code, string Name, string Kind, string? Parent, string? District, string? ValidFrom, string? ValidTo, string? Successor);

/// <summary>GET /v1/units</summary>
public sealed class ListUnitsEndpoint(ServedStore store, TimeProvider time) : ApiEndpoint(time)
{
    private static readonly Dictionary<string, UnitKind> Kinds =
        Enum.GetValues<UnitKind>().ToDictionary(kind => kind.Camel(), StringComparer.Ordinal);

    public override void Configure()
    {
        Get("/v1/units");
        Allow(AccessPolicy.Reference);
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        var units = store.Writer.Rulebook.Rules.Units;
        var query = new QueryReader(HttpContext.Request, "kind", "at", "parent");
        var kind = query.Choice("kind", Kinds);
        var at = query.Date("at");
        var parent = query.Code("parent");
        if (parent is not null && !units.Knows(parent))
        {
            query.Refuse("parent", "unknownFilterUnit", parent);
        }

        query.ThrowIfRefused();
        return AnswerAsync(
            new UnitsAnswer(at.Text(), [.. units.All
                .Where(unit => (kind is null || unit.Kind == kind)
                    && (at is not { } day || unit.IsValidOn(day))
                    && (parent is null || unit.Parent == parent || unit.District == parent))
                .OrderBy(unit => unit.Code, StringComparer.Ordinal).ThenBy(unit => unit.ValidFrom)
                .Select(unit => new UnitAnswer(
                    unit.Code, unit.Name, unit.Kind.Camel(), unit.Parent, unit.District, unit.ValidFrom.Text(), unit.ValidTo.Text(), unit.Successor))]),
            ct);
    }
}
