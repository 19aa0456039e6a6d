using DossierMonitor.Domain.Dossiers;

namespace DossierMonitor.Api.Ingest;

/// <summary>What an event has beside its data.</summary>
[Flags]
internal enum EventAttributes
{
    None = 0,
    SpecVersion = 1,
    Id = 2,
    Source = 4,
    Type = 8,
    Subject = 16,
    Time = 32,
    DataContentType = 64,
    DataSchema = 128,
    Data = 256,
}

[Flags]
internal enum EventMembers
{
    None = 0,
    Unit = 1,
    Procedure = 2,
    Field = 4,
    DueAt = 8,
    Channel = 16,
    Holder = 32,
    StepDueAt = 64,
    Document = 128,
    EventId = 256,
}

/// <summary>Which members an event can have, and which of them the data of each event type may and must have.</summary>
internal static class EventShape
{
    public static EventMembers Allowed(DossierEventType type) => type switch
    {
        DossierEventType.Received => EventMembers.Unit | EventMembers.Procedure | EventMembers.Field | EventMembers.DueAt | EventMembers.Channel,
        DossierEventType.Refused => EventMembers.Unit | EventMembers.Procedure,
        DossierEventType.Processing => EventMembers.Holder | EventMembers.StepDueAt,
        DossierEventType.Transferred => EventMembers.Unit,
        DossierEventType.SupplementReceived or DossierEventType.PaymentReceived or DossierEventType.Resumed or DossierEventType.Reopened => EventMembers.DueAt,
        DossierEventType.Extended => EventMembers.DueAt | EventMembers.Document,
        DossierEventType.Voided => EventMembers.EventId,
        _ => EventMembers.None,
    };

    public static EventMembers Required(DossierEventType type) => type switch
    {
        DossierEventType.Received => EventMembers.Unit | EventMembers.Procedure,
        DossierEventType.Transferred => EventMembers.Unit,
        DossierEventType.Extended => EventMembers.DueAt,
        DossierEventType.Voided => EventMembers.EventId,
        _ => EventMembers.None,
    };

    public static (EventMembers Member, string Name)[] Names { get; } =
    [
        (EventMembers.Unit, "unit"),
        (EventMembers.Procedure, "procedure"),
        (EventMembers.Field, "field"),
        (EventMembers.DueAt, "dueAt"),
        (EventMembers.Channel, "channel"),
        (EventMembers.Holder, "holder"),
        (EventMembers.StepDueAt, "stepDueAt"),
        (EventMembers.Document, "document"),
        (EventMembers.EventId, "eventId"),
    ];

    // By their length first: a name is compared with one or two others, not with all.
    public static EventAttributes FindAttribute(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 when name.SequenceEqual("id"u8) => EventAttributes.Id,
        4 when name.SequenceEqual("type"u8) => EventAttributes.Type,
        4 when name.SequenceEqual("time"u8) => EventAttributes.Time,
        4 when name.SequenceEqual("data"u8) => EventAttributes.Data,
        6 when name.SequenceEqual("source"u8) => EventAttributes.Source,
        7 when name.SequenceEqual("subject"u8) => EventAttributes.Subject,
        10 when name.SequenceEqual("dataschema"u8) => EventAttributes.DataSchema,
        11 when name.SequenceEqual("specversion"u8) => EventAttributes.SpecVersion,
        15 when name.SequenceEqual("datacontenttype"u8) => EventAttributes.DataContentType,
        _ => EventAttributes.None,
    };

    public static EventMembers FindMember(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 when name.SequenceEqual("unit"u8) => EventMembers.Unit,
        5 when name.SequenceEqual("field"u8) => EventMembers.Field,
        5 when name.SequenceEqual("dueAt"u8) => EventMembers.DueAt,
        6 when name.SequenceEqual("holder"u8) => EventMembers.Holder,
        7 when name.SequenceEqual("channel"u8) => EventMembers.Channel,
        7 when name.SequenceEqual("eventId"u8) => EventMembers.EventId,
        8 when name.SequenceEqual("document"u8) => EventMembers.Document,
        9 when name.SequenceEqual("procedure"u8) => EventMembers.Procedure,
        9 when name.SequenceEqual("stepDueAt"u8) => EventMembers.StepDueAt,
        _ => EventMembers.None,
    };
}
