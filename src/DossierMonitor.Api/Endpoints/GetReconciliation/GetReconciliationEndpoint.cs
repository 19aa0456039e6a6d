using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.GetReconciliation;

public sealed record ReconciliationAnswer(
    string From,
    string To,
    string AsOf,
    string? KnownAt,
    string TimeZone,
    string Calendar,
    VerifiedAnswer Verified,
    IReadOnlyList<DefinitionRateAnswer> Definitions,
    IReadOnlyList<ReconciliationStepAnswer> Steps,
    DueDateCrossAnswer DueDates);

public sealed record DefinitionRateAnswer(string Definition, string DueDate, long Numerator, long Denominator, double? OnTimeRate, string NumeratorRows, string DenominatorRows);

/// <summary>From one definition to another: numerator and denominator of the first, plus all changes, are those of the second.</summary>
public sealed record ReconciliationStepAnswer(string From, string To, IReadOnlyList<ReconciliationChangeAnswer> Changes);

/// <param name="Dossiers">How many it is about.</param>
/// <param name="Numerator">What it adds to the numerator.</param>
/// <param name="Denominator">What it adds to the denominator.</param>
public sealed record ReconciliationChangeAnswer(string Id, string Description, long Dossiers, long Numerator, long Denominator, string Rows);

public sealed record DueDateCrossAnswer(IReadOnlyList<CrossAnswer> Finished, IReadOnlyList<CrossAnswer> Open);

/// <param name="Current">By the current due date.</param>
/// <param name="Promised">By the promised due date.</param>
public sealed record CrossAnswer(string Current, string Promised, long Dossiers);

/// <summary>GET /v1/reconciliation: how the four definitions and the two due dates lead from one to the other.</summary>
public sealed class GetReconciliationEndpoint(ServedStore store, KnownTags tags, TimeProvider time) : SnapshotEndpoint(store, tags, time)
{
    private static readonly string[] OpenStates = ["inTime", "overdue", "noDueDate"];

    public override void Configure()
    {
        Get("/v1/reconciliation");
        Allow(AccessPolicy.Figures);
    }

    public override Task HandleAsync(CancellationToken ct) => ReadAsync(Answer, ct);

    private ReconciliationAnswer Answer(Snapshot snapshot)
    {
        var days = snapshot.Rulebook.Clock.Days;
        var query = new QueryReader(HttpContext.Request, "from", "to", "asOf", "knownAt", "field", "unit", "procedure", "channel", "include");
        var period = query.Period(Now, days);
        var known = query.Known();
        var filter = query.Filter(snapshot.Rulebook.Rules.Units);
        query.ThrowIfRefused();

        snapshot = snapshot.Within(known);
        var tally = FigureQuery.Run(snapshot, period, Breakdown.Unit, filter).Total;
        var cross = ReconciliationQuery.Run(snapshot, period, filter);
        var links = new RowLinks(snapshot, period, filter);
        return new ReconciliationAnswer(
            period.From.Text(),
            period.To.Text(),
            days.Text(period.AsOf),
            days.Text(known.Recorded),
            days.Id,
            snapshot.Rulebook.CalendarAt(period.AsOf).Version,
            VerifiedAnswer.Of(snapshot),
            [.. RateDefinition.All.Select(definition => Rate(definition, tally, links))],
            Steps(tally, cross, links),
            new DueDateCrossAnswer(
                [.. cross.Finished.OrderBy(pair => pair.Key).Select(pair => new CrossAnswer(pair.Key.Current.Camel(), pair.Key.Promised.Camel(), pair.Value))],
                [.. cross.Open.OrderBy(pair => pair.Key).Select(pair => new CrossAnswer(OpenStates[pair.Key.Current], OpenStates[pair.Key.Promised], pair.Value))]));
    }

    private static DefinitionRateAnswer Rate(RateDefinition definition, Tally tally, RowLinks links)
    {
        var share = definition.OnTime(Counts.From(tally, definition.Basis));
        return new DefinitionRateAnswer(
            definition.Id, definition.Basis.Camel(), share.Numerator, share.Denominator, share.Value,
            links.Dossiers("unit", null, null, definition, "inTime"), links.Dossiers("unit", null, null, definition, "judged"));
    }

    private List<ReconciliationStepAnswer> Steps(Tally tally, DueDateCross cross, RowLinks links)
    {
        var counts = Counts.From(tally, DueDateBasis.Current);
        var openInTime = counts.Open - counts.OpenOverdue - counts.OpenNoDueDate;
        return
        [
            new ReconciliationStepAnswer("closed", "closed-plus-overdue",
            [
                Change("openOverdue", new("Open and overdue at the end of the period: late without being finished.", "Đang giải quyết và quá hạn tại cuối kỳ: trễ dù chưa có kết quả."),
                    counts.OpenOverdue, 0, 1, RateDefinition.ClosedPlusOverdue),
            ]),
            new ReconciliationStepAnswer("closed-plus-overdue", "workload",
            [
                Change("openInTime", new("Open and not overdue at the end of the period: counted as in time for now.", "Đang giải quyết, chưa quá hạn tại cuối kỳ: tạm tính là trong hạn."),
                    openInTime, 1, 1, RateDefinition.Workload),
            ]),
            new ReconciliationStepAnswer("closed-plus-overdue", "strict",
            [
                Change("lateOnlyByPromised", new("Finished in time by the current date, late by the first promised one: what extensions hide.", "Đúng hạn theo ngày hẹn hiện tại nhưng trễ theo ngày hẹn đầu tiên: phần gia hạn che đi."),
                    cross.LateOnlyByPromised, -1, 0, RateDefinition.Strict),
                Change("lateOnlyByCurrent", new("Finished late by the current date, in time by the first promised one.", "Trễ theo ngày hẹn hiện tại nhưng đúng hạn theo ngày hẹn đầu tiên."),
                    cross.LateOnlyByCurrent, 1, 0, RateDefinition.Strict),
                Change("overdueOnlyByPromised", new("Open, overdue only by the first promised date.", "Đang giải quyết, chỉ quá hạn theo ngày hẹn đầu tiên."),
                    cross.OverdueOnlyByPromised, 0, 1, RateDefinition.Strict),
                Change("overdueOnlyByCurrent", new("Open, overdue only by the current date.", "Đang giải quyết, chỉ quá hạn theo ngày hẹn hiện tại."),
                    cross.OverdueOnlyByCurrent, 0, -1, RateDefinition.Strict),
            ]),
        ];

        ReconciliationChangeAnswer Change(string id, Words text, long dossiers, int numerator, int denominator, RateDefinition definition) => new(
            id, text.In(Language), dossiers, dossiers * numerator, dossiers * denominator, links.Dossiers("unit", null, null, definition, id));
    }
}
