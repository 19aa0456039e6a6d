using System.Globalization;
using System.Text;
using System.Text.Json;
using AngleSharp.Dom;
using CsvHelper;
using DossierMonitor.Api.Tests.Closings;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Reports;

/// <summary>JSON, CSV, workbook and page of a report have the same numbers.</summary>
public sealed class ReportFormsTests
{
    private const string AsOf = "asOf=2022-12-15T10:00:00Z";

    public static TheoryData<string, string> Provinces()
    {
        var data = new TheoryData<string, string>();
        foreach (var report in (IEnumerable<string>)["ii-06a", "progress-766", "league"])
        {
            foreach (var province in (IEnumerable<string>)["empty", "one", "nasty", "many"])
            {
                data.Add(report, province);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Provinces))]
    public async Task All_forms_have_the_same_numbers(string report, string province)
    {
        await using var service = await StartAsync(province);
        using var http = service.PlainClient();
        var path = $"/v1/reports/{report}?by=branch&minimum=10&{AsOf}&lang=vi".Replace(report == "league" ? "never" : "&minimum=10", "", StringComparison.Ordinal);
        var json = await http.JsonAsync(path);
        var rows = json.Items("rows");
        rows.Count.ShouldBe(province switch { "empty" => 0, "one" => 1, "nasty" => ReportProvince.Codes.Count, _ => 300 });

        // CSV: every column is a member.
        var (header, lines) = Csv(await http.BytesAsync(path + "&format=csv&bom=1"));
        lines.Count.ShouldBe(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            for (var column = 0; column < header.Length; column++)
            {
                Same(lines[i][column], rows[i].At(header[column])).ShouldBeTrue($"{header[column]} of {i}: {lines[i][column]}");
            }
        }

        // The workbook, as another library reads it, and as its formulas compute it.
        var book = await http.WorkbookAsync(path + "&format=xlsx");
        var formulas = book.ShouldComputeItsFormulas();
        formulas.ShouldBeGreaterThan(0);
        var columns = Columns(book);
        var first = int.Parse(book.Pane!.Attribute("ySplit")!.Value, CultureInfo.InvariantCulture);
        var cells = book.Rows();
        cells.Count.ShouldBe(first + rows.Count + 1);
        var total = json.GetProperty("total");
        for (var i = 0; i <= rows.Count; i++)
        {
            foreach (var (letter, name) in columns.Where(column => i < rows.Count || total.At(column.Value) is { ValueKind: JsonValueKind.Number }))
            {
                var member = (i < rows.Count ? rows[i] : total).At(name);
                SameCell(cells[first + i][letter], member).ShouldBeTrue($"{name} of {i}: {cells[first + i][letter]} {member}");
            }
        }

        // The page.
        var page = await http.PageAsync(path + "&format=html");
        var body = page.QuerySelectorAll("tbody tr");
        body.Length.ShouldBe(rows.Count);
        var letters = book.Rows()[first - 1].Keys.ToList();
        for (var i = 0; i < rows.Count; i++)
        {
            var printed = body[i].Children;
            printed.Length.ShouldBe(letters.Count);
            foreach (var (letter, name) in columns)
            {
                var cell = printed[letters.IndexOf(letter)];
                if (rows[i].At(name) is { ValueKind: JsonValueKind.Number } number)
                {
                    cell.QuerySelector("data")!.GetAttribute("value").ShouldBe(number.GetRawText());
                }
                else if (rows[i].At(name) is { ValueKind: JsonValueKind.String } text)
                {
                    cell.TextContent.ShouldBe(text.GetString());
                }
            }
        }
    }

