namespace DossierMonitor.Api.Spreadsheets;

/// <summary>What a cell is and how it looks; each is a format of the workbook.</summary>
internal enum CellStyle
{
    Text,
    Whole,
    Number,
    Rate,
    Day,
    Moment,
    Flag,
    Title,
    Note,
    Heading,
    TotalText,
    TotalWhole,
    TotalNumber,
    TotalRate,
}

/// <param name="Value">Text, a number, a flag, a <see cref="DateOnly"/>, a local <see cref="DateTime"/>; null = empty. Text is text: it is never computed.</param>
/// <param name="Formula">Made by this program from addresses of cells, never from what others wrote. The value beside it is its result, for readers that do not compute.</param>
internal sealed record SheetCell(object? Value, CellStyle Style, string? Formula = null)
{
    public static SheetCell Of(object? value) => new(value, StyleOf(value));

    public static CellStyle StyleOf(object? value) => value switch
    {
        DateOnly => CellStyle.Day,
        DateTime => CellStyle.Moment,
        bool => CellStyle.Flag,
        sbyte or byte or short or ushort or int or uint or long or ulong => CellStyle.Whole,
        float or double or decimal => CellStyle.Number,
        _ => CellStyle.Text,
    };
}

/// <summary>One sheet of a workbook.</summary>
/// <param name="Name">At most 31 characters, none of <c>[]:*?/\</c>.</param>
/// <param name="Rows">A null cell is no cell.</param>
/// <param name="Widths">Of the columns, in characters.</param>
internal sealed record Sheet(string Name, IEnumerable<IReadOnlyList<SheetCell?>> Rows, IReadOnlyList<double> Widths)
{
    /// <summary>These stay on the screen, and at the head of every printed page those after <see cref="RepeatedFrom"/>.</summary>
    public int FrozenRows { get; init; }

    public int FrozenColumns { get; init; }

    /// <summary>The first row that is printed on every page; 0 = none is.</summary>
    public int RepeatedFrom { get; init; }

    /// <summary>Cells that are one: <c>A1:C1</c>.</summary>
    public IReadOnlyList<string> Merged { get; init; } = [];

    /// <summary>The address of a cell; both count from 1.</summary>
    public static string Address(int column, int row)
    {
        var letters = "";
        for (; column > 0; column = (column - 1) / 26)
        {
            letters = (char)('A' + ((column - 1) % 26)) + letters;
        }

        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{letters}{row}");
    }
}
