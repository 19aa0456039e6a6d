using DossierMonitor.Api.Problems;

namespace DossierMonitor.Api.Reports;

internal enum ColumnKind
{
    /// <summary>The number of the row; the total has none.</summary>
    Ordinal,
    Text,
    Whole,
    Number,
    Rate,
    Flag,
}

/// <summary>How a cell follows from others of its row: (plus − minus) / over. Each is the name of a column.</summary>
internal sealed record ReportFormula(IReadOnlyList<string> Plus, IReadOnlyList<string> Minus, string? Over)
{
    public static ReportFormula Sum(params IReadOnlyList<string> columns) => new(columns, [], null);

    public static ReportFormula Difference(IReadOnlyList<string> plus, IReadOnlyList<string> minus) => new(plus, minus, null);

    public static ReportFormula Quotient(string numerator, string denominator) => new([numerator], [], denominator);
}

/// <summary>A column of a report.</summary>
/// <param name="Name">Path of the member in the JSON row, which heads the column of the CSV; null = only on paper.</param>
/// <param name="Headings">From the top; equal neighbours under the same heading are one, null = the heading above reaches down. Empty = not on paper.</param>
/// <param name="Mark">The form's own number of the column.</param>
internal sealed record ReportColumn(string? Name, ColumnKind Kind, IReadOnlyList<string?> Headings, string? Mark = null, ReportFormula? Formula = null)
{
    /// <summary>The total is the sum of the rows.</summary>
    public bool IsSummed { get; init; }

    public bool IsPrinted => Headings.Count > 0;
}

/// <summary>A column with the value of its cells.</summary>
internal sealed record ReportColumn<TRow>(ReportColumn Shape, Func<TRow, object?> Value);

/// <param name="Value">Text, a <see cref="DateOnly"/>, a local <see cref="DateTime"/>, a number.</param>
internal sealed record ReportFact(string Label, object? Value);

/// <summary>A report as what stands on paper; each of its forms is written from this.</summary>
/// <param name="Id">As in its address.</param>
/// <param name="Form">The official form that it is; null = none.</param>
/// <param name="Facts">What its numbers are: definition, period, calendar…</param>
/// <param name="Rows">Values by column.</param>
/// <param name="Notes">What each column counts where that is not plain.</param>
internal sealed record ReportTable(
    string Id,
    Language Language,
    string Title,
    string? Form,
    IReadOnlyList<ReportFact> Facts,
    IReadOnlyList<ReportColumn> Columns,
    IReadOnlyList<IReadOnlyList<object?>> Rows,
    IReadOnlyList<object?>? Total,
    IReadOnlyList<string> Notes)
{
    public static ReportTable Of<TRow>(
        string id,
        Language language,
        string title,
        string? form,
        IReadOnlyList<ReportFact> facts,
        IReadOnlyList<ReportColumn<TRow>> columns,
        IReadOnlyList<TRow> rows,
        TRow? total,
        IReadOnlyList<string> notes)
        where TRow : class
    {
        return new ReportTable(
            id, language, title, form, facts, [.. columns.Select(column => column.Shape)], [.. rows.Select((row, i) => Values(row, i + 1))], total is null ? null : Values(total, null), notes);

        IReadOnlyList<object?> Values(TRow row, int? ordinal) =>
            [.. columns.Select(column => column.Shape.Kind == ColumnKind.Ordinal ? (long?)ordinal : column.Value(row))];
    }

    /// <summary>Those that are on paper.</summary>
    public IReadOnlyList<ReportColumn> Printed => [.. Columns.Where(column => column.IsPrinted)];

    /// <summary>Of a row, the cells that are on paper.</summary>
    public IReadOnlyList<object?> PrintedCells(IReadOnlyList<object?> row) => [.. row.Where((_, i) => Columns[i].IsPrinted)];

    /// <summary>The headings as cells that may reach over several columns and rows.</summary>
    public IReadOnlyList<ReportHeading> Headings()
    {
        var columns = Printed;
        var depth = columns.Count == 0 ? 0 : columns.Max(column => column.Headings.Count);
        var headings = new List<ReportHeading>();
        for (var level = 0; level < depth; level++)
        {
            for (var from = 0; from < columns.Count;)
            {
                var to = from + 1;
                while (to < columns.Count && IsOneHeading(columns[from], columns[to], level))
                {
                    to++;
                }

                if (TextAt(columns[from], level) is { } text)
                {
                    var rows = 1;
                    while (level + rows < depth && columns.Skip(from).Take(to - from).All(column => TextAt(column, level + rows) is null))
                    {
                        rows++;
                    }

                    headings.Add(new ReportHeading(text, level, from, rows, to - from));
                }

                from = to;
            }
        }

        return headings;
    }

    private static bool IsOneHeading(ReportColumn one, ReportColumn other, int level) =>
        TextAt(one, level) is not null && Enumerable.Range(0, level + 1).All(above => TextAt(one, above) == TextAt(other, above));

    private static string? TextAt(ReportColumn column, int level) => level < column.Headings.Count ? column.Headings[level] : null;
}

/// <param name="Row">From 0.</param>
/// <param name="Column">From 0, of those on paper.</param>
internal sealed record ReportHeading(string Text, int Row, int Column, int Rows, int Columns);