    [Theory]
    [InlineData("ii-06a", "by=field")]
    [InlineData("progress-766", "by=district")]
    [InlineData("league", "by=unit")]
    public async Task The_page_needs_nothing_else_and_is_for_everybody(string report, string by)
    {
        await using var service = await ReportProvince.StartAsync(ReportProvince.Codes, _ => (12, 2));
        using var http = service.PlainClient();
        http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        http.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", "vi-VN,vi;q=0.9");
        using var response = await http.GetAsync(new Uri($"/v1/reports/{report}?{by}", UriKind.Relative));
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        var page = ReportRequests.Page(await response.Content.ReadAsByteArrayAsync());
        page.DocumentElement.GetAttribute("lang").ShouldBe("vi");
        page.QuerySelectorAll("script, link, img, iframe, form, [style], [onclick], [src], [href]").ShouldBeEmpty();
        page.QuerySelector("table caption")!.TextContent.ShouldNotBeEmpty();
        page.QuerySelectorAll("thead th").ShouldAllBe(heading => heading.GetAttribute("scope") == "col" || heading.GetAttribute("scope") == "colgroup");
        page.QuerySelectorAll("tbody tr").ShouldAllBe(row => row.QuerySelectorAll("th[scope=row]").Length == 1);

        // Merged headings cover the table exactly: each row of the head, spans counted, is as wide as a row of the body.
        var width = page.QuerySelectorAll("tbody tr")[0].Children.Length;
        Covered(page.QuerySelectorAll("thead tr:not(.marks)")).ShouldAllBe(columns => columns == width);
        page.QuerySelectorAll("thead tr.marks").ShouldAllBe(row => row.Children.Length == width);

        // Its style is allowed by its hash, and nothing else is allowed.
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(page.QuerySelector("style")!.TextContent)));
        policy.ShouldStartWith($"default-src 'none'; style-src 'sha256-{hash}';");
        policy.ShouldNotContain("unsafe");

        // Another language by the parameter.
        (await http.PageAsync($"/v1/reports/{report}?{by}&lang=en")).DocumentElement.GetAttribute("lang").ShouldBe("en");
    }

    [Fact]
    public async Task The_workbook_says_what_it_is_and_keeps_its_head_in_sight()
    {
        await using var service = await ReportProvince.StartAsync(["A", "B"], _ => (12, 2));
        await service.ClosePeriodAsync();
        using var http = service.PlainClient();
        var book = await http.WorkbookAsync($"/v1/reports/ii-06a?by=branch&{AsOf}&format=xlsx");
        book.SheetNames.ShouldBe(["II-06A", "About"]);
        book.Merged.ShouldContain("C3:F3");
        book.Merged.ShouldContain("A3:A5");
        book.Pane!.Attribute("state")!.Value.ShouldBe("frozen");
        var facts = book.Rows("About").Where(row => row["A"] is string).ToDictionary(row => (string)row["A"]!, row => row["B"], StringComparer.Ordinal);
        ((string)facts["Definition"]!).ShouldStartWith("closed (");
        facts["From"].ShouldBe(new DateTime(2022, 1, 1, 0, 0, 0, DateTimeKind.Unspecified));
        facts["To"].ShouldBe(new DateTime(2022, 12, 15, 0, 0, 0, DateTimeKind.Unspecified));
        facts["As of"].ShouldBe(new DateTime(2022, 12, 15, 17, 0, 0, DateTimeKind.Unspecified));
        facts["Time zone"].ShouldBe("Asia/Ho_Chi_Minh");
        facts["Working calendar"].ShouldBe((await http.JsonAsync($"/v1/on-time?by=unit&{AsOf}")).Text("calendar"));
        facts["Closing"].ShouldBe("none: computed from the log");
        facts["Source"].ShouldBe("DossierMonitor, log of events 1 to 46");

        var closed = await http.WorkbookAsync("/v1/reports/league?by=branch&closing=1&minimum=1&format=xlsx&lang=vi");
        var about = closed.Rows("Thông tin").Where(row => row["A"] is string).ToDictionary(row => (string)row["A"]!, row => row["B"], StringComparer.Ordinal);
        about["Kỳ chốt số"].ShouldBe("1 – 2022");
        about["SHA-256 của kỳ chốt"].ShouldBe((await http.JsonAsync("/v1/closings")).Items("closings")[0].Text("digest"));
    }

    [Fact]
    public async Task A_form_without_a_row_adds_nothing_up()
    {
        await using var service = await StartAsync("empty");
        using var http = service.PlainClient();
        var book = await http.WorkbookAsync($"/v1/reports/ii-06a?by=branch&{AsOf}&format=xlsx");
        book.Sheet.ToString().ShouldNotContain("SUM(");
        (await http.PageAsync($"/v1/reports/ii-06a?by=branch&{AsOf}&format=html")).QuerySelectorAll("tfoot data").ShouldAllBe(number => number.TextContent == "0");
    }

    [Fact]
    public async Task Rates_on_paper_are_cut_and_not_rounded()
    {
        // 59 of 60 is 98.333… %, 3 of 3 stays 100 %.
        await using var service = await ReportProvince.StartAsync(["A", "B"], i => i == 0 ? (61, 1) : (4, 0));
        using var http = service.PlainClient();
        var text = (await http.PageAsync($"/v1/reports/league?by=branch&minimum=1&{AsOf}&format=html&lang=vi")).QuerySelector("tbody")!.TextContent;
        text.ShouldContain("98,33 %");
        text.ShouldContain("100,00 %");
    }

    [Fact]
    public async Task Simulated_data_say_so_in_every_paper()
    {
        await using var service = await TestService.StartAsync(settings => settings with { Simulated = true });
        using var http = service.PlainClient();
        (await http.PageAsync("/v1/reports/league?by=branch&format=html&lang=vi")).QuerySelector("dl")!.TextContent.ShouldContain("DỮ LIỆU MÔ PHỎNG");
        (await http.WorkbookAsync("/v1/reports/ii-06a?by=branch&format=xlsx")).Rows("About").ShouldContain(row => row["B"] is string && ((string)row["B"]!).StartsWith("SIMULATED DATA", StringComparison.Ordinal));
    }

    private static Task<TestService> StartAsync(string province) => province switch
    {
        "empty" => ReportProvince.StartAsync([], _ => (0, 0)),
        "one" => ReportProvince.StartAsync(["A"], _ => (40, 3)),
        "nasty" => ReportProvince.StartAsync(ReportProvince.Codes, i => (5 + i, i % 4)),
        _ => ReportProvince.StartAsync([.. Enumerable.Range(0, 300).Select(i => $"B{i:000}")], i => (i % 12, i % 3)),
    };

    // The sheet that says what the columns are names the members, in their order, between two empty lines. Columns that are only on paper come first.
    private static Dictionary<string, string> Columns(WorkbookFile book)
    {
        var first = int.Parse(book.Pane!.Attribute("ySplit")!.Value, CultureInfo.InvariantCulture);
        var letters = book.Rows()[first - 1].Keys.ToList();
        var names = book.Rows(book.SheetNames[1]).SkipWhile(row => row["A"] is not null).Skip(1).TakeWhile(row => row["A"] is not null).Select(row => (string)row["B"]!).ToList();
        return letters.Skip(letters.Count - names.Count).Zip(names).ToDictionary(column => column.First, column => column.Second, StringComparer.Ordinal);
    }

    private static (string[] Header, IReadOnlyList<string[]> Lines) Csv(byte[] bytes)
    {
        bytes[..3].ShouldBe(Encoding.UTF8.GetPreamble());
        using var text = new StreamReader(new MemoryStream(bytes[3..]), Encoding.UTF8);
        using var csv = new CsvParser(text, CultureInfo.InvariantCulture);
        csv.Read().ShouldBeTrue();
        var header = csv.Record!;
        var lines = new List<string[]>();
        while (csv.Read())
        {
            lines.Add(csv.Record!);
        }

        return (header, lines);
    }

    private static bool Same(string cell, JsonElement? member) => member switch
    {
        null or { ValueKind: JsonValueKind.Null } => cell.Length == 0,
        { ValueKind: JsonValueKind.String } text => cell.TrimStart('\'') == text.GetString(),
        { ValueKind: JsonValueKind.True } => cell == "true",
        { ValueKind: JsonValueKind.False } => cell == "false",
        { } number => cell == number.GetRawText(),
    };

    private static bool SameCell(object? cell, JsonElement? member) => member switch
    {
        null or { ValueKind: JsonValueKind.Null } => cell is null or "",
        { ValueKind: JsonValueKind.String } text => cell is string found && found.Replace("_x005F_", "_", StringComparison.Ordinal) == text.GetString(),
        { ValueKind: JsonValueKind.True or JsonValueKind.False } flag => cell is bool found && found == flag.GetBoolean(),
        { } number => cell is double found && found.Equals(number.GetDouble()),
    };

    private static int[] Covered(IHtmlCollection<IElement> rows)
    {
        var covered = new int[rows.Length];
        for (var row = 0; row < rows.Length; row++)
        {
            foreach (var cell in rows[row].Children)
            {
                for (var down = 0; down < int.Parse(cell.GetAttribute("rowspan") ?? "1", CultureInfo.InvariantCulture); down++)
                {
                    covered[row + down] += int.Parse(cell.GetAttribute("colspan") ?? "1", CultureInfo.InvariantCulture);
                }
            }
        }

        return covered;
    }
}
