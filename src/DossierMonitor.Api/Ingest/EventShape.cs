using DossierMonitor.Domain.Dossiers;

namespace DossierMonitor.Api.Ingest;

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

/// <summary>Which members the data of each event type may and must have.</summary>
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

    public static IEnumerable<(EventMembers Member, string Name)> Names { get; } =
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

    public static EventMembers Find(string name)
    {
        foreach (var (member, known) in Names)
        {
            if (known == name)
            {
                return member;
            }
        }

        return EventMembers.None;
    }
}
