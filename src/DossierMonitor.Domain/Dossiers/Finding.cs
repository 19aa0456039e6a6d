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

/// <summary>
/// A finding and when it holds, so that the findings of any past instant are known without folding again. Nearly all hold for
/// ever once they are found; a missing receipt may come, and a missing due date may be appointed.
/// </summary>
/// <param name="Since">When it is found: an event that happened before the receipt shows nothing until the receipt.</param>
/// <param name="Event">The event that shows it; null when the dossier's state as a whole does.</param>
/// <param name="Until">When it ceases to hold; null = it holds at the end of the fold.</param>
/// <param name="Cycle">In which it is found; 0 = before the receipt.</param>
public readonly record struct FindingRecord(Finding Code, Instant Since, DossierEvent? Event, Instant? Until = null, int Cycle = 0);

public static class Findings
{
    private static readonly string[] Names =
        [.. Enum.GetNames<Finding>().Select(name => char.ToLowerInvariant(name[0]) + name[1..])];

    public static string Name(this Finding finding) => Names[(int)finding];
}
