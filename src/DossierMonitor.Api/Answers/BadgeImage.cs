using System.Globalization;
using System.Text;
using System.Xml;

namespace DossierMonitor.Api.Answers;

/// <summary>What a badge says by its colour, and by a mark for whoever does not see colours.</summary>
public enum BadgeVerdict
{
    /// <summary>Nothing has been judged.</summary>
    Nothing,

    /// <summary>A value without a target.</summary>
    NoTarget,

    Met,
    Missed,
}

/// <summary>
/// A small picture of one figure for pages and reports: SVG without script, style or reference to anything, so that it can be shown
/// from anywhere. All text is written by an XML writer: what a name is made of stays text.
/// </summary>
public static class BadgeImage
{
    private const int Height = 20;
    private const int Padding = 6;
    private const int LongestText = 80;

    /// <param name="label">On the left.</param>
    /// <param name="value">On the right.</param>
    /// <param name="verdict">Its colour.</param>
    /// <param name="title">What is read aloud, and shown when one points at it.</param>
    /// <param name="language">Tag of the texts' language.</param>
    public static byte[] Draw(string label, string value, BadgeVerdict verdict, string title, string language)
    {
        var (left, right) = (Shown(label), Shown(value + Mark(verdict)));
        var (leftWidth, rightWidth) = (TextWidth(left) + (2 * Padding), TextWidth(right) + (2 * Padding));
        using var stream = new MemoryStream();
        using (var svg = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), OmitXmlDeclaration = true }))
        {
            svg.WriteStartElement("svg", "http://www.w3.org/2000/svg");
            Attributes(svg, ("width", leftWidth + rightWidth), ("height", Height), ("role", "img"), ("aria-label", Clean(title)));
            svg.WriteAttributeString("xml", "lang", null, language);
            svg.WriteElementString("title", Clean(title));
            Rectangle(svg, 0, leftWidth, "#424242");
            Rectangle(svg, leftWidth, rightWidth, Colour(verdict));
            svg.WriteStartElement("g");
            Attributes(svg, ("fill", "#fff"), ("font-family", "Verdana,'DejaVu Sans',Geneva,sans-serif"), ("font-size", 11), ("aria-hidden", "true"));
            Text(svg, left, Padding, leftWidth - (2 * Padding));
            Text(svg, right, leftWidth + Padding, rightWidth - (2 * Padding));
            svg.WriteEndElement();
            svg.WriteEndElement();
        }

        return stream.ToArray();
    }

    private static string Mark(BadgeVerdict verdict) => verdict switch
    {
        BadgeVerdict.Met => " ✓",
        BadgeVerdict.Missed => " ✗",
        _ => "",
    };

    // Each has a contrast of more than 5 : 1 to the white text.
    private static string Colour(BadgeVerdict verdict) => verdict switch
    {
        BadgeVerdict.Met => "#2e7d32",
        BadgeVerdict.Missed => "#c62828",
        BadgeVerdict.NoTarget => "#1565c0",
        _ => "#616161",
    };

    private static void Rectangle(XmlWriter svg, int x, int width, string colour)
    {
        svg.WriteStartElement("rect");
        Attributes(svg, ("x", x), ("width", width), ("height", Height), ("fill", colour));
        svg.WriteEndElement();
    }

    // The length is given, so that another font does not overflow.
    private static void Text(XmlWriter svg, string text, int x, int length)
    {
        svg.WriteStartElement("text");
        Attributes(svg, ("x", x), ("y", 14), ("textLength", length), ("lengthAdjust", "spacingAndGlyphs"));
        svg.WriteString(text);
        svg.WriteEndElement();
    }

    private static void Attributes(XmlWriter svg, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        foreach (var (name, value) in attributes)
        {
            svg.WriteAttributeString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
        }
    }

    private static string Shown(string text)
    {
        var elements = new StringInfo(Clean(text));
        return elements.LengthInTextElements <= LongestText ? elements.String : elements.SubstringByTextElements(0, LongestText - 1) + "…";
    }

    // XML cannot say all characters, however they are escaped.
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.IsBmp && (!XmlConvert.IsXmlChar((char)rune.Value) || Rune.IsControl(rune)) ? Rune.ReplacementChar : rune);
        }

        return VietnameseText.Compose(clean.ToString());
    }

    // About what Verdana needs at 11 px.
    private static int TextWidth(string text) => (int)Math.Ceiling(text.EnumerateRunes().Sum(rune => rune switch
    {
        _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => 0,
        { Value: 'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '!' or '|' or '\'' or ' ' or 'ì' or 'í' or 'ĩ' or 'ỉ' or 'ị' } => 4,
        { Value: 'f' or 't' or 'r' or '(' or ')' or '/' or '-' } => 5,
        { Value: 'm' or 'w' or 'M' or 'W' or '%' or '@' or '✓' or '✗' or '…' } => 11,
        { Value: > 0x2E80 } => 12,
        _ when Rune.IsUpper(rune) => 8.2,
        _ => 7.0,
    }));
}
