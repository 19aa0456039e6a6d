using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Domain.Tests;

/// <summary>Events of the dossier D1 in local time, and findings in brief.</summary>
public static class SmallEvents
{
    public static DossierEvent Received(string time, string procedure, string? due = null) =>
        Event("r", DossierEventType.Received, time, due) with { Unit = "502", Procedure = procedure };

    public static DossierEvent Event(string id, DossierEventType type, string time, string? due = null) => new()
    {
        Source = "s1",
        Id = id,
        Type = type,
        Code = "D1",
        Time = SmallWorld.At(time),
        DueAt = due is null ? null : AppointedDate.At(SmallWorld.At(due)),
    };

    public static (Finding Code, Instant Since, string? EventId) Brief(FindingRecord finding) => (finding.Code, finding.Since, finding.Event?.Id);
}
