using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>Texts that must be found nowhere, in whatever way they could be written.</summary>
public sealed class Canaries
{
    private readonly SearchValues<string> _patterns;
    private readonly Dictionary<string, string> _byPattern = new(StringComparer.Ordinal);

    public Canaries(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        foreach (var text in texts)
        {
            foreach (var form in Forms(text))
            {
                foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode })
                {
                    _byPattern[Encoding.Latin1.GetString(encoding.GetBytes(form))] = text;
                }
            }
        }

        _patterns = SearchValues.Create([.. _byPattern.Keys], StringComparison.Ordinal);
    }

    /// <returns>The first that is there, with what stands around it; null when there is none.</returns>
    public string? FindIn(byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var at = text.AsSpan().IndexOfAny(_patterns);
        if (at < 0)
        {
            return null;
        }

        var found = _byPattern.First(pair => string.CompareOrdinal(text, at, pair.Key, 0, pair.Key.Length) == 0).Value;
        return $"{found}: …{Encoding.UTF8.GetString(bytes.AsSpan(Math.Max(0, at - 150)..Math.Min(bytes.Length, at + 150)))}…";
    }

    /// <summary>500: identity numbers, phones and e-mail addresses as people write them.</summary>
    public static IReadOnlyList<string> PersonalData { get; } = [.. Enumerable.Range(0, 500).Select(Personal)];

    private static string Personal(int i)
    {
        // Another number each time, which is no other's part.
        var n = $"{((i * 7_919L) + 1_234_567) % 10_000_000:0000000}";
        var (a, b, c) = (n[..1], n[1..4], n[4..]);
        var isOdd = i / 10 % 2 == 1;
        return (i % 10) switch
        {
            0 => isOdd ? $"20{a} {b} {c}" : $"20{n}",
            1 => isOdd ? $"049 09{a} {b} {c}" : $"04909{n}",
            2 => $"090{n}",
            3 => isOdd ? $"(091{a}) {b} {c}" : $"091{a} {b} {c}",
            4 => $"093{a}.{b}.{c}",
            5 => $"098{a}-{b}-{c}",
            6 => isOdd ? $"+84 97{a} {b} {c}" : $"+8497{n}",
            7 => isOdd ? $"84 96{a} {b} {c}" : $"8496{n}",
            8 => $"an.{n}@vidu{a}.vn",
            _ => string.Concat((isOdd ? $"03{a} {b} {c}33" : $"04919{n}").Select(digit => char.IsDigit(digit) ? (char)(digit - '0' + '０') : digit)),
        };
    }

    private static IEnumerable<string> Forms(string text)
    {
        var digits = string.Concat(text.Where(char.IsDigit).Select(digit => (char)('0' + char.GetNumericValue(digit))));
        string[] forms =
        [
            text,
            Uri.EscapeDataString(text),
            text.Replace(' ', '+'),
            JsonEncodedText.Encode(text).ToString(),
            JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
            HtmlEncoder.Default.Encode(text),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('='),
            .. digits.Length >= 9 ? new[] { digits } : [],
        ];
        return forms.Distinct(StringComparer.Ordinal);
    }
}
