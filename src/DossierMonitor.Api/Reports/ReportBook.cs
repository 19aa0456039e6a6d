using System.Globalization;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Spreadsheets;

namespace DossierMonitor.Api.Reports;

/// <summary>
/// A report as a workbook: the form with merged headings, what follows from other cells as a formula with its value, and a sheet that says what the
/// numbers are.
/// </summary>
internal static class ReportBook
{
    private const int TitleRows = 2;
    private const double TextWidth = 40;
    private const double NumberWidth = 13;
    private const double OrdinalWidth = 6;

    public static byte[] Write(ReportTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var columns = table.Printed;
        var headings = table.Headings();
        var depth = headings.Max(heading => heading.Row + heading.Rows);
        var hasMarks = columns.Any(column => column.Mark is not null);
        var first = TitleRows + depth + (hasMarks ? 2 : 1);
        var merged = headings.Where(heading => heading.Rows * heading.Columns > 1)
            .Select(heading => $"{At(heading.Column, heading.Row)}:{At(heading.Column + heading.Columns - 1, heading.Row + heading.Rows - 1)}")
            .Prepend($"A1:{Sheet.Address(columns.Count, 1)}")
            .ToList();
        return Workbooks.Write(
            new Sheet(
                SheetName(table.Id),
                Rows(table, columns, headings, depth, hasMarks, first),
                [.. columns.Select(column => column.Kind switch { ColumnKind.Ordinal => OrdinalWidth, ColumnKind.Text when column.Name != "key" => TextWidth, _ => NumberWidth })])
            {
                FrozenRows = first - 1,
                FrozenColumns = 1 + columns.ToList().FindIndex(column => column.Kind == ColumnKind.Text),
                RepeatedFrom = TitleRows + 1,
                Merged = merged,
            },
            new Sheet(new Words("About", "Thông tin").In(table.Language), About(table), [34, 110]));

        static string At(int column, int row) => Sheet.Address(column + 1, TitleRows + row + 1);
    }

    private static string SheetName(string id) => id.ToUpperInvariant();

    private static IEnumerable<IReadOnlyList<SheetCell?>> Rows(
        ReportTable table, IReadOnlyList<ReportColumn> columns, IReadOnlyList<ReportHeading> headings, int depth, bool hasMarks, int first)
    {
        yield return [new SheetCell(table.Title, CellStyle.Title)];
        yield return [new SheetCell(table.Form ?? "", CellStyle.Note)];
        for (var level = 0; level < depth; level++)
        {
            // Each cell of a merged heading has its border; the first has its words.
            var texts = headings.Where(heading => heading.Row == level).ToDictionary(heading => heading.Column, heading => heading.Text);
            yield return [.. columns.Select((_, i) => (SheetCell?)new SheetCell(texts.GetValueOrDefault(i), CellStyle.Heading))];
        }

        if (hasMarks)
        {
            yield return [.. columns.Select(column => (SheetCell?)new SheetCell(column.Mark, CellStyle.Heading))];
        }

        var index = columns.Select((column, i) => (column.Name, i)).Where(column => column.Name is not null).ToDictionary(column => column.Name!, column => column.i, StringComparer.Ordinal);
        for (var i = 0; i < table.Rows.Count; i++)
        {
            var (cells, row) = (table.PrintedCells(table.Rows[i]), first + i);
            yield return [.. columns.Select((column, k) => (SheetCell?)new SheetCell(cells[k], Style(column.Kind, total: false), Formula(column, index, row)))];
        }

        if (table.Total is { } total)
        {
            var (cells, row) = (table.PrintedCells(total), first + table.Rows.Count);
            var named = columns.ToList().FindIndex(column => column.Kind == ColumnKind.Text);
            yield return
            [
                .. columns.Select((column, k) => (SheetCell?)(k == named
                    ? new SheetCell(new Words("Total", "Tổng cộng").In(table.Language), CellStyle.TotalText)
                    : new SheetCell(cells[k], Style(column.Kind, total: true), TotalFormula(column, index, k, first, row)))),
            ];
        }
    }

    private static string? TotalFormula(ReportColumn column, Dictionary<string, int> index, int k, int first, int row) =>
        // Of no rows there is nothing to add up: the range would have the total itself in it.
        !column.IsSummed || row == first ? Formula(column, index, row)
        : $"SUM({Sheet.Address(k + 1, first)}:{Sheet.Address(k + 1, row - 1)})";

    private static string? Formula(ReportColumn column, Dictionary<string, int> index, int row)
    {
        if (column.Formula is not { } formula)
        {
            return null;
        }

        var terms = string.Join('+', formula.Plus.Select(Address)) + string.Concat(formula.Minus.Select(name => "-" + Address(name)));
        return formula.Over is { } over ? $"IF({Address(over)}=0,\"\",{terms}/{Address(over)})" : terms;

        string Address(string name) => Sheet.Address(index[name] + 1, row);
    }

    private static CellStyle Style(ColumnKind kind, bool total) => kind switch
    {
        ColumnKind.Ordinal or ColumnKind.Whole => total ? CellStyle.TotalWhole : CellStyle.Whole,
        ColumnKind.Number => total ? CellStyle.TotalNumber : CellStyle.Number,
        ColumnKind.Rate => total ? CellStyle.TotalRate : CellStyle.Rate,
        ColumnKind.Flag => total ? CellStyle.TotalText : CellStyle.Flag,
        _ => total ? CellStyle.TotalText : CellStyle.Text,
    };

    private static IEnumerable<IReadOnlyList<SheetCell?>> About(ReportTable table)
    {
        yield return [new SheetCell(table.Title, CellStyle.Title)];
        foreach (var fact in table.Facts)
        {
            yield return [SheetCell.Of(fact.Label), SheetCell.Of(fact.Value)];
        }

        yield return [];
        foreach (var column in table.Printed.Where(column => column.Name is not null))
        {
            yield return
            [
                SheetCell.Of(string.Join(" – ", column.Headings.Where(heading => heading is not null)) + (column.Mark is { } mark ? " " + mark : "")),
                SheetCell.Of(column.Name),
            ];
        }

        yield return [];
        foreach (var note in table.Notes)
        {
            yield return [null, new SheetCell(note, CellStyle.Note)];
        }
    }
}
