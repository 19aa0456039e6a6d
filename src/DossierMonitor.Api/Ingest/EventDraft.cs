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

    /// <summary>Of an attribute that stands twice neither value is the event's, and none is kept.</summary>
    public void Forget(EventAttributes attribute)
    {
        switch (attribute)
        {
            case EventAttributes.SpecVersion:
                SpecVersion = null;
                break;
            case EventAttributes.Id:
                Id = null;
                break;
            case EventAttributes.Source:
                Source = null;
                break;
            case EventAttributes.Type:
                TypeName = null;
                break;
            case EventAttributes.Subject:
                Subject = null;
                break;
            case EventAttributes.Time:
                Time = null;
                TimeAsWritten.Clear();
                break;
            case EventAttributes.Data:
                Forget(~EventMembers.None);
                break;
            default:
                break;
        }
    }

    /// <summary>The same of members of the data; that they were there stays known.</summary>
    public void Forget(EventMembers members)
    {
        Unit = members.HasFlag(EventMembers.Unit) ? null : Unit;
        Procedure = members.HasFlag(EventMembers.Procedure) ? null : Procedure;
        Field = members.HasFlag(EventMembers.Field) ? null : Field;
        Channel = members.HasFlag(EventMembers.Channel) ? null : Channel;
        Holder = members.HasFlag(EventMembers.Holder) ? null : Holder;
        Document = members.HasFlag(EventMembers.Document) ? null : Document;
        EventId = members.HasFlag(EventMembers.EventId) ? null : EventId;
        if (members.HasFlag(EventMembers.DueAt))
        {
            DueAt = null;
            DueAtAsWritten.Clear();
        }

        if (members.HasFlag(EventMembers.StepDueAt))
        {
            StepDueAt = null;
            StepDueAtAsWritten.Clear();
        }
    }

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
    private const int MillisecondDigits = 3;

    private readonly byte[] _ascii = new byte[Rfc3339.MaximumLength];
    private int _length;

    /// <summary>Digits beyond milliseconds are no part of a time that is accepted, and could be anybody's number.</summary>
    public string? Text
    {
        get
        {
            if (_length == 0)
            {
                return null;
            }

            var text = Encoding.ASCII.GetString(_ascii, 0, _length);
            var point = text.IndexOf('.', StringComparison.Ordinal);
            if (point < 0)
            {
                return text;
            }

            var end = text.AsSpan(point + 1).IndexOfAnyExceptInRange('0', '9') + point + 1;
            return text[..Math.Min(end, point + 1 + MillisecondDigits)] + text[end..];
        }
    }

    public void Set(ReadOnlySpan<byte> ascii)
    {
        ascii.CopyTo(_ascii);
        _length = ascii.Length;
    }

    public void Clear() => _length = 0;
}
