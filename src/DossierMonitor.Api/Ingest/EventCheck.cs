using System.Text;
using System.Text.Json;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Procedures;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Api.Ingest;

/// <summary>Holds a well-formed event against its type, the clock and the reference data.</summary>
/// <param name="rulebook">The reference data.</param>
/// <param name="latest">Later times are wrong.</param>
/// <param name="source">The caller's; null = any.</param>
internal sealed class EventCheck(Rulebook rulebook, Instant latest, string? source)
{
    private static readonly Instant Earliest = Instant.Parse("1990-01-01T00:00:00Z");

    public SubmittedEvent Check(EventDraft draft)
    {
        Require(draft, draft.SpecVersion is null, "/specversion");
        Require(draft, draft.Id is null, "/id");
        Require(draft, draft.Source is null, "/source");
        Require(draft, draft.TypeName is null, "/type");
        Require(draft, draft.Subject is null, "/subject");
        Require(draft, draft.Time is null, "/time");
        DossierEventType? type = null;
        if (draft.TypeName is { } name)
        {
            if (DossierEventTypes.TryParse(name, out var known))
            {
                type = known;
                CheckMembers(draft, known);
            }
            else
            {
                draft.Refuse("/type", "unknownType");
                draft.TypeName = null;
            }
        }

        CheckTime(draft);
        if (draft.Unit is { } unit && !rulebook.Rules.Units.Knows(unit))
        {
            draft.Refuse("/data/unit", "unknownUnit");
            draft.Unit = null;
        }

        if (type == DossierEventType.Voided && draft.EventId is not null && draft.EventId == draft.Id)
        {
            draft.Refuse("/data/eventId", "voidsItself");
            draft.EventId = null;
        }

        if (!draft.IsRefused && type == DossierEventType.Received)
        {
            CheckCalendar(draft);
        }

        if (draft.IsRefused)
        {
            return SubmittedEvent.Of(new Refusal(
                EventStatus.Rejected, draft.Source, draft.Id, draft.TypeName, draft.Subject, draft.Reasons,
                Kept(draft, type is { } ofType ? EventShape.Allowed(ofType) : EventMembers.None)));
        }

        return SubmittedEvent.Of(Event(draft, type!.Value));
    }

    private static DossierEvent Event(EventDraft draft, DossierEventType type) => new()
    {
        Source = draft.Source!,
        Id = draft.Id!,
        Type = type,
        Code = draft.Subject!,
        Time = draft.Time!.Value,
        Unit = draft.Unit,
        Procedure = draft.Procedure,
        Field = draft.Field,
        DueAt = draft.DueAt,
        Channel = draft.Channel,
        Holder = draft.Holder,
        StepDueAt = draft.StepDueAt,
        Document = draft.Document,
        EventId = draft.EventId,
    };

    private static void Require(EventDraft draft, bool isMissing, string pointer)
    {
        if (isMissing && !draft.IsRefusedAt(pointer))
        {
            draft.Refuse(pointer, "missingMember");
        }
    }

    private static void CheckMembers(EventDraft draft, DossierEventType type)
    {
        var allowed = EventShape.Allowed(type);
        var required = EventShape.Required(type);
        if ((draft.Data & ~allowed) == EventMembers.None && (required & ~draft.Data) == EventMembers.None)
        {
            return;
        }

        foreach (var (member, name) in EventShape.Names)
        {
            if (draft.Data.HasFlag(member) && !allowed.HasFlag(member))
            {
                draft.Refuse("/data/" + name, "unknownMember");
            }
            else if (required.HasFlag(member) && !draft.Data.HasFlag(member))
            {
                draft.Refuse("/data/" + name, "missingMember");
            }
        }
    }

    private void CheckTime(EventDraft draft)
    {
        if (draft.Time is not { } time)
        {
            return;
        }

        if (time < Earliest)
        {
            draft.Refuse("/time", "timeTooEarly");
            draft.TimeAsWritten.Clear();
        }
        else if (time > latest)
        {
            draft.Refuse("/time", "timeTooFarAhead");
            draft.TimeAsWritten.Clear();
        }
    }

    // The fold never fails; where it could only shrug about the appointed date, the portal is told now.
    private void CheckCalendar(EventDraft draft)
    {
        if (draft.DueAt is not null)
        {
            return;
        }

        var clock = rulebook.Rules.Clock;
        var procedure = rulebook.Rules.Procedures.InForce(
            ProcedureCode.NationalPart(draft.Procedure!), clock.Days.DateOf(draft.Time!.Value));
        if (procedure?.Limit is { } limit && !clock.TryDueDate(draft.Time!.Value, limit, out _))
        {
            draft.Refuse("/data/dueAt", "beyondCalendar", clock.Calendar.LastLoadedYear?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private string Kept(EventDraft draft, EventMembers allowed)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            Write(writer, "specversion", draft.SpecVersion);
            Write(writer, "id", draft.Id);

            // Another's is refused as well, though it is not what is wrong first.
            Write(writer, "source", source is null || source == draft.Source ? draft.Source : null);
            Write(writer, "type", draft.TypeName);
            Write(writer, "subject", draft.Subject);
            Write(writer, "time", draft.TimeAsWritten.Text);
            if ((draft.Data & allowed) != EventMembers.None)
            {
                writer.WriteStartObject("data");
                Write(writer, "unit", allowed.HasFlag(EventMembers.Unit) ? draft.Unit : null);
                Write(writer, "procedure", allowed.HasFlag(EventMembers.Procedure) ? draft.Procedure : null);
                Write(writer, "field", allowed.HasFlag(EventMembers.Field) ? draft.Field : null);
                Write(writer, "dueAt", allowed.HasFlag(EventMembers.DueAt) ? draft.DueAtAsWritten.Text : null);
                Write(writer, "channel", draft.Channel is { } channel && allowed.HasFlag(EventMembers.Channel) ? Answers.TimeText.Camel(channel) : null);
                Write(writer, "holder", allowed.HasFlag(EventMembers.Holder) ? draft.Holder : null);
                Write(writer, "stepDueAt", allowed.HasFlag(EventMembers.StepDueAt) ? draft.StepDueAtAsWritten.Text : null);
                Write(writer, "document", allowed.HasFlag(EventMembers.Document) ? draft.Document : null);
                Write(writer, "eventId", allowed.HasFlag(EventMembers.EventId) ? draft.EventId : null);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
