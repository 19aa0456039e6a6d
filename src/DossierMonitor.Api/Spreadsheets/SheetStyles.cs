using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace DossierMonitor.Api.Spreadsheets;

/// <summary>The formats of a workbook, in the order of <see cref="CellStyle"/>.</summary>
internal static class SheetStyles
{
    // The first that are not built in.
    private const uint DayFormat = 164;
    private const uint MomentFormat = 165;
    private const uint NumberFormat = 166;
    private const uint Thousands = 3;
    private const uint Percent = 10;

    private const uint Plain = 0;
    private const uint Bold = 1;
    private const uint Large = 2;
    private const uint Soft = 2;

    public static Stylesheet Create() => new(
        new NumberingFormats(
            new NumberingFormat { NumberFormatId = DayFormat, FormatCode = "yyyy-mm-dd" },
            new NumberingFormat { NumberFormatId = MomentFormat, FormatCode = "yyyy-mm-dd hh:mm:ss" },
            new NumberingFormat { NumberFormatId = NumberFormat, FormatCode = "#,##0.###" }),
        new Fonts(OfFont(11), OfFont(11, new Bold()), OfFont(14, new Bold())),
        new Fills(
            new Fill(new PatternFill { PatternType = PatternValues.None }),
            new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
            new Fill(new PatternFill(new ForegroundColor { Rgb = "FFE8EEF4" }) { PatternType = PatternValues.Solid })),
        new Borders(new Border(), Thin()),
        new CellStyleFormats(new CellFormat()),
        new CellFormats(Enum.GetValues<CellStyle>().Select(Format)),
        new CellStyles(new DocumentFormat.OpenXml.Spreadsheet.CellStyle { Name = "Normal", FormatId = 0, BuiltinId = 0 }));

    private static CellFormat Format(CellStyle style) => style switch
    {
        CellStyle.Text => Of(0, Plain),
        CellStyle.Whole => Of(Thousands, Plain),
        CellStyle.Number => Of(NumberFormat, Plain),
        CellStyle.Rate => Of(Percent, Plain),
        CellStyle.Day => Of(DayFormat, Plain),
        CellStyle.Moment => Of(MomentFormat, Plain),
        CellStyle.Flag => Of(0, Plain),
        CellStyle.Title => Of(0, Large, bordered: false),
        CellStyle.Note => Of(0, Plain, bordered: false, new Alignment { WrapText = true, Vertical = VerticalAlignmentValues.Top }),
        CellStyle.Heading => Of(0, Bold, true, new Alignment { WrapText = true, Horizontal = HorizontalAlignmentValues.Center, Vertical = VerticalAlignmentValues.Center }, Soft),
        CellStyle.TotalText => Of(0, Bold),
        CellStyle.TotalWhole => Of(Thousands, Bold),
        CellStyle.TotalNumber => Of(NumberFormat, Bold),
        CellStyle.TotalRate => Of(Percent, Bold),
        _ => throw new ArgumentOutOfRangeException(nameof(style), style, "No format."),
    };

    private static CellFormat Of(uint number, uint font, bool bordered = true, Alignment? alignment = null, uint fill = 0)
    {
        var format = new CellFormat
        {
            NumberFormatId = number,
            FontId = font,
            FillId = fill,
            BorderId = bordered ? 1u : 0u,
            FormatId = 0,
            ApplyNumberFormat = true,
            ApplyFont = true,
            ApplyFill = true,
            ApplyBorder = true,
        };
        if (alignment is not null)
        {
            format.Append(alignment);
            format.ApplyAlignment = true;
        }

        return format;
    }

    private static Font OfFont(double size, OpenXmlElement? weight = null)
    {
        var font = new Font();
        if (weight is not null)
        {
            font.Append(weight);
        }

        font.Append(new FontSize { Val = size }, new FontName { Val = "Calibri" }, new FontFamilyNumbering { Val = 2 });
        return font;
    }

    private static Border Thin() => new(
        new LeftBorder { Style = BorderStyleValues.Thin },
        new RightBorder { Style = BorderStyleValues.Thin },
        new TopBorder { Style = BorderStyleValues.Thin },
        new BottomBorder { Style = BorderStyleValues.Thin });
}
