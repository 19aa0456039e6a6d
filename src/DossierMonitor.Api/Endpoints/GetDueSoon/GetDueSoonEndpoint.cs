using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Security;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.GetDueSoon;

/// <summary>GET /v1/due-soon</summary>
public sealed class GetDueSoonEndpoint(ServedStore store, KnownTags tags, TimeProvider time) : SnapshotEndpoint(store, tags, time)
{
    public override void Configure()
    {
        Get("/v1/due-soon");
        Allow(AccessPolicy.Figures);
    }

    public override Task HandleAsync(CancellationToken ct) => ReadAsync(
        Answer, answer => AnswerListAsync(answer, ListColumns.DueSoon, answer.Rows, null, ct));

    private DueSoonAnswer Answer(Snapshot snapshot)
    {
        var query = new QueryReader(HttpContext.Request, [.. FigureRequest.Parameters, "by"]);
        var by = query.Choice("by", FigureRequest.Breakdowns, required: true);
        var (definition, period, known, filter) = FigureRequest.Read(query, Now, snapshot);
        query.ThrowIfRefused();

        snapshot = snapshot.Within(known);
        var figures = OpenDossierQuery.DueSoon(snapshot, period, by!.Value, filter, definition);
        var builder = new FigureBuilder(snapshot.Rulebook, by.Value.Camel(), new RowLinks(snapshot, period, filter), Language);

        // Three, as the rule's horizons are.
        return new DueSoonAnswer(
            FigureHead.Of(snapshot, period, definition, filter),
            by.Value.Camel(),
            new DueSoonTotal(figures.Counts[0], figures.Counts[1], figures.Counts[2], builder.TotalLink(definition)),
            [.. figures.Rows.Select(row => new DueSoonRow(
                row.Row.Key, builder.Name(row.Row), builder.ValidFrom(row.Row), row.Counts[0], row.Counts[1], row.Counts[2], builder.Link(row.Row, definition)))]);
    }
}
