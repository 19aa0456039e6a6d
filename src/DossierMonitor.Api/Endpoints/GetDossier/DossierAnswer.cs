using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Problems;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Api.Endpoints.GetDossier;

public sealed record DossierAnswer(
    string Code,
    string? Source,
    string AsOf,
    string? KnownAt,
    string TimeZone,
    string Calendar,
    VerifiedAnswer Verified,
    string State,
    int? Cycle,
    string? Unit,
    string? UnitName,
    string? Procedure,
    string? ProcedureName,
    string? Field,
    string? Channel,
    string? Holder,
    string? ReceivedAt,
    string? DueAt,
    string? PromisedDueAt,
    string? StatutoryDueAt,
    string? FinishedAt,
    string? ReturnedAt,
    string? Verdict,
    int? DaysLate,
    int? CalendarDaysLate,
    int? Extensions,
    int? Supplements,
    IReadOnlyList<DossierCycle> Cycles,
    IReadOnlyList<DossierTimelineEntry> Timeline,
    IReadOnlyList<DossierFindingAnswer> Findings,
    string? Deadline);

public sealed record DossierCycle(
    int Cycle,
    string ReceivedAt,
    string? DueAt,
    string? PromisedDueAt,
    string? StatutoryDueAt,
    string? EndedAt,
    string? Ending,
    string? Verdict,
    string? PromisedVerdict,
    int? DaysLate,
    int? CalendarDaysLate);

public sealed record DossierTimelineEntry(
    string Id, string Type, string Time, string Effect, IReadOnlyDictionary<string, string> Data, IReadOnlyList<string> Findings);

public sealed record DossierFindingAnswer(string Code, string Description);

/// <summary>Puts a history into words.</summary>
internal sealed class DossierAnswerBuilder(Rulebook rulebook, DossierHistory history, Instant asOf, Language language)
{
    private readonly LocalDays _days = rulebook.Clock.Days;

    public DossierAnswer Build(KnownBy known, VerifiedAnswer verified)
    {
        var last = history.Last;
        var view = last is null ? null : new CycleView(last, asOf, DueDateBasis.Current, rulebook);
        var record = last is null ? null : history.Cycles.FirstOrDefault(cycle => cycle.Number == last.Cycle);
        return new DossierAnswer(
            history.Code,
            history.Source,
            _days.Text(asOf),
            _days.Text(known.Recorded),
            _days.Id,
            rulebook.CalendarAt(asOf).Version,
            verified,
            history.StateAt(asOf).Camel(),
            last is null ? null : Math.Max(1, last.Cycle),
            last?.Unit.Code,
            last is null ? null : rulebook.Rules.Units.Find(last.Unit)?.Name ?? last.Unit.Code,
            history.ProcedureAsWritten,
            last is null ? null : rulebook.Rules.Procedures.Latest(last.Procedure)?.Name,
            last?.Field,
            last?.Channel?.Camel(),
            history.Holder,
            _days.Text(history.ReceivedAt),
            _days.Text(view?.CurrentDue),
            _days.Text(view?.PromisedDue),
            _days.Text(view?.StatutoryDue),
            _days.Text(view?.FinishedAt),
            _days.Text(history.ReturnedAt),
            view?.Verdict,
            view?.DaysLate,
            view?.CalendarDaysLate,
            last is null ? null : record?.Extensions ?? 0,
            last is null ? null : record?.Supplements ?? 0,
            [.. history.Cycles.Select(Cycle)],
            [.. history.Timeline.OrderBy(entry => entry.Event, FoldOrder.Instance).Select(Entry)],
            [.. history.Findings.Select(finding => finding.Code).Distinct().Order()
                .Select(code => new DossierFindingAnswer(code.Name(), FindingTexts.Of(code).In(language)))],
            history.Cycles.Count == 0 ? null : Deadline(known));
    }

    /// <summary>By the same two instants, so that it explains the dates that stand here.</summary>
    private string Deadline(KnownBy known)
    {
        var recorded = known.Recorded is { } at ? $"&knownAt={Uri.EscapeDataString(_days.Text(at))}" : "";
        return $"/v1/dossiers/{Uri.EscapeDataString(history.Code)}/deadline?asOf={Uri.EscapeDataString(_days.Text(asOf))}{recorded}";
    }

    private DossierCycle Cycle(CycleRecord cycle)
    {
        var last = history.Stretches.Last(stretch => stretch.Cycle == cycle.Number);
        var view = new CycleView(last, asOf, DueDateBasis.Current, rulebook);
        var ended = last.EndsCycle;
        return new DossierCycle(
            cycle.Number,
            _days.Text(cycle.StartedAt),
            _days.Text(view.CurrentDue),
            _days.Text(view.PromisedDue),
            _days.Text(view.StatutoryDue),
            ended ? _days.Text(last.FinishedAt ?? last.To) : null,
            ended ? last.Exit.Camel() : null,
            view.Verdict,
            view.PromisedVerdict,
            view.DaysLate,
            view.CalendarDaysLate);
    }

    private DossierTimelineEntry Entry(TimelineEntry entry)
    {
        var e = entry.Event;
        var data = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("unit", e.Unit);
        Add("procedure", e.Procedure);
        Add("field", e.Field);
        Add("dueAt", Date(e.DueAt));
        Add("channel", e.Channel?.Camel());
        Add("holder", e.Holder);
        Add("stepDueAt", Date(e.StepDueAt));
        Add("document", e.Document);
        Add("eventId", e.EventId);
        var findings = history.Findings.Where(finding => finding.Event == e)
            .Select(finding => finding.Code).Distinct().Order().Select(code => code.Name());
        return new DossierTimelineEntry(e.Id, e.Type.Name(), _days.Text(e.Time), entry.Effect.Camel(), data, [.. findings]);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                data[name] = value;
            }
        }
    }

    private string? Date(AppointedDate? date) => date switch
    {
        null => null,
        { Day: { } day } => day.Text(),
        { Instant: { } instant } => _days.Text(instant),
        _ => null,
    };
}
