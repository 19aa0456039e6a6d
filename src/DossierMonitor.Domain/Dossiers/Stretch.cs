using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;

namespace DossierMonitor.Domain.Dossiers;

/// <summary>How a stretch begins.</summary>
public enum StretchEntry
{
    Continued,
    Received,
    Reopened,
    TransferredIn,
    /// <summary>Refused before receipt: no stretch of time, only the moment itself.</summary>
    NotAccepted,
}

/// <summary>How a stretch ends.</summary>
public enum StretchExit
{
    /// <summary>It goes on: nothing has happened since.</summary>
    Open,
    Continued,
    TransferredOut,
    Finished,
    Withdrawn,
    Refused,
    Stopped,
}

/// <summary>One due date as it holds during a stretch, with the moment from which it makes the dossier overdue.</summary>
/// <param name="OverdueFrom">Within the stretch; null when the dossier does not become overdue in it.</param>
public readonly record struct DueInStretch(Instant? Due, Instant? OverdueFrom)
{
    /// <summary>In a stretch that ends then: what would be overdue only later is not overdue in it.</summary>
    public DueInStretch Until(Instant end) => OverdueFrom >= end ? this with { OverdueFrom = null } : this;
}

/// <summary>The verdict of a finish against one due date.</summary>
/// <param name="DaysLate">Working days; null unless late.</param>
/// <param name="CalendarDaysLate">Calendar days; null unless late.</param>
public readonly record struct Judgement(Verdict Verdict, Instant? Due, int? DaysLate, int? CalendarDaysLate);

/// <summary>
/// A part of a dossier's history in which nothing that a figure depends on changes: the unit, the due dates, running or
/// paused. It holds at the instants From ≤ S &lt; To. Every figure and every list is made from stretches, so a number and
/// the list behind it cannot disagree.
/// </summary>
public sealed record Stretch
{
    public required int Cycle { get; init; }

    public required UnitKey Unit { get; init; }

    /// <summary>National part.</summary>
    public required string Procedure { get; init; }

    public required string? Field { get; init; }

    public required Channel? Channel { get; init; }

    public required Instant From { get; init; }

    public Instant? To { get; init; }

    public required StretchEntry Entry { get; init; }

    public StretchExit Exit { get; init; }

    public bool Paused { get; init; }

    public DueInStretch Current { get; init; }

    public DueInStretch Promised { get; init; }

    public Instant? StatutoryDue { get; init; }

    /// <summary>The statutory date as it is after a finish, which ends an open pause and so moves it once more.</summary>
    public Instant? StatutoryDueAtFinish { get; init; }

    /// <summary>When the cycle was received or reopened.</summary>
    public Instant CycleStart { get; init; }

    /// <summary>The instant of the finish, which may lie before <see cref="From"/> when the portal's clock was wrong.</summary>
    public Instant? FinishedAt { get; init; }

    public Judgement? CurrentJudgement { get; init; }

    public Judgement? PromisedJudgement { get; init; }

    /// <summary>True when the cycle ends with it.</summary>
    public bool EndsCycle => Exit is not (StretchExit.Open or StretchExit.Continued or StretchExit.TransferredOut);

    public bool HoldsAt(Instant at) => From <= at && (To is null || at < To) && Entry != StretchEntry.NotAccepted;

    public DueInStretch Due(DueDateBasis basis) => basis == DueDateBasis.Promised ? Promised : Current;

    public Judgement? Judged(DueDateBasis basis) => basis == DueDateBasis.Promised ? PromisedJudgement : CurrentJudgement;
}
