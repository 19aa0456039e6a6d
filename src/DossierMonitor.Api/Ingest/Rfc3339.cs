using System.Globalization;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Api.Ingest;

/// <summary>
/// RFC 3339 times with an offset, and nothing else: the framework's parsers also take local times, culture formats and
/// times without a zone, and a portal that sends those must learn it. Fractions finer than milliseconds are cut off.
/// </summary>
public static class Rfc3339
{
    public static bool TryParse(ReadOnlySpan<char> text, out Instant instant)
    {
        instant = default;
        if (text.Length < 20 || text.Length > 40 || text[4] != '-' || text[7] != '-' || text[10] is not ('T' or 't')
            || text[13] != ':' || text[16] != ':')
        {
            return false;
        }

        if (!Digits(text[..4], out var year) || !Digits(text[5..7], out var month) || !Digits(text[8..10], out var day)
            || !Digits(text[11..13], out var hour) || !Digits(text[14..16], out var minute) || !Digits(text[17..19], out var second)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var rest = text[19..];
        var milliseconds = 0;
        if (rest[0] == '.')
        {
            var length = 1;
            while (length < rest.Length && char.IsAsciiDigit(rest[length]))
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

        var utc = new DateTime(year, month, day, hour, minute, second, milliseconds, DateTimeKind.Utc).Ticks - offset.Ticks;
        if (utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        instant = Instant.From(new DateTimeOffset(utc, TimeSpan.Zero));
        return true;
    }

    public static bool TryParseDate(ReadOnlySpan<char> text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    private static bool TryOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        if (text.Length == 1 && text[0] is 'Z' or 'z')
        {
            return text.Length == 1;
        }

        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':'
            || !Digits(text[1..3], out var hours) || !Digits(text[4..6], out var minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool Digits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            value = (value * 10) + (c - '0');
        }

        return true;
    }
}
