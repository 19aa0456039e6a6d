using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Security;

namespace DossierMonitor.Api.Endpoints.ListProcedures;

public sealed record ProceduresAnswer(string? At, IReadOnlyList<ProcedureAnswer> Procedures);

public sealed record ProcedureAnswer(
    string Code, string Name, string? Field, int? Limit, string? LimitUnit, string Policy, string? ValidFrom, string? ValidTo);

/// <summary>GET /v1/procedures</summary>
public sealed class ListProceduresEndpoint(ServedStore store, TimeProvider time) : ApiEndpoint(time)
{
    public override void Configure()
    {
        Get("/v1/procedures");
        Allow(AccessPolicy.Reference);
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        var catalog = store.Writer.Rulebook.Rules.Procedures;
        var query = new QueryReader(HttpContext.Request, "field", "at");
        var field = query.Code("field");
        var at = query.Date("at");
        query.ThrowIfRefused();
        return AnswerAsync(
            new ProceduresAnswer(at.Text(), [.. catalog.All
                .Where(procedure => (field is null || procedure.Field == field) && (at is not { } day || procedure.IsValidOn(day)))
                .OrderBy(procedure => procedure.Code, StringComparer.Ordinal).ThenBy(procedure => procedure.ValidFrom)
                .Select(procedure => new ProcedureAnswer(
                    procedure.Code,
                    procedure.Name,
                    procedure.Field,
                    procedure.Limit?.Value,
                    procedure.Limit?.Unit.Camel(),
                    catalog.PolicyOf(procedure, procedure.Field).Camel(),
                    procedure.ValidFrom.Text(),
                    procedure.ValidTo.Text()))]),
            ct);
    }
}
