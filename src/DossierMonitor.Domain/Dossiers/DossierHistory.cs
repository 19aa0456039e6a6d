using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Domain.Dossiers;

public enum EventEffect
{
    Applied,
    /// <summary>Has no effect where it stands; a finding says why.</summary>
    Ignored,
    Voided,
    /// <summary>Waits for the receipt.</summary>
    Held,
}

/// <summary>An event with what it did to the dossier.</summary>
public sealed record TimelineEntry(DossierEvent Event, EventEffect Effect);

public enum DossierState
{
    /// <summary>Nothing but held events: in no figure.</summary>
    Held,
    Open,
    Overdue,
    Paused,
    Finished,
    Withdrawn,
    Refused,
    Stopped,
    NotAccepted,
}

/// <summary>What happened in a cycle besides its stretches.</summary>
/// <param name="Number">1 from the receipt, 2 from the first reopening.</param>
/// <param name="Extensions">New appointed dates by <c>dossier.extended</c>.</param>
/// <param name="Supplements">Requests for a supplement.</param>
/// <param name="PausedDays">Working days of the pauses that are over; 0 where the clock policy ignores pauses.</param>
/// <param name="PausedSince">When the pause that is open began; null = the clock runs, or has ended, or ignores pauses.</param>
public sealed record CycleRecord(int Number, Instant StartedAt, int Extensions, int Supplements, int PausedDays = 0, Instant? PausedSince = null)
{
    /// <summary>
    /// Working days for which the clock had stood by an instant: of each pause those after its first local day through its last,
    /// as they move the promised date. Of an open pause through the day of the instant.
    /// </summary>
    /// <param name="at">Not before the last event folded.</param>
    /// <param name="clock">Of the rules in force then.</param>
    public int PausedDaysBy(Instant at, WorkClock clock) =>
        PausedDays + (PausedSince is { } since ? PausedTime.WorkingDays(clock, since, at) : 0);
}

/// <summary>What the fold of a dossier's events yields.</summary>
public sealed record DossierHistory
{
    public required string Code { get; init; }

    /// <summary>The source that received it, to which the code belongs; null before the receipt.</summary>
    public string? Source { get; init; }

    /// <summary>As the portal wrote it, with its suffix.</summary>
    public string? ProcedureAsWritten { get; init; }

    public string? Holder { get; init; }

    public Instant? ReceivedAt { get; init; }

    public Instant? ReturnedAt { get; init; }

    public required IReadOnlyList<CycleRecord> Cycles { get; init; }

    public required IReadOnlyList<Stretch> Stretches { get; init; }

    /// <summary>Those that hold at the end of the fold.</summary>
    public required IReadOnlyList<FindingRecord> Findings { get; init; }

    /// <summary>Those that held for a while.</summary>
    public required IReadOnlyList<FindingRecord> PastFindings { get; init; }

    public required IReadOnlyList<TimelineEntry> Timeline { get; init; }

    public Stretch? Last => Stretches.Count == 0 ? null : Stretches[^1];

    /// <summary>The state at an instant not before the last event folded: earlier ones need a fold as of then.</summary>
    public DossierState StateAt(Instant at, DueDateBasis basis = DueDateBasis.Current) =>
        Last is { } last ? StateOf(last, at, basis) : DossierState.Held;

    public static DossierState StateOf(Stretch stretch, Instant at, DueDateBasis basis)
    {
        ArgumentNullException.ThrowIfNull(stretch);
        if (stretch.Entry == StretchEntry.NotAccepted)
        {
            return DossierState.NotAccepted;
        }

        if (stretch.To is { } to && to <= at)
        {
            switch (stretch.Exit)
            {
                case StretchExit.Finished: return DossierState.Finished;
                case StretchExit.Withdrawn: return DossierState.Withdrawn;
                case StretchExit.Refused: return DossierState.Refused;
                case StretchExit.Stopped: return DossierState.Stopped;
                default: break;
            }
        }

        if (stretch.Due(basis).OverdueFrom is { } overdue && overdue <= at)
        {
            return DossierState.Overdue;
        }

        return stretch.Paused ? DossierState.Paused : DossierState.Open;
    }
}
