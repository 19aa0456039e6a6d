using System.Text;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Api.Ingest;

/// <summary>
/// An event while it is being read: what has been understood so far, and what was wrong. One draft serves all events of a
/// request, one after the other.
/// </summary>
internal sealed class EventDraft
{
    private List<RefusalReason>? _reasons;

    /// <summary>A list of the event's own, since a refusal keeps it.</summary>
    public IReadOnlyList<RefusalReason> Reasons => _reasons ?? [];

    public bool IsRefused => _reasons is not null;

    public string? SpecVersion { get; set; }

    public string? Id { get; set; }

    public string? Source { get; set; }

    public string? TypeName { get; set; }

    public string? Subject { get; set; }

    public Instant? Time { get; set; }

    public TextAsWritten TimeAsWritten { get; } = new();

    public EventMembers Data { get; set; }

    public string? Unit { get; set; }

    public string? Procedure { get; set; }

    public string? Field { get; set; }

    public AppointedDate? DueAt { get; set; }

    public TextAsWritten DueAtAsWritten { get; } = new();

    public Channel? Channel { get; set; }

    public string? Holder { get; set; }

    public AppointedDate? StepDueAt { get; set; }

    public TextAsWritten StepDueAtAsWritten { get; } = new();

    public string? Document { get; set; }

    public string? EventId { get; set; }

    /// <summary>Takes the place of a text that was written with escapes, while it is looked at.</summary>
    public byte[] Scratch { get; } = new byte[256];

    public void Refuse(string pointer, string reason, string? argument = null) =>
        (_reasons ??= []).Add(new RefusalReason(pointer, reason, argument));

    public bool IsRefusedAt(string pointer) => _reasons is not null && _reasons.Exists(reason => reason.Pointer == pointer);

    /// <summary>Ready for the next event.</summary>
    public void Clear()
    {
        _reasons = null;
        SpecVersion = Id = Source = TypeName = Subject = Unit = Procedure = Field = Holder = Document = EventId = null;
        Time = null;
        DueAt = StepDueAt = null;
        Channel = null;
        Data = EventMembers.None;
        TimeAsWritten.Clear();
        DueAtAsWritten.Clear();
        StepDueAtAsWritten.Clear();
    }
}

/// <summary>A time or a date as the portal wrote it, kept as bytes: only the record of a refused event asks for its text.</summary>
internal sealed class TextAsWritten
{
    private readonly byte[] _ascii = new byte[Rfc3339.MaximumLength];
    private int _length;

    public string? Text => _length == 0 ? null : Encoding.ASCII.GetString(_ascii, 0, _length);

    public void Set(ReadOnlySpan<byte> ascii)
    {
        ascii.CopyTo(_ascii);
        _length = ascii.Length;
    }

    public void Clear() => _length = 0;
}
