using System.Globalization;
using System.Text.Json;
using DossierMonitor.Api.Spreadsheets;

namespace DossierMonitor.Api.Answers;

/// <summary>
/// A list as a workbook: one sheet with the rows, columns named as the members of the JSON row, and one that says what they are. Numbers are
/// numbers, rates percentages, days and times dates (in the zone that the second sheet names); codes stay text, whatever they look like.
/// </summary>
public static class XlsxAnswer
{
    private const double NameWidth = 38;
    private const double UsualWidth = 14;

    private static readonly HashSet<string> Days = ["validFrom", "intervalFrom", "intervalTo", "from", "to"];
    private static readonly HashSet<string> Rates = ["onTimeRate", "lateRate", "rate", "low", "high", "tableLow", "tableHigh", "threshold"];

    /// <param name="answer">The JSON answer, for what it says besides its rows.</param>
    /// <param name="columns">Name and value of each column.</param>
    /// <param name="rows">One row each.</param>
    public static byte[] Write<T>(object answer, IReadOnlyList<(string Name, Func<T, object?> Value)> columns, IEnumerable<T> rows)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        var heading = columns.Select(column => (SheetCell?)new SheetCell(column.Name, CellStyle.Heading)).ToArray();
        return Workbooks.Write(
            new Sheet(
                "rows",
                rows.Select(row => (IReadOnlyList<SheetCell?>)[.. columns.Select(column => Cell(column.Name, column.Value(row)))]).Prepend(heading),
                [.. columns.Select(column => column.Name is "name" or "unitName" or "procedureName" or "rows" ? NameWidth : UsualWidth)])
            {
                FrozenRows = 1,
                RepeatedFrom = 1,
            },
            new Sheet("about", Facts(answer), [22, 60]));
    }

    internal static SheetCell Cell(string name, object? value)
    {
        var member = name[(name.LastIndexOf('.') + 1)..];
        return value switch
        {
            string text when Days.Contains(member) && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => SheetCell.Of(day),

            // As it is written, so in the zone of the answer: a spreadsheet has no zones.
            string text when (member.EndsWith("At", StringComparison.Ordinal) || member == "asOf")
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) => SheetCell.Of(time.DateTime),
            IFormattable rate when Rates.Contains(member) => new SheetCell(rate, CellStyle.Rate),
            _ => SheetCell.Of(value),
        };
    }

    private static IEnumerable<IReadOnlyList<SheetCell?>> Facts(object answer)
    {
        var json = JsonSerializer.SerializeToElement(answer, answer.GetType(), ApiJson.Options);
        return json.EnumerateObject().SelectMany(member => Facts(member.Name, member.Value));
    }

    // Lists are what the other sheet has.
    private static IEnumerable<IReadOnlyList<SheetCell?>> Facts(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object when name is "filter" or "verified" or "closing" => value.EnumerateObject().SelectMany(member => Facts($"{name}.{member.Name}", member.Value)),
        JsonValueKind.String => [[SheetCell.Of(name), Cell(name, value.GetString())]],
        JsonValueKind.Number => [[SheetCell.Of(name), Cell(name, value.TryGetInt64(out var whole) ? whole : value.GetDouble())]],
        JsonValueKind.True or JsonValueKind.False => [[SheetCell.Of(name), SheetCell.Of(value.GetBoolean())]],
        _ => [],
    };
}
