using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Domain.Dossiers;

/// <summary>Oddities of a dossier: shown and counted, never a reason to drop it, and never a change of its verdict.</summary>
public enum Finding
{
    NoReceipt,
    SecondReceipt,
    BeforeReceipt,
    FinishedBeforeReceived,
    TimeInFuture,
    DueBeforeReceipt,
    NoDueDate,
    SecondSupplement,
    SecondExtension,
    LateExtension,
    ResumeWithoutPause,
    PauseWhileOpenPause,
    ReopenedWhileOpen,
    AfterEnd,
    VoidWithoutTarget,
    ForeignSource,
    UnknownUnit,
    UnitOutsideValidity,
    UnknownProcedure,
    FieldMismatch,
    StatutoryUnknown,
    BeyondCalendar,
    UnconfirmedCalendar,
}

/// <param name="EventId">The event that shows it; null when the dossier's state as a whole does.</param>
public readonly record struct FindingRecord(Finding Code, Instant At, string? EventId);

public static class Findings
{
    private static readonly string[] Names =
        [.. Enum.GetNames<Finding>().Select(name => char.ToLowerInvariant(name[0]) + name[1..])];

    public static string Name(this Finding finding) => Names[(int)finding];
}
