using System.Globalization;
using DossierMonitor.Api.Problems;

namespace DossierMonitor.Api.Answers;

/// <summary>A share in per cent, cut and not rounded to hundredths: 96.996 % is not 97 %, and must not look like it.</summary>
public static class PercentText
{
    public static string Of(long numerator, long denominator, Language language) => Text((long)((Int128)numerator * 10_000 / denominator), language);

    /// <param name="rate">A quotient of two counts; null = nothing was judged.</param>
    /// <param name="language">Decides the decimal sign.</param>
    public static string Of(double? rate, Language language)
    {
        // 57/100 times 10,000 is a little less than 5,700 in binary; a quotient of counts is never that near without being there.
        return rate is { } value ? Text((long)Math.Floor(Math.Round(value * 10_000, 9)), language) : "-";
    }

    private static string Text(long hundredths, Language language) => string.Create(
        CultureInfo.InvariantCulture, $"{hundredths / 100}{(language == Language.Vietnamese ? ',' : '.')}{hundredths % 100:00} %");
}
