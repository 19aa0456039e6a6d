using System.Text;
using System.Text.Json;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Api.Ingest;

/// <summary>
/// Walks the JSON of one event. Every member must be known, stand once and have its type.
/// <para>
/// By hand and not through a serializer, also not a source-generated one: that could neither name every wrong member at
/// once nor say which stands twice, and it makes a string of each name and value. Here names are compared as the bytes that
/// they came as, and a text only becomes a string when the event keeps it.
/// </para>
/// </summary>
/// <param name="draft">An empty one.</param>
/// <param name="end">The place in the JSON that the event must not reach beyond.</param>
internal readonly ref struct EventReader(EventDraft draft, long end = long.MaxValue)
{
    private const int CodeLength = 64;
    private const int SubjectLength = 128;
    private const int NameLength = 255;

    // 1990 and 2100: a due date outside is a typing error, and the local-day arithmetic need not cover it.
    private static readonly Instant EarliestDue = Instant.Parse("1990-01-01T00:00:00Z");
    private static readonly Instant LatestDue = Instant.Parse("2101-01-01T00:00:00Z");

    private readonly EventTexts _texts = new(draft);

    /// <returns>False when the event reaches beyond <paramref name="end"/>: it was not read on.</returns>
    public bool Read(ref Utf8JsonReader reader)
    {
        var seen = EventAttributes.None;
        HashSet<string>? unknown = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.BytesConsumed > end)
            {
                return false;
            }

            var attribute = EventShape.FindAttribute(Name(ref reader));
            if (attribute == EventAttributes.None)
            {
                RefuseUnknown(ref reader, "", ref unknown);
                continue;
            }

            reader.Read();
            if ((seen & attribute) != EventAttributes.None)
            {
                RefuseRepeated(ref reader, Pointer(attribute));
                draft.Forget(attribute);
                continue;
            }

            seen |= attribute;
            if (attribute != EventAttributes.Data)
            {
                ReadAttribute(ref reader, attribute);
            }
            else if (!ReadData(ref reader))
            {
                return false;
            }
        }

        return true;
    }

    private void ReadAttribute(ref Utf8JsonReader reader, EventAttributes attribute)
    {
        switch (attribute)
        {
            case EventAttributes.SpecVersion:
                ReadVersion(ref reader);
                break;
            case EventAttributes.Id:
                draft.Id = _texts.Any(ref reader, "/id", NameLength);
                break;
            case EventAttributes.Source:
                draft.Source = _texts.Shared(ref reader, "/source", NameLength);
                break;
            case EventAttributes.Type:
                draft.TypeName = _texts.Shared(ref reader, "/type", NameLength);
                break;
            case EventAttributes.Subject:
                draft.Subject = _texts.Any(ref reader, "/subject", SubjectLength);
                break;
            case EventAttributes.Time:
                ReadTime(ref reader);
                break;
            case EventAttributes.DataContentType:
                var contentType = _texts.Shared(ref reader, "/datacontenttype", NameLength);
                if (contentType is not null && !contentType.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase))
                {
                    draft.Refuse("/datacontenttype", "wrongDataContentType");
                }

                break;
            case EventAttributes.DataSchema:
                _ = _texts.Shared(ref reader, "/dataschema", NameLength);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(attribute));
        }
    }

    private bool ReadData(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return true;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            draft.Refuse("/data", "wrongType");
            reader.Skip();
            return true;
        }

        var seen = EventMembers.None;
        HashSet<string>? unknown = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.BytesConsumed > end)
            {
                return false;
            }

            var member = EventShape.FindMember(Name(ref reader));
            if (member == EventMembers.None)
            {
                RefuseUnknown(ref reader, "/data", ref unknown);
                continue;
            }

            reader.Read();
            if ((seen & member) != EventMembers.None)
            {
                RefuseRepeated(ref reader, Pointer(member));
                draft.Forget(member);
                continue;
            }

            seen |= member;
            if (reader.TokenType != JsonTokenType.Null)
            {
                draft.Data |= member;
            }

            ReadMember(ref reader, member);
        }

        return true;
    }

    private void ReadMember(ref Utf8JsonReader reader, EventMembers member)
    {
        switch (member)
        {
            case EventMembers.Unit:
                draft.Unit = _texts.Shared(ref reader, "/data/unit", CodeLength);
                break;
            case EventMembers.Procedure:
                draft.Procedure = _texts.Shared(ref reader, "/data/procedure", CodeLength);
                break;
            case EventMembers.Field:
                draft.Field = _texts.Shared(ref reader, "/data/field", CodeLength);
                break;
            case EventMembers.Channel:
                var channel = _texts.Shared(ref reader, "/data/channel", CodeLength);
                draft.Channel = channel switch
                {
                    "direct" => Domain.Dossiers.Channel.Direct,
                    "online" => Domain.Dossiers.Channel.Online,
                    "post" => Domain.Dossiers.Channel.Post,
                    _ => null,
                };
                if (channel is not null && draft.Channel is null)
                {
                    draft.Refuse("/data/channel", "unknownChannel");
                }

                break;
            case EventMembers.Holder:
                draft.Holder = _texts.Free(ref reader, "/data/holder");
                break;
            case EventMembers.Document:
                draft.Document = _texts.Free(ref reader, "/data/document");
                break;
            case EventMembers.EventId:
                draft.EventId = _texts.Any(ref reader, "/data/eventId", NameLength);
                break;
            case EventMembers.DueAt:
                draft.DueAt = Date(ref reader, "/data/dueAt", draft.DueAtAsWritten);
                break;
            case EventMembers.StepDueAt:
                draft.StepDueAt = Date(ref reader, "/data/stepDueAt", draft.StepDueAtAsWritten);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(member));
        }
    }

    private void ReadVersion(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String && reader.ValueSpan.SequenceEqual("1.0"u8))
        {
            draft.SpecVersion = "1.0";
            return;
        }

        var text = _texts.Any(ref reader, "/specversion", 16);
        if (text is "1.0")
        {
            draft.SpecVersion = text;
        }
        else if (text is not null)
        {
            draft.Refuse("/specversion", "wrongSpecVersion");
        }
    }

    private void ReadTime(ref Utf8JsonReader reader)
    {
        var text = _texts.Time(ref reader, "/time", CodeLength);
        if (text.IsEmpty)
        {
            return;
        }

        if (Rfc3339.TryParse(text, out var instant))
        {
            draft.Time = instant;
            draft.TimeAsWritten.Set(text);
        }
        else
        {
            draft.Refuse("/time", "invalidTime");
        }
    }

    private AppointedDate? Date(ref Utf8JsonReader reader, string pointer, TextAsWritten asWritten)
    {
        var text = _texts.Time(ref reader, pointer, CodeLength);
        if (text.IsEmpty)
        {
            return null;
        }

        AppointedDate date;
        if (Rfc3339.TryParseDate(text, out var day) && day.Year is >= 1990 and <= 2100)
        {
            date = AppointedDate.On(day);
        }
        else if (Rfc3339.TryParse(text, out var instant) && instant >= EarliestDue && instant < LatestDue)
        {
            date = AppointedDate.At(instant);
        }
        else
        {
            draft.Refuse(pointer, "invalidDueDate");
            return null;
        }

        asWritten.Set(text);
        return date;
    }

    private static ReadOnlySpan<byte> Name(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;

    private void RefuseUnknown(ref Utf8JsonReader reader, string parent, ref HashSet<string>? seen)
    {
        var name = reader.GetString()!;
        reader.Read();
        seen ??= new HashSet<string>(StringComparer.Ordinal);
        var reason = !seen.Add(name) ? "duplicateMember" : PersonalData.IsMemberName(name) ? "personalData" : "unknownMember";
        draft.Refuse(Pointer(parent, name), reason);
        reader.Skip();
    }

    private void RefuseRepeated(ref Utf8JsonReader reader, string pointer)
    {
        draft.Refuse(pointer, "duplicateMember");
        reader.Skip();
    }

    private static string Pointer(EventAttributes attribute) => "/" + attribute.ToString().ToLowerInvariant();

    private static string Pointer(EventMembers member) => "/data/" + Array.Find(EventShape.Names, one => one.Member == member).Name;

    private static string Pointer(string parent, string name) => PersonalData.IsPlainName(name) ? $"{parent}/{name}" : parent;
}
