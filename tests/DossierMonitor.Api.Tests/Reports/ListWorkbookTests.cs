using System.Globalization;
using System.Text.Json;
using DossierMonitor.Api.Spreadsheets;
using DossierMonitor.Api.Tests.Closings;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Reports;

/// <summary>Lists and figures as workbooks.</summary>
public sealed class ListWorkbookTests
{
    private const string AsOf = "asOf=2022-12-15T10:00:00Z";

    private static readonly HashSet<string> Days = ["validFrom", "intervalFrom", "intervalTo"];

    public static TheoryData<string, string> Lists => new()
    {
        { $"/v1/on-time?by=unit&{AsOf}", "rows" },
        { $"/v1/on-time?by=branch&definition=strict&{AsOf}", "rows" },
        { $"/v1/dossiers?sort=code&{AsOf}", "items" },
        { $"/v1/dossiers?state=overdue&sort=code&{AsOf}", "items" },
        { $"/v1/league?by=unit&minimum=1&{AsOf}", "rows" },
        { $"/v1/trend?by=district&interval=month&{AsOf}", "rows" },
        { $"/v1/ageing?by=unit&{AsOf}", "rows" },
        { $"/v1/due-soon?by=unit&{AsOf}", "rows" },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Its_cells_are_the_members_with_their_types(string path, string items)
    {
        await using var service = await TestService.StartAsync();
        await service.PostOkAsync(SampleProvince.Events);
        using var http = service.PlainClient();
        var rows = (await http.JsonAsync(path)).Items(items);
        var book = await http.WorkbookAsync(path + "&format=xlsx");
        var records = book.Records();
        records.Count.ShouldBe(rows.Count);
        rows.ShouldNotBeEmpty();
        var csv = System.Text.Encoding.UTF8.GetString(await http.BytesAsync(path + "&format=csv")).Split("\r\n")[0].Split(',');
        records[0].Keys.ShouldBe(csv);
        var compared = 0;
        foreach (var (record, row) in records.Zip(rows))
        {
            foreach (var (name, cell) in record)
            {
                if (row.At(name) is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Array) } member)
                {
                    cell.ShouldBe(Expected(name, member), name);
                    compared++;
                }
            }
        }

