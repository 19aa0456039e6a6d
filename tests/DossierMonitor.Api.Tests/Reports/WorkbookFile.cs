using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MiniExcelLibs;
using Shouldly;

namespace DossierMonitor.Api.Tests.Reports;

/// <summary>
/// A workbook as others read it: the cells as another library sees them, and formulas computed anew from the bare XML, by nothing of what
/// wrote them.
/// </summary>
internal sealed partial class WorkbookFile
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private readonly byte[] _bytes;
    private readonly Dictionary<string, (string Value, string? Formula)> _cells;

    public WorkbookFile(byte[] bytes)
    {
        _bytes = bytes;
        Sheet = Part("xl/worksheets/sheet1.xml");
        _cells = Sheet.Descendants(Main + "c").ToDictionary(
            cell => (string)cell.Attribute("r")!,
            cell => (cell.Element(Main + "v")?.Value ?? string.Concat(cell.Descendants(Main + "t").Select(text => text.Value)), cell.Element(Main + "f")?.Value),
            StringComparer.Ordinal);
    }

    /// <summary>The first sheet.</summary>
    public XDocument Sheet { get; }

    public IReadOnlyList<string> SheetNames => [.. Read(() => MiniExcel.GetSheetNames(new MemoryStream(_bytes)))];

    public IReadOnlyList<string> Merged => [.. Sheet.Descendants(Main + "mergeCell").Select(merge => (string)merge.Attribute("ref")!)];

    public XElement? Pane => Sheet.Descendants(Main + "pane").SingleOrDefault();

    /// <summary>Rows by the letters of their columns, as MiniExcel reads them.</summary>
    public IReadOnlyList<IDictionary<string, object?>> Rows(string? sheet = null)
    {
        using var stream = new MemoryStream(_bytes);
        return [.. stream.Query(useHeaderRow: false, sheetName: sheet, excelType: ExcelType.XLSX).Cast<IDictionary<string, object?>>()];
    }

    /// <summary>With the first row as names.</summary>
    public IReadOnlyList<IDictionary<string, object?>> Records()
    {
        using var stream = new MemoryStream(_bytes);
        return [.. stream.Query(useHeaderRow: true, excelType: ExcelType.XLSX).Cast<IDictionary<string, object?>>()];
    }

    public XDocument Part(string name)
    {
        using var archive = new ZipArchive(new MemoryStream(_bytes));
        using var stream = archive.GetEntry(name)!.Open();
        return XDocument.Load(stream);
    }

    /// <summary>Every formula gives the value that stands beside it.</summary>
    /// <returns>How many there are.</returns>
    public int ShouldComputeItsFormulas()
    {
        var count = 0;
        foreach (var (address, (value, formula)) in _cells)
        {
            if (formula is not null)
            {
                count++;
                var computed = Evaluate(formula);
                double? shown = value.Length == 0 ? null : double.Parse(value, CultureInfo.InvariantCulture);
                (computed is null).ShouldBe(shown is null, $"{address}: {formula}");
                if (computed is { } number)
                {
                    number.ShouldBe(shown!.Value, 1e-15, $"{address}: {formula}");
                }
            }
        }

        return count;
    }

    // SUM(A1:A9), IF(B1=0,"",term), a sum of cells, a quotient of two.
    private double? Evaluate(string formula)
    {
        if (If().Match(formula) is { Success: true } condition)
        {
            return Number(condition.Groups["cell"].Value) == 0 ? null : Evaluate(condition.Groups["then"].Value);
        }

        if (Sum().Match(formula) is { Success: true } sum)
        {
            var column = sum.Groups["column"].Value;
            sum.Groups["last"].Value.ShouldBe(column);
            var (from, to) = (int.Parse(sum.Groups["from"].Value, CultureInfo.InvariantCulture), int.Parse(sum.Groups["to"].Value, CultureInfo.InvariantCulture));
            return Enumerable.Range(from, to - from + 1).Sum(row => Number(column + row.ToString(CultureInfo.InvariantCulture)));
        }

        var parts = formula.Split('/');
        var value = Terms().Matches(parts[0]).Sum(term => (term.Groups["sign"].Value == "-" ? -1 : 1) * Number(term.Groups["cell"].Value));
        string.Concat(Terms().Matches(parts[0]).Select(term => term.Value)).ShouldBe(parts[0]);
        return parts.Length == 1 ? value : value / Number(parts[1]);
    }

    // Of a cell with a formula the formula counts, not the value beside it.
    private double Number(string address)
    {
        var (value, formula) = _cells[address];
        return formula is not null ? Evaluate(formula) ?? 0 : value.Length == 0 ? 0 : double.Parse(value, CultureInfo.InvariantCulture);
    }

    private static List<string> Read(Func<List<string>> names) => names();

    [GeneratedRegex("^IF\\((?<cell>[A-Z]+[0-9]+)=0,\"\",(?<then>.+)\\)$", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex If();

    [GeneratedRegex("^SUM\\((?<column>[A-Z]+)(?<from>[0-9]+):(?<last>[A-Z]+)(?<to>[0-9]+)\\)$", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Sum();

    [GeneratedRegex("(?<sign>[+-]?)(?<cell>[A-Z]+[0-9]+)", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Terms();
}
