using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Api.Ingest;

/// <summary>An event while it is being read: what has been understood so far, and what was wrong.</summary>
internal sealed class EventDraft
{
    public List<RefusalReason> Reasons { get; } = [];

    public string? SpecVersion { get; set; }

    public string? Id { get; set; }

    public string? Source { get; set; }

    public string? TypeName { get; set; }

    public string? Subject { get; set; }

    public Instant? Time { get; set; }

    public string? TimeAsWritten { get; set; }

    /// <summary>The members that were there, right or wrong.</summary>
    public HashSet<string> Seen { get; } = new(StringComparer.Ordinal);

    public EventMembers Data { get; set; }

    public string? Unit { get; set; }

    public string? Procedure { get; set; }

    public string? Field { get; set; }

    public AppointedDate? DueAt { get; set; }

    public string? DueAtAsWritten { get; set; }

    public Channel? Channel { get; set; }

    public string? Holder { get; set; }

    public AppointedDate? StepDueAt { get; set; }

    public string? StepDueAtAsWritten { get; set; }

    public string? Document { get; set; }

    public string? EventId { get; set; }

    public void Refuse(string pointer, string reason, string? argument = null) => Reasons.Add(new RefusalReason(pointer, reason, argument));
}
