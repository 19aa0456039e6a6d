using System.Globalization;
using System.Text;
using DossierMonitor.Api.Problems;

namespace DossierMonitor.Api.Answers;

/// <summary>A column of a table for terminals.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Value">Of a row.</param>
/// <param name="IsNumber">Stands at the right.</param>
public sealed record TextColumn<TRow>(Words Title, Func<TRow, object?> Value, bool IsNumber = false);

/// <summary>
/// A list as lines of equal columns, for whoever reads it with curl: plain text, so that it can also go into a mail. What names are
/// made of cannot command the terminal.
/// </summary>
public sealed class TextTable(Language language)
{
    private const string Gap = "  ";
    private static readonly Words Yes = new("yes", "có");
    private static readonly Words No = new("no", "không");
    private readonly StringBuilder _text = new();

    public TextTable Line(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _text.Append(Clean(text)).Append('\n');
        return this;
    }

    /// <param name="columns">What is shown of a row.</param>
    /// <param name="rows">One line each.</param>
    /// <param name="total">The last line, under a rule; null = none.</param>
    public TextTable Rows<TRow>(IReadOnlyList<TextColumn<TRow>> columns, IEnumerable<TRow> rows, TRow? total = null)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        var lines = rows.Select(row => Cells(columns, row)).ToList();
        var last = total is null ? null : Cells(columns, total);
        var titles = columns.Select(column => column.Title.In(language)).ToArray();
        var widths = titles.Select((title, i) => lines.Append(last ?? titles).Max(line => Math.Max(VietnameseText.Width(line[i]), VietnameseText.Width(title)))).ToArray();
        var rule = widths.Select(width => new string('-', width)).ToArray();
        Append(titles);
        Append(rule);
        lines.ForEach(Append);
        if (last is not null)
        {
            Append(rule);
            Append(last);
        }

        return this;

        void Append(string[] cells) => _text
            .Append(string.Join(Gap, cells.Select((cell, i) => Padded(cell, widths[i], columns[i].IsNumber))).TrimEnd())
            .Append('\n');
    }

    public byte[] ToUtf8() => Encoding.UTF8.GetBytes(_text.ToString());

    private string[] Cells<TRow>(IReadOnlyList<TextColumn<TRow>> columns, TRow row) => [.. columns.Select(column => Cell(column.Value(row)))];

    private string Cell(object? value) => value switch
    {
        null => "-",
        string text => Clean(text),
        bool flag => (flag ? Yes : No).In(language),
        double rate => PercentText.Of(rate, language),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Clean(value.ToString() ?? ""),
    };

    private static string Padded(string cell, int width, bool right)
    {
        var padding = new string(' ', width - VietnameseText.Width(cell));
        return right ? padding + cell : cell + padding;
    }

    // Control characters move the cursor or begin a command, others turn the direction of the line round.
    private static string Clean(string text) => VietnameseText.Compose(string.Concat(text.EnumerateRunes().Select(rune =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            ? Rune.ReplacementChar : rune)));
}
