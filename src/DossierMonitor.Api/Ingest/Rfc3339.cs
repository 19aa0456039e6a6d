using System.Text;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Api.Ingest;

/// <summary>
/// RFC 3339 times with an offset, and nothing else: the framework's parsers also take local times, culture formats and
/// times without a zone, and a portal that sends those must learn it. Fractions finer than milliseconds are cut off.
/// </summary>
public static class Rfc3339
{
    /// <summary>Of a time; longer fractions than anybody measures are no times.</summary>
    public const int MaximumLength = 40;

    private const int DateLength = 10;

    public static bool TryParse(ReadOnlySpan<char> text, out Instant instant)
    {
        Span<byte> ascii = stackalloc byte[MaximumLength];
        if (text.Length <= MaximumLength && Ascii.FromUtf16(text, ascii, out var length) == System.Buffers.OperationStatus.Done)
        {
            return TryParse(ascii[..length], out instant);
        }

        instant = default;
        return false;
    }

    public static bool TryParse(ReadOnlySpan<byte> text, out Instant instant)
    {
        instant = default;
        if (text.Length < 20 || text.Length > MaximumLength || text[10] is not ((byte)'T' or (byte)'t') || text[13] != ':' || text[16] != ':'
            || !TryParseDate(text[..DateLength], out var day)
            || !Digits(text[11..13], out var hour) || !Digits(text[14..16], out var minute) || !Digits(text[17..19], out var second)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var rest = text[19..];
        var milliseconds = 0;
        if (rest[0] == '.')
        {
            var length = 1;
            while (length < rest.Length && char.IsAsciiDigit((char)rest[length]))
            {
                if (length <= 3)
                {
                    milliseconds = (milliseconds * 10) + (rest[length] - '0');
                }

                length++;
            }

            if (length == 1)
            {
                return false;
            }

            for (var i = length; i <= 3; i++)
            {
                milliseconds *= 10;
            }

            rest = rest[length..];
        }

        if (!TryOffset(rest, out var offset))
        {
            return false;
        }

        var utc = day.ToDateTime(new TimeOnly(hour, minute, second, milliseconds)).Ticks - offset.Ticks;
        if (utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        instant = Instant.From(new DateTimeOffset(utc, TimeSpan.Zero));
        return true;
    }

    /// <summary>yyyy-MM-dd.</summary>
    public static bool TryParseDate(ReadOnlySpan<char> text, out DateOnly date)
    {
        Span<byte> ascii = stackalloc byte[DateLength];
        if (text.Length == DateLength && Ascii.FromUtf16(text, ascii, out _) == System.Buffers.OperationStatus.Done)
        {
            return TryParseDate(ascii, out date);
        }

        date = default;
        return false;
    }

    public static bool TryParseDate(ReadOnlySpan<byte> text, out DateOnly date)
    {
        if (text.Length == DateLength && text[4] == '-' && text[7] == '-'
            && Digits(text[..4], out var year) && Digits(text[5..7], out var month) && Digits(text[8..10], out var day)
            && year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month))
        {
            date = new DateOnly(year, month, day);
            return true;
        }

        date = default;
        return false;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, out TimeSpan offset)
    {
        offset = default;
        if (text.Length == 1)
        {
            return text[0] is (byte)'Z' or (byte)'z';
        }

        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':'
            || !Digits(text[1..3], out var hours) || !Digits(text[4..6], out var minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        offset = TimeSpan.FromMinutes((text[0] == '-' ? -1 : 1) * ((hours * 60) + minutes));
        return true;
    }

    private static bool Digits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit((char)c))
            {
                return false;
            }

            value = (value * 10) + (c - '0');
        }

        return true;
    }
}
