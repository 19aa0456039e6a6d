using System.Globalization;
using System.Text.Json;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Ingest;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Api.Import;

/// <summary>
/// A case of a CSV file as events: received, and finished (or withdrawn, returned) where it has ended. The ids follow from
/// the code, so that importing the file again, or the rest of it after a break, stores nothing twice.
/// </summary>
internal sealed class CaseRow(CsvMapping mapping, LocalDays days, Func<string, string?> cell)
{
    /// <summary>Null when the member has neither a column nor a value here.</summary>
    private string? Value(string member)
    {
        if (mapping.Constants.TryGetValue(member, out var constant))
        {
            return constant;
        }

        if (!mapping.Columns.TryGetValue(member, out var column))
        {
            return null;
        }

        var text = cell(column)?.Trim();
        return string.IsNullOrEmpty(text) ? null : text;
    }

    public IEnumerable<byte[]> Events()
    {
        yield return Event("received", Value("receivedAt"), writer =>
        {
            Write(writer, "unit", Value("unit"));
            Write(writer, "procedure", Value("procedure"));
            Write(writer, "field", Value("field"));
            Write(writer, "dueAt", DueDate(Value("dueAt")));
            Write(writer, "channel", Value("channel"));
        });
        if (Value("holder") is { } holder)
        {
            yield return Event("processing", Value("receivedAt"), writer => Write(writer, "holder", holder));
        }

        foreach (var (member, type) in new[] { ("finishedAt", "finished"), ("withdrawnAt", "withdrawn"), ("returnedAt", "returned") })
        {
            if (Value(member) is { } time)
            {
                yield return Event(type, time, null);
            }
        }
    }

    private byte[] Event(string type, string? time, Action<Utf8JsonWriter>? data)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            var code = Value("code");
            writer.WriteStartObject();
            writer.WriteString("specversion", "1.0");
            writer.WriteString("id", $"{code}#{type}");
            writer.WriteString("source", mapping.Source);
            writer.WriteString("type", "dossier." + type);
            Write(writer, "subject", code);
            Write(writer, "time", Time(time));
            if (data is not null)
            {
                writer.WriteStartObject("data");
                data(writer);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    // Files often write local times without a zone, or days alone. What cannot be read is passed on as it is, and the
    // parser says what is wrong with it.
    private string? Time(string? text)
    {
        if (text is null || Rfc3339.TryParse(text, out _))
        {
            return text;
        }

        if (Rfc3339.TryParseDate(text, out var day))
        {
            return days.Text(days.StartOf(day));
        }

        return TryLocal(text, out var instant) ? days.Text(instant) : text;
    }

    private string? DueDate(string? text)
    {
        if (text is null || Rfc3339.TryParse(text, out _) || Rfc3339.TryParseDate(text, out _))
        {
            return text;
        }

        return TryLocal(text, out var instant) ? days.Text(instant) : text;
    }

    private bool TryLocal(string text, out Instant instant)
    {
        string[] formats =
        [
            "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm",
        ];
        if (DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            instant = days.At(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
            return true;
        }

        // 2011-10-11 13:42:22+02:00, as databases print it.
        var spaced = text.Length > 10 && text[10] == ' ' ? string.Concat(text.AsSpan(0, 10), "T", text.AsSpan(11)) : text;
        return Rfc3339.TryParse(spaced, out instant);
    }

    private static void Write(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
