using System.Globalization;
using System.Text.Json;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Api.Ingest;

/// <summary>Walks the JSON of one event. Every member must be known, stand once and have its type.</summary>
internal readonly ref struct EventReader(EventDraft draft)
{
    private const int CodeLength = 64;
    private const int SubjectLength = 128;
    private const int NameLength = 255;
    private const int TextLength = 256;

    // 1990 and 2100: a due date outside is a typing error, and the local-day arithmetic need not cover it.
    private static readonly Instant EarliestDue = Instant.Parse("1990-01-01T00:00:00Z");
    private static readonly Instant LatestDue = Instant.Parse("2101-01-01T00:00:00Z");

    public void Read(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (!draft.Seen.Add(name))
            {
                draft.Refuse(Pointer("", name), "duplicateMember");
                reader.Skip();
                continue;
            }

            switch (name)
            {
                case "specversion":
                    draft.SpecVersion = Text(ref reader, "/specversion", 16);
                    if (draft.SpecVersion is not null and not "1.0")
                    {
                        draft.Refuse("/specversion", "wrongSpecVersion");
                        draft.SpecVersion = null;
                    }

                    break;
                case "id":
                    draft.Id = Text(ref reader, "/id", NameLength);
                    break;
                case "source":
                    draft.Source = Text(ref reader, "/source", NameLength);
                    break;
                case "type":
                    draft.TypeName = Text(ref reader, "/type", NameLength);
                    break;
                case "subject":
                    draft.Subject = Text(ref reader, "/subject", SubjectLength);
                    break;
                case "time":
                    ReadTime(ref reader);
                    break;
                case "datacontenttype":
                    var contentType = Text(ref reader, "/datacontenttype", NameLength);
                    if (contentType is not null && !contentType.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase))
                    {
                        draft.Refuse("/datacontenttype", "wrongDataContentType");
                    }

                    break;
                case "dataschema":
                    _ = Text(ref reader, "/dataschema", NameLength);
                    break;
                case "data":
                    ReadData(ref reader);
                    break;
                default:
                    RefuseUnknown("", name);
                    reader.Skip();
                    break;
            }
        }
    }

    private void ReadData(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            draft.Refuse("/data", "wrongType");
            reader.Skip();
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (!seen.Add(name))
            {
                draft.Refuse(Pointer("/data", name), "duplicateMember");
                reader.Skip();
                continue;
            }

            var member = EventShape.Find(name);
            if (member == EventMembers.None)
            {
                RefuseUnknown("/data", name);
                reader.Skip();
                continue;
            }

            if (reader.TokenType != JsonTokenType.Null)
            {
                draft.Data |= member;
            }

            ReadMember(ref reader, member, "/data/" + name);
        }
    }

    private void ReadMember(ref Utf8JsonReader reader, EventMembers member, string pointer)
    {
        switch (member)
        {
            case EventMembers.Unit:
                draft.Unit = Text(ref reader, pointer, CodeLength);
                break;
            case EventMembers.Procedure:
                draft.Procedure = Text(ref reader, pointer, CodeLength);
                break;
            case EventMembers.Field:
                draft.Field = Text(ref reader, pointer, CodeLength);
                break;
            case EventMembers.Channel:
                var channel = Text(ref reader, pointer, CodeLength);
                draft.Channel = channel switch
                {
                    "direct" => Domain.Dossiers.Channel.Direct,
                    "online" => Domain.Dossiers.Channel.Online,
                    "post" => Domain.Dossiers.Channel.Post,
                    _ => null,
                };
                if (channel is not null && draft.Channel is null)
                {
                    draft.Refuse(pointer, "unknownChannel");
                }

                break;
            case EventMembers.Holder:
                draft.Holder = FreeText(ref reader, pointer);
                break;
            case EventMembers.Document:
                draft.Document = FreeText(ref reader, pointer);
                break;
            case EventMembers.EventId:
                draft.EventId = Text(ref reader, pointer, NameLength);
                break;
            case EventMembers.DueAt:
                (draft.DueAt, draft.DueAtAsWritten) = Date(ref reader, pointer);
                break;
            case EventMembers.StepDueAt:
                (draft.StepDueAt, draft.StepDueAtAsWritten) = Date(ref reader, pointer);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(member));
        }
    }

    private void ReadTime(ref Utf8JsonReader reader)
    {
        if (Text(ref reader, "/time", CodeLength) is not { } text)
        {
            return;
        }

        if (Rfc3339.TryParse(text, out var instant))
        {
            draft.Time = instant;
            draft.TimeAsWritten = text;
        }
        else
        {
            draft.Refuse("/time", "invalidTime");
        }
    }

    private (AppointedDate? Date, string? AsWritten) Date(ref Utf8JsonReader reader, string pointer)
    {
        if (Text(ref reader, pointer, CodeLength) is not { } text)
        {
            return (null, null);
        }

        if (text.Length == 10 && Rfc3339.TryParseDate(text, out var day) && day.Year is >= 1990 and <= 2100)
        {
            return (AppointedDate.On(day), text);
        }

        if (Rfc3339.TryParse(text, out var instant) && instant >= EarliestDue && instant < LatestDue)
        {
            return (AppointedDate.At(instant), text);
        }

        draft.Refuse(pointer, "invalidDueDate");
        return (null, null);
    }

    private string? FreeText(ref Utf8JsonReader reader, string pointer)
    {
        var text = Text(ref reader, pointer, TextLength);
        if (text is not null && PersonalData.LooksLikeIn(text))
        {
            draft.Refuse(pointer, "personalData");
            return null;
        }

        return text;
    }

    /// <returns>Null when it is absent (null counts as absent) or refused.</returns>
    private string? Text(ref Utf8JsonReader reader, string pointer, int maximum)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            draft.Refuse(pointer, "wrongType");
            reader.Skip();
            return null;
        }

        string text;
        try
        {
            text = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Lone surrogates and broken UTF-8.
            draft.Refuse(pointer, "invalidText");
            return null;
        }

        if (string.IsNullOrWhiteSpace(text) || text.Any(char.IsControl))
        {
            draft.Refuse(pointer, "invalidText");
            return null;
        }

        if (text.Length > maximum)
        {
            draft.Refuse(pointer, "textTooLong", maximum.ToString(CultureInfo.InvariantCulture));
            return null;
        }

        return text;
    }

    private void RefuseUnknown(string parent, string name) =>
        draft.Refuse(Pointer(parent, name), PersonalData.IsMemberName(name) ? "personalData" : "unknownMember");

    // A member's name can itself carry a person's data; only what looks like a name of a member is repeated.
    private static string Pointer(string parent, string name) =>
        name.Length <= 40 && name.All(c => char.IsAsciiLetter(c) || c is '_' or '-') ? $"{parent}/{name}" : parent;
}
