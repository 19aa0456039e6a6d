using System.Globalization;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Api.Answers;

/// <summary>Instants as local RFC 3339 times; milliseconds only where there are any.</summary>
public static class TimeText
{
    public static string Text(this LocalDays days, Instant instant)
    {
        ArgumentNullException.ThrowIfNull(days);
        var local = days.ToLocal(instant);
        return local.ToString(local.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:sszzz" : "yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
    }

    public static string? Text(this LocalDays days, Instant? instant) => instant is { } value ? days.Text(value) : null;

    public static string Text(this DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string? Text(this DateOnly? day) => day?.Text();

    public static string Camel(this Enum value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
