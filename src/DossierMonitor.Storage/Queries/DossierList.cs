using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Storage.Queries;

/// <summary>Which occurrences a list shows: one state for each number of a row.</summary>
public enum ListState
{
    All,
    Overdue,
    Open,
    Paused,
    OpenNoDueDate,
    DueSoon,
    CarriedOver,
    Received,
    Reopened,
    TransferredIn,
    TransferredOut,
    NotAccepted,
    Finished,
    Early,
    OnTime,
    Late,
    NoDueDate,
    Withdrawn,
    Refused,
    Stopped,

    /// <summary>Open, not overdue, with a due date.</summary>
    OpenInTime,

    /// <summary>The numerator of the definition's on-time rate.</summary>
    InTime,

    /// <summary>The numerator of its late rate.</summary>
    NotInTime,

    /// <summary>The denominator of both.</summary>
    Judged,

    /// <summary>Finished in time by the current due date, late by the promised one: what extensions hide.</summary>
    LateOnlyByPromised,

    LateOnlyByCurrent,

    OverdueOnlyByPromised,

    OverdueOnlyByCurrent,
}

/// <summary>The row of a breakdown whose dossiers are listed.</summary>
/// <param name="Key">Null = all rows that are shown, as in the total; empty = the row of those that have none.</param>
/// <param name="ValidFrom">Null = whatever the code means; the minimum date = its meaning since before the records.</param>
public sealed record RowSelection(Breakdown By, string? Key, DateOnly? ValidFrom = null);

public enum ListSort
{
    DaysLate,
    DueAt,
    ReceivedAt,
    FinishedAt,
    Code,
}

/// <summary>The place after which a page begins.</summary>
public sealed record ListPosition(string SortKey, string Code, int Cycle, int N);

public sealed record DossierListQuery
{
    public required ListState State { get; init; }

    public required Period Period { get; init; }

    /// <summary>False: without a state, everything since the beginning.</summary>
    public bool FromGiven { get; init; }

    public required FigureFilter Filter { get; init; }

    /// <summary>The dossiers behind one row of figures; null = those of the filter.</summary>
    public RowSelection? Row { get; init; }

    public RateDefinition Definition { get; init; } = RateDefinition.Closed;

    public DueDateBasis Basis => Definition.Basis;

    public Finding? Finding { get; init; }

    public int? MinDaysLate { get; init; }

    public int? MaxDaysLate { get; init; }

    /// <summary>For <see cref="ListState.DueSoon"/>: working days ahead.</summary>
    public int Within { get; init; } = 3;

    public ListSort Sort { get; init; }

    public bool Descending { get; init; }

    public int Limit { get; init; } = 100;

    public ListPosition? After { get; init; }
}

/// <summary>One occurrence (a cycle, at a unit) of a dossier, as it stood at the cut of the period.</summary>
/// <param name="History">Folded as of the cut.</param>
/// <param name="Occurrence">The stretch that was counted: it names the unit.</param>
/// <param name="Latest">The last stretch of the same cycle by the cut: it gives state, dates and verdict.</param>
public sealed record DossierOccurrence(DossierHistory History, Stretch Occurrence, Stretch Latest, Instant Cut, DueDateBasis Basis)
{
    public CycleRecord? Cycle => History.Cycles.FirstOrDefault(cycle => cycle.Number == Occurrence.Cycle);

    public DossierState State => DossierHistory.StateOf(Latest, Cut, Basis);
}

public sealed record DossierListPage(IReadOnlyList<DossierOccurrence> Items, ListPosition? Next);
