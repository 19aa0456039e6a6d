using System.Globalization;

namespace DossierMonitor.Browser.Tests.Fixture;

/// <summary>Numbers as the page writes them, a second time and independently of it.</summary>
public static class Written
{
    private static readonly NumberFormatInfo Vietnamese = new() { NumberGroupSeparator = ".", NumberDecimalSeparator = "," };
    private static readonly NumberFormatInfo English = new() { NumberGroupSeparator = ",", NumberDecimalSeparator = "." };

    public static string Count(long? value, string language = "vi") => value is { } number ? number.ToString("#,0", Format(language)) : "–";

    public static string Signed(long? value, string language = "vi") =>
        value is { } number ? (number > 0 ? "+" : number < 0 ? "−" : "") + Count(Math.Abs(number), language) : "–";

    public static string Percent(double? value, string language = "vi") =>
        value is { } share ? (Math.Truncate(Math.Round((decimal)share, 12) * 10_000) / 100).ToString("#,0.00", Format(language)) + " %" : "–";

    public static string Day(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return $"{text[8..10]}/{text[5..7]}/{text[..4]}";
    }

    private static NumberFormatInfo Format(string language) => language == "en" ? English : Vietnamese;
}
