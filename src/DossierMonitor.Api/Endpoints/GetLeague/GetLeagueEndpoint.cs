using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Endpoints.Closings;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.GetLeague;

/// <summary>GET /v1/league</summary>
public sealed class GetLeagueEndpoint(ServedStore store, KnownTags tags, TimeProvider time) : SnapshotEndpoint(store, tags, time)
{
    public override void Configure()
    {
        Get("/v1/league");
        Allow(AccessPolicy.Figures);
    }

    public override Task HandleAsync(CancellationToken ct) => ReadAsync(
        Answer, answer => AnswerListAsync(answer, ListColumns.League, answer.Rows, null, ct));

    private LeagueAnswer Answer(Snapshot snapshot)
    {
        var query = new QueryReader(HttpContext.Request, [.. FigureRequest.Parameters, "by", "closing", "minimum"]);
        var by = query.Choice("by", LeagueTable.Breakdowns, required: true);
        var closing = ClosedFigures.Asked(query, Caller);
        var minimum = query.Whole("minimum", 1, 1_000_000) ?? League.DefaultMinimum;
        var (definition, period, known, filter) = FigureRequest.Read(query, Now, snapshot);
        query.ThrowIfRefused();
        return closing is { } id
            ? LeagueTable.OfClosing(snapshot, id, by!.Value, minimum)
            : LeagueTable.OfPeriod(snapshot.Within(known), by!.Value, definition, minimum, period, filter, Language);
    }
}
