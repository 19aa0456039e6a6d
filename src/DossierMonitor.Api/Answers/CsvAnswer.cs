using System.Globalization;
using System.Text;
using CsvHelper;

namespace DossierMonitor.Api.Answers;

/// <summary>A list as CSV (RFC 4180, UTF-8): the first line names the columns, an absent value is an empty cell.</summary>
public static class CsvAnswer
{
    /// <param name="columns">Name and value of each column.</param>
    /// <param name="rows">One line each.</param>
    /// <param name="withMark">Begins with a byte order mark, without which Excel breaks Vietnamese letters.</param>
    public static byte[] Write<T>(IReadOnlyList<(string Name, Func<T, object?> Value)> columns, IEnumerable<T> rows, bool withMark)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        using var stream = new MemoryStream();
        using (var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: withMark)))
        using (var csv = new CsvWriter(text, CultureInfo.InvariantCulture))
        {
            foreach (var (name, _) in columns)
            {
                csv.WriteField(name);
            }

            csv.NextRecord();
            foreach (var row in rows)
            {
                foreach (var (_, value) in columns)
                {
                    csv.WriteField(Cell(value(row)));
                }

                csv.NextRecord();
            }
        }

        return stream.ToArray();
    }

    private static string Cell(object? value) => value switch
    {
        null => "",
        string text => Harmless(text),
        bool flag => flag ? "true" : "false",
        IReadOnlyList<string> list => string.Join(';', list),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    // A code that begins like a formula would be run by a spreadsheet; portals choose codes freely.
    private static string Harmless(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' ? "'" + text : text;
}
