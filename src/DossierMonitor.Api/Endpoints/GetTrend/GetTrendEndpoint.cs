using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.GetTrend;

/// <summary>GET /v1/trend</summary>
public sealed class GetTrendEndpoint(ServedStore store, KnownTags tags, TimeProvider time) : SnapshotEndpoint(store, tags, time)
{
    // A year of days fits, and a chart has no more points than that.
    private const int MaxIntervals = 400;

    // An answer is made in memory: a year of days of every unit would be hundreds of megabytes of it.
    private const int MaxRows = 50_000;

    // The whole is to a trend what months are to on-time figures: everything in one row per interval.
    private static readonly Dictionary<string, Breakdown> Breakdowns =
        FigureRequest.Breakdowns.Prepend(new("total", Breakdown.Month)).ToDictionary(StringComparer.Ordinal);

    private static readonly Dictionary<string, IntervalLength> Lengths =
        Enum.GetValues<IntervalLength>().ToDictionary(length => length.Camel(), StringComparer.Ordinal);

    public override void Configure()
    {
        Get("/v1/trend");
        Allow(AccessPolicy.Figures);
    }

    public override Task HandleAsync(CancellationToken ct) => ReadAsync(
        Answer, answer => AnswerListAsync(answer, ListColumns.Trend, answer.Rows, null, ct));

    private TrendAnswer Answer(Snapshot snapshot)
    {
        var query = new QueryReader(HttpContext.Request, [.. FigureRequest.Parameters, "by", "interval"]);
        var by = query.Choice("by", Breakdowns, required: true);
        var length = query.Choice("interval", Lengths) ?? IntervalLength.Month;
        var (definition, period, known, filter) = FigureRequest.Read(query, Now, snapshot);
        if (TrendInterval.Count(period.From, period.To, length) > MaxIntervals)
        {
            query.Refuse("interval", "tooManyIntervals", $"{MaxIntervals}");
        }

        query.ThrowIfRefused();
        snapshot = snapshot.Within(known);
        var intervals = TrendInterval.Of(period.From, period.To, length);
        Breakdown? breakdown = by == Breakdown.Month ? null : by;
        var rows = TrendQuery.Run(snapshot, period, intervals, length, breakdown, filter, MaxRows)
            ?? throw new ApiProblemException(ProblemKind.InvalidRequest, [new RefusalReason("/interval", "tooManyRows", $"{MaxRows}")]);
        var links = new RowLinks(snapshot, period, filter);
        FigureBuilder[] builders =
            [.. intervals.Select(one => new FigureBuilder(snapshot.Rulebook, breakdown?.Camel(), links.ForDays(one.From, one.To), Language))];
        return new TrendAnswer(
            FigureHead.Of(snapshot, period, definition, filter),
            breakdown?.Camel() ?? "total",
            length.Camel(),
            [.. rows.Select(row => new TrendRowAnswer(
                intervals[row.Interval],
                breakdown is null ? builders[row.Interval].Total(row.Row.Tally, definition) : builders[row.Interval].Row(row.Row, definition)))]);
    }
}
