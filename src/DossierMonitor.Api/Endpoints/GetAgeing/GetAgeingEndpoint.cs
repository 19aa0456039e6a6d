using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.GetAgeing;

/// <summary>GET /v1/ageing</summary>
public sealed class GetAgeingEndpoint(ServedStore store, KnownTags tags, TimeProvider time) : SnapshotEndpoint(store, tags, time)
{
    public override void Configure()
    {
        Get("/v1/ageing");
        Allow(AccessPolicy.Figures);
    }

    public override Task HandleAsync(CancellationToken ct) => ReadAsync(
        Answer, answer => AnswerListAsync(answer, ListColumns.Ageing, answer.Rows, null, ct));

    private AgeingAnswer Answer(Snapshot snapshot)
    {
        var query = new QueryReader(HttpContext.Request, [.. FigureRequest.Parameters, "by"]);
        var by = query.Choice("by", FigureRequest.Breakdowns, required: true);
        var (definition, period, known, filter) = FigureRequest.Read(query, Now, snapshot);
        query.ThrowIfRefused();

        snapshot = snapshot.Within(known);
        var figures = OpenDossierQuery.Ageing(snapshot, period, by!.Value, filter, definition);
        var builder = new FigureBuilder(snapshot.Rulebook, by.Value.Camel(), new RowLinks(snapshot, period, filter), Language);
        return new AgeingAnswer(
            FigureHead.Of(snapshot, period, definition, filter),
            by.Value.Camel(),
            new AgeingTotal(Overdue(figures.Tally), figures.Counts, builder.TotalLink(definition)),
            [.. figures.Rows.Select(row => new AgeingRow(
                row.Row.Key, builder.Name(row.Row), builder.ValidFrom(row.Row), Overdue(row.Row.Tally), row.Counts, builder.Link(row.Row, definition)))]);

        long Overdue(Tally tally) => Counts.From(tally, definition.Basis).OpenOverdue;
    }
}
