using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace DossierMonitor.Api.Spreadsheets;

/// <summary>Text as a spreadsheet keeps it: characters that XML cannot have are written as <c>_xHHHH_</c>, and what looks like that is not one.</summary>
internal static partial class SheetText
{
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var escaped = LooksEscaped().Replace(text, "_x005F_");
        if (escaped.All(XmlConvert.IsXmlChar))
        {
            return escaped;
        }

        var plain = new StringBuilder(escaped.Length + 16);
        for (var i = 0; i < escaped.Length; i++)
        {
            if (XmlConvert.IsXmlChar(escaped[i]))
            {
                plain.Append(escaped[i]);
            }
            else if (i + 1 < escaped.Length && XmlConvert.IsXmlSurrogatePair(escaped[i + 1], escaped[i]))
            {
                plain.Append(escaped, i++, 2);
            }
            else
            {
                plain.Append(CultureInfo.InvariantCulture, $"_x{(int)escaped[i]:X4}_");
            }
        }

        return plain.ToString();
    }

    [GeneratedRegex("_(?=x[0-9A-Fa-f]{4}_)", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex LooksEscaped();
}
