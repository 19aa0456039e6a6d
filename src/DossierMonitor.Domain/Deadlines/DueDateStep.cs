using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Domain.Deadlines;

/// <summary>The three due dates of a cycle.</summary>
public enum DueDateKind
{
    /// <summary>The appointed date now, extensions included.</summary>
    Current,

    /// <summary>The first appointed date, moved only by pauses.</summary>
    Promised,

    /// <summary>Receipt + the procedure's limit, moved by pauses.</summary>
    Statutory,
}

/// <summary>Something that set, moved or left a due date.</summary>
/// <param name="Event">The event that did it.</param>
/// <param name="At">When it took effect.</param>
/// <param name="Due">The date after it; null = there is none.</param>
public abstract record DueDateStep(DossierEvent Event, Instant At, Instant? Due);

/// <summary>The portal named the date.</summary>
public sealed record AppointedStep(DossierEvent Event, Instant At, Instant? Due, AppointedDate Date) : DueDateStep(Event, At, Due);

/// <summary>The date was computed from the procedure's limit.</summary>
/// <param name="Provisional">Beyond the calendar's end, with weekends only.</param>
public sealed record LimitStep(DossierEvent Event, Instant At, Instant? Due, TimeLimit Limit, bool Provisional) : DueDateStep(Event, At, Due);

/// <summary>A pause ended, and its working time was added.</summary>
/// <param name="Begin">The event that began it.</param>
/// <param name="CountedFrom">The beginning, or the later instant during the pause at which the date was set anew.</param>
/// <param name="Before">The date that was moved.</param>
/// <param name="Unit">How the time is measured.</param>
/// <param name="StaysOverdue">The date was already missed when the pause began, so it moves to before the resume at most.</param>
/// <param name="Provisional">Beyond the calendar's end, with weekends only.</param>
public sealed record PauseStep(
    DossierEvent Begin, DossierEvent Event, Instant At, Instant? Due, Instant CountedFrom, Instant Before, TimeLimitUnit Unit, bool StaysOverdue, bool Provisional)
    : DueDateStep(Event, At, Due);

/// <summary>A pause ended that the clock policy does not count.</summary>
public sealed record IgnoredPauseStep(DossierEvent Begin, DossierEvent Event, Instant At, Instant? Due) : DueDateStep(Event, At, Due);

/// <summary>A pause is open: the clock stands, and the date will move when it goes on.</summary>
/// <param name="Counts">False: the clock policy does not count pauses, so the clock goes on.</param>
public sealed record OpenPauseStep(DossierEvent Event, Instant At, Instant? Due, bool Counts) : DueDateStep(Event, At, Due);

/// <summary>What happened to the due dates of a dossier during a fold, in order.</summary>
public sealed class DueDateSteps
{
    private readonly List<(int Cycle, DueDateKind Kind, DueDateStep Step)> _steps = [];

    public IReadOnlyList<DueDateStep> Of(int cycle, DueDateKind kind) =>
        [.. _steps.Where(step => step.Cycle == cycle && step.Kind == kind).Select(step => step.Step)];

    internal void Add(int cycle, DueDateKind kind, DueDateStep step) => _steps.Add((cycle, kind, step));
}
