using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using DossierMonitor.Api.Problems;

namespace DossierMonitor.Api.Reports;

/// <summary>
/// A report as one page that needs nothing else: no script, no other file. It may be opened, printed and kept. Its style stands in it and is
/// allowed by its hash; whatever else is put into the page does nothing.
/// </summary>
internal static class ReportPage
{
    private const string Style = """
        @page { size: A4 landscape; margin: 12mm; }
        :root { color-scheme: light; }
        body { font: 0.9rem/1.4 "Times New Roman", "Liberation Serif", "Noto Serif", serif; margin: 1rem auto; max-width: 90rem; padding: 0 1rem; color: #111; background: #fff; }
        h1 { font-size: 1.3rem; text-align: center; margin: 0.3rem 0; }
        .form { text-align: right; font-style: italic; margin: 0; }
        .label { border: 2px solid #8a5300; padding: 0.3rem 0.6rem; font-weight: bold; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; }
        caption { text-align: left; padding: 0.3rem 0; font-weight: bold; }
        th, td { border: 1px solid #555; padding: 0.15rem 0.4rem; vertical-align: top; }
        thead { display: table-header-group; }
        thead th { background: #e8eef4; text-align: center; vertical-align: middle; }
        thead tr.marks th { font-weight: normal; font-style: italic; background: none; }
        tr { break-inside: avoid; }
        tbody th { text-align: left; font-weight: normal; }
        .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
        tfoot th, tfoot td { font-weight: bold; border-top: 2px solid #111; }
        tfoot th { text-align: left; }
        tfoot { display: table-row-group; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.1rem 1rem; margin: 0.8rem 0; font-size: 0.85rem; }
        dt { color: #444; }
        dd { margin: 0; overflow-wrap: anywhere; }
        .notes { font-size: 0.85rem; }
        .signatures { display: flex; justify-content: space-between; margin-top: 1.5rem; break-inside: avoid; text-align: center; }
        .signatures div { width: 40%; min-height: 6rem; font-weight: bold; }
        """;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The content security policy that the page is sent with.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static byte[] Write(ReportTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"").Append(table.Language.Tag()).Append("\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>").Append(Safe(table.Title)).Append("</title>\n<style>").Append(Style).Append("</style>\n</head>\n<body>\n");
        if (table.Form is { } form)
        {
            page.Append("<p class=\"form\">").Append(Safe(form)).Append("</p>\n");
        }

        page.Append("<main>\n<h1>").Append(Safe(table.Title)).Append("</h1>\n");
        Facts(page, table);
        Table(page, table);
        if (table.Notes.Count > 0)
        {
            page.Append("<ul class=\"notes\">\n");
            foreach (var note in table.Notes)
            {
                page.Append("<li>").Append(Safe(note)).Append("</li>\n");
            }

            page.Append("</ul>\n");
        }

        page.Append("<div class=\"signatures\"><div>").Append(Safe(new Words("Drawn up by", "Người lập biểu").In(table.Language))).Append("</div><div>")
            .Append(Safe(new Words("Head of the unit", "Thủ trưởng đơn vị").In(table.Language))).Append("</div></div>\n</main>\n</body>\n</html>\n");
        return Encoding.UTF8.GetBytes(page.ToString());
    }

    private static void Facts(StringBuilder page, ReportTable table)
    {
        page.Append("<dl>\n");
        foreach (var fact in table.Facts)
        {
            page.Append("<dt>").Append(Safe(fact.Label)).Append("</dt><dd>").Append(Safe(ReportNumbers.Text(fact.Value, ColumnKind.Text, table.Language))).Append("</dd>\n");
        }

        page.Append("</dl>\n");
    }

    private static void Table(StringBuilder page, ReportTable table)
    {
        page.Append("<div class=\"wide\">\n<table>\n<caption>").Append(Safe(table.Title)).Append("</caption>\n<thead>\n");
        foreach (var row in table.Headings().GroupBy(heading => heading.Row))
        {
            page.Append("<tr>");
            foreach (var heading in row)
            {
                page.Append("<th scope=\"").Append(heading.Columns > 1 ? "colgroup" : "col").Append('"')
                    .Append(Span("colspan", heading.Columns)).Append(Span("rowspan", heading.Rows)).Append('>').Append(Safe(heading.Text)).Append("</th>");
            }

            page.Append("</tr>\n");
        }

        var columns = table.Printed;
        if (columns.Any(column => column.Mark is not null))
        {
            page.Append("<tr class=\"marks\">");
            foreach (var column in columns)
            {
                // A heading without words would be read out as nothing.
                page.Append(column.Mark is { } mark ? $"<th scope=\"col\">{Safe(mark)}</th>" : "<td></td>");
            }

            page.Append("</tr>\n");
        }

        page.Append("</thead>\n<tbody>\n");
        var named = Math.Max(0, columns.ToList().FindIndex(column => column.Kind == ColumnKind.Text));
        foreach (var row in table.Rows)
        {
            Row(page, table, columns, table.PrintedCells(row), named, null);
        }

        page.Append("</tbody>\n");
        if (table.Total is { } total)
        {
            page.Append("<tfoot>\n");
            Row(page, table, columns, table.PrintedCells(total), named, new Words("Total", "Tổng cộng").In(table.Language));
            page.Append("</tfoot>\n");
        }

        page.Append("</table>\n</div>\n");
    }

    private static void Row(StringBuilder page, ReportTable table, IReadOnlyList<ReportColumn> columns, IReadOnlyList<object?> cells, int named, string? name)
    {
        page.Append("<tr>");
        for (var i = 0; i < columns.Count; i++)
        {
            if (i == named)
            {
                page.Append("<th scope=\"row\">").Append(Safe(name ?? ReportNumbers.Text(cells[i], columns[i].Kind, table.Language))).Append("</th>");
                continue;
            }

            var text = Safe(ReportNumbers.Text(cells[i], columns[i].Kind, table.Language));
            page.Append(columns[i].Kind is ColumnKind.Text or ColumnKind.Flag ? "<td>" : "<td class=\"number\">");

            // What a person reads is rounded and has the language's signs; a program reads the number itself.
            page.Append(ReportNumbers.Machine(cells[i]) is { } value ? $"<data value=\"{Safe(value)}\">{text}</data>" : text).Append("</td>");
        }

        page.Append("</tr>\n");
    }

    private static string Span(string name, int count) => count > 1 ? $" {name}=\"{count}\"" : "";

    private static string Safe(string text) => Encoder.Encode(text);
}
