using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.GetOnTime;

/// <summary>GET /v1/on-time</summary>
public sealed class GetOnTimeEndpoint(ServedStore store, KnownTags tags, TimeProvider time) : SnapshotEndpoint(store, tags, time)
{
    public static IReadOnlyDictionary<string, Breakdown> Breakdowns { get; } =
        Enum.GetValues<Breakdown>().ToDictionary(by => by.Camel(), StringComparer.Ordinal);

    public override void Configure()
    {
        Get("/v1/on-time");
        Allow(AccessPolicy.Figures);
    }

    public override Task HandleAsync(CancellationToken ct) => ReadAsync(
        Answer,
        answer => answer.Definitions is { } all
            ? AnswerListAsync(answer, ListColumns.FiguresByDefinition, all.SelectMany(one => one.Rows.Select(row => (one.Definition, row))), null, ct)
            : AnswerListAsync(answer, ListColumns.Figures, answer.Rows!, null, ct));

    private OnTimeAnswer Answer(Snapshot snapshot)
    {
        var clock = snapshot.Rulebook.Clock;
        var query = new QueryReader(
            HttpContext.Request, "by", "from", "to", "asOf", "knownAt", "definition", "field", "unit", "procedure", "channel", "include", "format", "bom");
        var by = query.Choice("by", Breakdowns, required: true);
        var definitions = query.Definitions(withAll: true);
        var period = query.Period(Now, clock.Days);
        var known = query.Known();
        var filter = query.Filter(snapshot.Rulebook.Rules.Units);
        query.ListForm();
        query.ThrowIfRefused();

        snapshot = snapshot.Within(known);
        var figures = FigureQuery.Run(snapshot, period, by!.Value, filter);
        var builder = new FigureBuilder(snapshot.Rulebook, by.Value.Camel(), new RowLinks(snapshot, period, filter), Language);
        var one = definitions.Count == 1 ? definitions[0] : null;
        return new OnTimeAnswer(
            one?.Id ?? "all",
            period.From.Text(),
            period.To.Text(),
            clock.Days.Text(period.AsOf),
            clock.Days.Text(known.Recorded),
            clock.Days.Id,
            snapshot.Rulebook.CalendarAt(period.AsOf).Version,
            by.Value.Camel(),
            one?.Basis.Camel(),
            clock.VerdictBy.Camel(),
            OnTimeFilterAnswer.Of(filter),
            VerifiedAnswer.Of(snapshot),
            one is null ? null : builder.Total(figures, one),
            one is null ? null : builder.Rows(figures, one),
            one is null ? [.. definitions.Select(each => Block(builder, figures, each))] : null);
    }

    private static OnTimeByDefinition Block(FigureBuilder builder, Figures figures, RateDefinition definition) => new(
        definition.Id, definition.Basis.Camel(), builder.Total(figures, definition), builder.Rows(figures, definition));
}
