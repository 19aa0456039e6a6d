using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Deadlines;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.GetDeadline;

public sealed record DeadlineAnswer(
    string Code,
    int Cycle,
    string AsOf,
    string? KnownAt,
    string TimeZone,
    string Calendar,
    string VerdictBy,
    VerifiedAnswer Verified,
    IReadOnlyList<LedgerAnswer> Deadlines);

/// <param name="Kind">current, promised or statutory.</param>
public sealed record LedgerAnswer(string Kind, string? Due, IReadOnlyList<LedgerLineAnswer> Lines);

/// <param name="Counted">Null for what is neither a counted nor an uncounted day: a beginning, a jump.</param>
/// <param name="OfficeTime">h:mm, for limits in hours.</param>
/// <param name="Due">The due date as it stands after the line.</param>
public sealed record LedgerLineAnswer(
    string Rule, string Date, string? At, bool? Counted, int? Number, string? OfficeTime, string? Reason, LedgerEventAnswer? Event, string? Due, string Calendar, string Text);

public sealed record LedgerEventAnswer(string Id, string Source, string Type, string Time);

/// <summary>GET /v1/dossiers/{code}/deadline: each due date, day by day.</summary>
public sealed class GetDeadlineEndpoint(ServedStore store, KnownTags tags, TimeProvider time) : SnapshotEndpoint(store, tags, time)
{
    public override void Configure()
    {
        Get("/v1/dossiers/{code}/deadline");
        Allow(AccessPolicy.Dossiers);
    }

    public override Task HandleAsync(CancellationToken ct) => ReadAsync(Answer, ct);

    private DeadlineAnswer Answer(Snapshot snapshot)
    {
        var query = new QueryReader(HttpContext.Request, "asOf", "knownAt", "cycle");
        var asOf = query.Time("asOf") ?? Now;
        var known = query.Known();
        var cycle = query.Whole("cycle", 1, 10_000);
        query.ThrowIfRefused();
        snapshot = snapshot.Within(known);
        var found = DossierReader.Deadlines(snapshot, RouteText("code"), asOf, cycle);
        var deadlines = found is not null && (Caller.Unit is not { } unit || DossierReader.WasWithin(found.History, unit, snapshot))
            ? found
            : throw new ApiProblemException(ProblemKind.NotFound, new RefusalReason("", "noSuchCycle"));
        var days = snapshot.Rulebook.Clock.Days;
        var calendar = deadlines.Rules.Clock.Calendar.Version;
        return new DeadlineAnswer(
            deadlines.History.Code,
            deadlines.Cycle,
            days.Text(asOf),
            days.Text(known.Recorded),
            days.Id,
            calendar,
            snapshot.Rulebook.Clock.VerdictBy.Camel(),
            VerifiedAnswer.Of(snapshot),
            [.. deadlines.Ledgers.Select(ledger => new LedgerAnswer(
                ledger.Kind.Camel(), days.Text(ledger.Lines[^1].Due), [.. ledger.Lines.Select(line => Line(line, days, calendar))]))]);
    }

    private LedgerLineAnswer Line(LedgerLine line, LocalDays days, string calendar) => new(
        line.Rule.Camel(),
        line.Day.Text(),
        days.Text(line.At),
        line.Counted,
        line.Number,
        line.Time is { } time ? LedgerTexts.Hours(time) : null,
        string.IsNullOrEmpty(line.Reason) ? null : line.Reason,
        line.Event is { } e ? new LedgerEventAnswer(e.Id, e.Source, e.Type.Name(), days.Text(e.Time)) : null,
        days.Text(line.Due),
        calendar,
        LedgerTexts.Of(line, Language));
}
