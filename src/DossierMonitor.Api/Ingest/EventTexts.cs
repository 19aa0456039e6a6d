using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DossierMonitor.Api.Ingest;

/// <summary>Texts of an event: not blank, without control characters or broken Unicode, not too long.</summary>
internal readonly ref struct EventTexts(EventDraft draft)
{
    private const int FreeTextLength = 256;

    private static readonly SearchValues<char> ControlCharacters =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl)]);

    /// <summary>Words of the portal's own, in which a citizen's data could stand.</summary>
    public string? Free(ref Utf8JsonReader reader, string pointer)
    {
        var text = Any(ref reader, pointer, FreeTextLength);
        if (text is not null && PersonalData.LooksLikeIn(text))
        {
            draft.Refuse(pointer, "personalData");
            return null;
        }

        return text;
    }

    /// <summary>The bytes of a text that is no string yet; empty when it is absent or refused.</summary>
    public ReadOnlySpan<byte> Time(ref Utf8JsonReader reader, string pointer, int maximum)
    {
        if (reader.TokenType == JsonTokenType.String && IsPlain(ref reader, maximum))
        {
            return reader.ValueSpan;
        }

        return Any(ref reader, pointer, maximum) is { } text
            ? draft.Scratch.AsSpan(0, Encoding.UTF8.GetBytes(text, draft.Scratch))
            : default;
    }

    /// <summary>A text that other events are likely to have too. <paramref name="maximum"/> is at least what can be shared.</summary>
    public string? Shared(ref Utf8JsonReader reader, string pointer, int maximum)
    {
        if (reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped)
        {
            if (SharedTexts.Find(reader.ValueSpan) is { } shared)
            {
                return shared;
            }

            if (Any(ref reader, pointer, maximum) is { } text)
            {
                SharedTexts.Add(reader.ValueSpan, text);
                return text;
            }

            return null;
        }

        return Any(ref reader, pointer, maximum);
    }

    /// <returns>Null when it is absent (null counts as absent) or refused.</returns>
    public string? Any(ref Utf8JsonReader reader, string pointer, int maximum)
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

        return IsPlain(ref reader, maximum) ? Encoding.Latin1.GetString(reader.ValueSpan) : CheckedText(ref reader, pointer, maximum);
    }

    private string? CheckedText(ref Utf8JsonReader reader, string pointer, int maximum)
    {
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

        if (string.IsNullOrWhiteSpace(text) || text.AsSpan().ContainsAny(ControlCharacters))
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

    /// <summary>Printable ASCII, written without escapes, not blank and not too long: nothing is left to check.</summary>
    private static bool IsPlain(ref Utf8JsonReader reader, int maximum)
    {
        var utf8 = reader.ValueSpan;
        return !reader.ValueIsEscaped
            && !utf8.IsEmpty
            && utf8.Length <= maximum
            && !utf8.ContainsAnyExceptInRange((byte)' ', (byte)'~')
            && (utf8[0] != ' ' || utf8.ContainsAnyExcept((byte)' '));
    }
}
