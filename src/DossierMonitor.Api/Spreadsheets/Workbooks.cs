using System.Globalization;
using System.IO.Compression;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace DossierMonitor.Api.Spreadsheets;

/// <summary>
/// Sheets as a file of Excel (OOXML). The same sheets are the same bytes: an answer is known by its tag, and a report of frozen figures
/// can be compared with the one that was printed.
/// </summary>
internal static class Workbooks
{
    private const string WorkbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

    // The day from which spreadsheets count, as they count it: 1900 is no leap year, and before March of it they are wrong.
    private static readonly DateTime DayZero = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified);
    private static readonly DateTime FirstRight = new(1900, 3, 1, 0, 0, 0, DateTimeKind.Unspecified);

    // The earliest that an entry of an archive can say.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Write(params IReadOnlyList<Sheet> sheets)
    {
        ArgumentNullException.ThrowIfNull(sheets);
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            // Parts have names of ours: those of the library are made up anew each time.
            var workbook = document.AddNewPart<WorkbookPart>(WorkbookType, "rId1");
            workbook.AddNewPart<WorkbookStylesPart>("styles").Stylesheet = SheetStyles.Create();
            var list = new Sheets();
            var names = new DefinedNames();
            for (var i = 0; i < sheets.Count; i++)
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"sheet{i + 1}");
                Write(workbook.AddNewPart<WorksheetPart>(id), sheets[i]);
                list.Append(new DocumentFormat.OpenXml.Spreadsheet.Sheet { Name = sheets[i].Name, SheetId = (uint)i + 1, Id = id });
                if (sheets[i].RepeatedFrom > 0)
                {
                    names.Append(new DefinedName(string.Create(CultureInfo.InvariantCulture, $"'{sheets[i].Name}'!${sheets[i].RepeatedFrom}:${sheets[i].FrozenRows}"))
                    {
                        Name = "_xlnm.Print_Titles",
                        LocalSheetId = (uint)i,
                    });
                }
            }

            workbook.Workbook = names.HasChildren ? new Workbook(list, names) : new Workbook(list);
        }

        return WithoutTimes(stream);
    }

    private static void Write(WorksheetPart part, Sheet sheet)
    {
        using var writer = OpenXmlWriter.Create(part);
        writer.WriteStartElement(new Worksheet());
        writer.WriteElement(new SheetProperties(new PageSetupProperties { FitToPage = true }));
        writer.WriteElement(View(sheet));
        if (sheet.Widths.Count > 0)
        {
            writer.WriteElement(new Columns(sheet.Widths.Select((width, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = width, CustomWidth = true })));
        }

        writer.WriteStartElement(new SheetData());
        var row = 0;
        foreach (var cells in sheet.Rows)
        {
            row++;
            writer.WriteStartElement(new Row { RowIndex = (uint)row });
            for (var column = 0; column < cells.Count; column++)
            {
                if (cells[column] is { } cell)
                {
                    writer.WriteElement(Of(cell, DossierMonitor.Api.Spreadsheets.Sheet.Address(column + 1, row)));
                }
            }

            writer.WriteEndElement();
        }

        writer.WriteEndElement();
        if (sheet.Merged.Count > 0)
        {
            writer.WriteElement(new MergeCells(sheet.Merged.Select(area => new MergeCell { Reference = area })) { Count = (uint)sheet.Merged.Count });
        }

        writer.WriteElement(new PageMargins { Left = 0.4, Right = 0.4, Top = 0.5, Bottom = 0.5, Header = 0.3, Footer = 0.3 });
        writer.WriteElement(new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 });
        writer.WriteEndElement();
    }

    private static SheetViews View(Sheet sheet)
    {
        var view = new SheetView { WorkbookViewId = 0 };
        if (sheet.FrozenRows > 0 || sheet.FrozenColumns > 0)
        {
            view.Append(new Pane
            {
                HorizontalSplit = sheet.FrozenColumns > 0 ? sheet.FrozenColumns : null,
                VerticalSplit = sheet.FrozenRows > 0 ? sheet.FrozenRows : null,
                TopLeftCell = DossierMonitor.Api.Spreadsheets.Sheet.Address(sheet.FrozenColumns + 1, sheet.FrozenRows + 1),
                ActivePane = sheet.FrozenColumns == 0 ? PaneValues.BottomLeft : sheet.FrozenRows == 0 ? PaneValues.TopRight : PaneValues.BottomRight,
                State = PaneStateValues.Frozen,
            });
        }

        return new SheetViews(view);
    }

    private static Cell Of(SheetCell cell, string address)
    {
        var written = new Cell { CellReference = address, StyleIndex = (uint)cell.Style };
        if (cell.Formula is not null)
        {
            written.CellFormula = new CellFormula(cell.Formula);
        }

        switch (cell.Value)
        {
            case null when cell.Formula is not null:
                written.DataType = CellValues.String;
                written.CellValue = new CellValue("");
                break;
            case null:
                break;
            case bool flag:
                written.DataType = CellValues.Boolean;
                written.CellValue = new CellValue(flag ? "1" : "0");
                break;
            case DateOnly day when day.ToDateTime(TimeOnly.MinValue) >= FirstRight:
                written.CellValue = Number((day.ToDateTime(TimeOnly.MinValue) - DayZero).Days);
                break;
            case DateTime moment when moment >= FirstRight:
                written.CellValue = Number((moment - DayZero).TotalDays);
                break;
            case IFormattable number when SheetCell.StyleOf(number) is CellStyle.Whole or CellStyle.Number:
                written.CellValue = Number(number);
                break;
            default:
                // In the cell itself, as text: whatever it begins with, nothing computes it.
                written.DataType = CellValues.InlineString;
                written.InlineString = new InlineString(new Text(SheetText.Of(TextOf(cell.Value))) { Space = SpaceProcessingModeValues.Preserve });
                break;
        }

        return written;
    }

    private static string TextOf(object value) => value switch
    {
        IReadOnlyList<string> list => string.Join(';', list),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static CellValue Number(IFormattable number) => new(number.ToString(null, CultureInfo.InvariantCulture));

    // The archive's entries carry the time at which they were made; nothing else of the file does.
    private static byte[] WithoutTimes(MemoryStream archive)
    {
        using var result = new MemoryStream();
        archive.Position = 0;
        using (var from = new ZipArchive(archive, ZipArchiveMode.Read, leaveOpen: true))
        using (var to = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in from.Entries.OrderBy(entry => entry.FullName, StringComparer.Ordinal))
            {
                var copy = to.CreateEntry(entry.FullName, CompressionLevel.Optimal);
                copy.LastWriteTime = NoTime;
                using var source = entry.Open();
                using var target = copy.Open();
                source.CopyTo(target);
            }
        }

        return result.ToArray();
    }
}