        compared.ShouldBeGreaterThan(rows.Count);
        book.Rows("about").Select(row => row["A"]).ShouldContain("asOf");
        book.Rows("about").Single(row => (string)row["A"]! == "asOf")["B"].ShouldBe(new DateTime(2022, 12, 15, 17, 0, 0, DateTimeKind.Unspecified));
    }

    [Fact]
    public async Task A_closing_s_breakdown_comes_as_a_workbook_too()
    {
        await using var service = await TestService.StartAsync();
        await service.PostOkAsync(SampleProvince.Events);
        await service.ClosePeriodAsync();
        var rows = (await service.GetAsync("/v1/closings/1")).GetProperty("rows").Items("unit");
        using var http = service.PlainClient();
        var book = await http.WorkbookAsync("/v1/closings/1?format=xlsx&by=unit");
        book.Records().Select(record => (record["key"], record["received"])).ShouldBe(rows.Select(row => ((object?)row.Text("key"), (object?)(double)row.Whole("received"))));
        book.Rows("about").ShouldContain(row => (string?)row["A"] == "name" && (string?)row["B"] == "2022");
    }

    [Theory]
    [InlineData("/v1/on-time?by=branch", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", true)]
    [InlineData("/v1/on-time?by=branch", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;q=0.5, text/csv", false)]
    [InlineData("/v1/on-time?by=branch&format=xlsx", "text/csv", true)]
    [InlineData("/v1/on-time?by=branch&format=json", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false)]
    public async Task The_form_is_the_one_asked_for(string path, string accept, bool workbook)
    {
        await using var service = await TestService.StartAsync();
        service.Http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);
        using var response = await service.Http.GetAsync(new Uri(path, UriKind.Relative));
        (response.Content.Headers.ContentType!.MediaType == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet").ShouldBe(workbook);
    }

    [Fact]
    public async Task Pages_of_a_workbook_follow_the_link()
    {
        await using var service = await TestService.StartAsync();
        await service.PostOkAsync(SampleProvince.Events);
        var expected = (await service.GetAsync("/v1/dossiers?sort=code")).Items("items").Select(item => item.Text("code"));
        var seen = new List<string>();
        string? path = "/v1/dossiers?sort=code&limit=3&format=xlsx";
        while (path is not null)
        {
            using var response = await service.Http.GetAsync(new Uri(path, UriKind.Relative));
            seen.AddRange(new WorkbookFile(await response.Content.ReadAsByteArrayAsync()).Records().Select(record => (string)record["code"]!));
            path = response.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null;
        }

        seen.ShouldBe(expected);
    }

    /// <summary>Whatever a code looks like, no cell of a list has a formula, and what was written is what is read.</summary>
    [Fact]
    public void Text_stays_text()
    {
        string[] texts = [.. ReportProvince.Codes, "\t=1", " x ", "", "\u0001", "\ud83d\ude00", "\ufffe", "line\nline", new string('x', 32_000)];
        var book = new WorkbookFile(Workbooks.Write(new Sheet("s", [.. texts.Select(text => (IReadOnlyList<SheetCell?>)[SheetCell.Of(text)])], [])));
        book.Sheet.Descendants().ShouldNotContain(element => element.Name.LocalName == "f");
        book.Sheet.Descendants().Where(element => element.Name.LocalName == "c").ShouldAllBe(cell => cell.Attribute("t")!.Value == "inlineStr");
        book.Sheet.Descendants().Where(element => element.Name.LocalName == "t").Select(element => element.Value)
            .ShouldBe(texts.Select(text => text switch { "_x0041_" => "_x005F_x0041_", "\u0001" => "_x0001_", "\ufffe" => "_xFFFE_", _ => text }));
    }

    [Fact]
    public void Days_and_times_are_counted_as_spreadsheets_count_them_and_older_ones_stay_text()
    {
        var book = new WorkbookFile(Workbooks.Write(new Sheet(
            "s", [[SheetCell.Of(new DateOnly(1900, 3, 1)), SheetCell.Of(new DateOnly(2022, 12, 15)), SheetCell.Of(new DateTime(2022, 12, 15, 18, 0, 0, DateTimeKind.Unspecified)), SheetCell.Of(new DateOnly(1899, 1, 1))]], [])));
        book.Sheet.Descendants().Where(element => element.Name.LocalName is "v" or "t").Select(element => element.Value).ShouldBe(["61", "44910", "44910.75", "1899-01-01"]);
    }

    [Theory]
    [InlineData(1, 1, "A1")]
    [InlineData(26, 9, "Z9")]
    [InlineData(27, 10, "AA10")]
    [InlineData(702, 100000, "ZZ100000")]
    [InlineData(703, 1, "AAA1")]
    public void Cells_have_the_addresses_that_they_have(int column, int row, string address) => Sheet.Address(column, row).ShouldBe(address);

    [Fact]
    public void The_same_sheets_are_the_same_bytes()
    {
        Workbooks.Write(Small()).ShouldBe(Workbooks.Write(Small()));

        static Sheet Small() => new("s", [[SheetCell.Of("a"), SheetCell.Of(1L), SheetCell.Of(0.5)]], [10]) { FrozenRows = 1, RepeatedFrom = 1, Merged = ["A1:B1"] };
    }

    private static object? Expected(string name, JsonElement member)
    {
        var last = name.Split('.')[^1];
        return member.ValueKind switch
        {
            JsonValueKind.String when Days.Contains(last) => DateTime.ParseExact(member.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            JsonValueKind.String when last.EndsWith("At", StringComparison.Ordinal) => DateTimeOffset.Parse(member.GetString()!, CultureInfo.InvariantCulture).DateTime,
            JsonValueKind.String => member.GetString(),
            JsonValueKind.True or JsonValueKind.False => member.GetBoolean(),
            _ => member.GetDouble(),
        };
    }
}
