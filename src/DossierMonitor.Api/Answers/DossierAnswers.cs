using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Api.Answers;

/// <summary>One occurrence (a cycle at a unit) in a list.</summary>
public sealed record DossierItem(
    string Code,
    int Cycle,
    string Unit,
    string UnitName,
    string Procedure,
    string? ProcedureName,
    string? Field,
    string? Channel,
    string? Holder,
    string? ReceivedAt,
    string? DueAt,
    string? PromisedDueAt,
    string? StatutoryDueAt,
    string? FinishedAt,
    string State,
    string? Verdict,
    int? DaysLate,
    int? CalendarDaysLate,
    int Extensions,
    int PausedDays,
    int Supplements,
    IReadOnlyList<string> Findings)
{
    public static DossierItem Of(DossierOccurrence occurrence, Rulebook rulebook)
    {
        ArgumentNullException.ThrowIfNull(occurrence);
        ArgumentNullException.ThrowIfNull(rulebook);
        var view = new CycleView(occurrence.Latest, occurrence.Cut, occurrence.Basis, rulebook);
        var days = rulebook.Clock.Days;
        var units = rulebook.Rules.Units;
        var unit = occurrence.Occurrence.Unit;
        return new DossierItem(
            occurrence.History.Code,
            Math.Max(1, occurrence.Occurrence.Cycle),
            unit.Code,
            units.Find(unit)?.Name ?? unit.Code,
            occurrence.History.ProcedureAsWritten ?? occurrence.Occurrence.Procedure,
            rulebook.Rules.Procedures.Latest(occurrence.Occurrence.Procedure)?.Name,
            occurrence.Occurrence.Field,
            occurrence.Occurrence.Channel?.Camel(),
            occurrence.History.Holder,
            occurrence.Occurrence.Entry == StretchEntry.NotAccepted ? null : days.Text(occurrence.Occurrence.CycleStart),
            days.Text(view.CurrentDue),
            days.Text(view.PromisedDue),
            days.Text(view.StatutoryDue),
            days.Text(view.FinishedAt),
            view.State.Camel(),
            view.Verdict,
            view.DaysLate,
            view.CalendarDaysLate,
            occurrence.Cycle?.Extensions ?? 0,
            occurrence.Cycle?.PausedDaysBy(occurrence.Cut, rulebook.Timeline.At(occurrence.Cut).Clock) ?? 0,
            occurrence.Cycle?.Supplements ?? 0,
            [.. occurrence.History.Findings.Select(finding => finding.Code).Distinct().Order().Select(code => code.Name())]);
    }
}

/// <summary>What a cycle's last stretch says at an instant, for one due-date basis.</summary>
public sealed class CycleView(Stretch stretch, Instant at, DueDateBasis basis, Rulebook rulebook)
{
    private bool IsFinished => stretch.Exit == StretchExit.Finished && stretch.To <= at;

    public DossierState State => DossierHistory.StateOf(stretch, at, basis);

    /// <summary>Of a finished cycle: the date that was judged, moved by the pause that the finish ended.</summary>
    public Instant? CurrentDue => IsFinished ? stretch.CurrentJudgement?.Due : stretch.Current.Due;

    public Instant? PromisedDue => IsFinished ? stretch.PromisedJudgement?.Due : stretch.Promised.Due;

    public Instant? StatutoryDue => IsFinished ? stretch.StatutoryDueAtFinish : stretch.StatutoryDue;

    public Instant? FinishedAt => IsFinished ? stretch.FinishedAt : null;

    public string? Verdict => IsFinished ? NameOf(stretch.Judged(basis)) : null;

    public string? PromisedVerdict => IsFinished ? NameOf(stretch.PromisedJudgement) : null;

    public int? DaysLate => State switch
    {
        DossierState.Finished => stretch.Judged(basis)?.DaysLate,
        DossierState.Overdue => rulebook.OnTimeAt(at).DaysLate(stretch.Due(basis).Due!.Value, at),
        _ => null,
    };

    public int? CalendarDaysLate => State switch
    {
        DossierState.Finished => stretch.Judged(basis)?.CalendarDaysLate,
        DossierState.Overdue => rulebook.OnTimeAt(at).CalendarDaysLate(stretch.Due(basis).Due!.Value, at),
        _ => null,
    };

    private static string? NameOf(Judgement? judgement) =>
        judgement is { } value && value.Verdict != Domain.Timeliness.Verdict.NoDueDate ? value.Verdict.Camel() : null;
}
