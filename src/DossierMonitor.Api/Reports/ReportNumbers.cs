using System.Globalization;
using DossierMonitor.Api.Problems;

namespace DossierMonitor.Api.Reports;

/// <summary>Numbers and days as people of the language write them.</summary>
internal static class ReportNumbers
{
    private static readonly NumberFormatInfo Vietnamese = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = ".", PercentPositivePattern = 0 };
    private static readonly NumberFormatInfo English = new() { NumberDecimalSeparator = ".", NumberGroupSeparator = ",", PercentPositivePattern = 0 };

    public static string Text(object? value, ColumnKind kind, Language language)
    {
        var format = language == Language.Vietnamese ? Vietnamese : English;
        return value switch
        {
            null => "",
            bool flag => (flag ? new Words("yes", "có") : new Words("no", "không")).In(language),
            DateOnly day => day.ToString(language == Language.Vietnamese ? "dd/MM/yyyy" : "yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTime moment => moment.ToString(language == Language.Vietnamese ? "dd/MM/yyyy HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),

            IFormattable rate when kind == ColumnKind.Rate => (Hundredths(Convert.ToDouble(rate, CultureInfo.InvariantCulture)) / 100).ToString("0.00", format) + " %",
            double number => number.ToString("#,##0.###", format),
            IFormattable whole => whole.ToString("#,##0", format),
            _ => value.ToString() ?? "",
        };
    }

    // Cut, not rounded: 96.996 % is not 97 %, and must not look like it. A quotient of counts is never nearer to the next hundredth than the
    // ninth place without being there.
    private static decimal Hundredths(double rate) => (decimal)Math.Floor(Math.Round(rate * 10_000, 9));

    /// <summary>As a program reads it; null = it is no number.</summary>
    public static string? Machine(object? value) => value is IFormattable number and not (DateOnly or DateTime) ? number.ToString(null, CultureInfo.InvariantCulture) : null;
}
