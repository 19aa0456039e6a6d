using System.Text.Json;
using System.Text.Json.Nodes;
using DossierMonitor.Api.Tests.Demo;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Trend;

/// <summary>Each row of a trend is, to the byte, the row that on-time figures of its interval have.</summary>
public sealed class GetTrendTests(WalkedProvince province) : IClassFixture<WalkedProvince>
{
    private const string AsOf = "asOf=2022-11-14T10:31:27.5%2B07:00";

    [Theory]
    [InlineData("district", "month", "from=2022-01-10&to=2022-12-15", "")]
    [InlineData("district", "week", "from=2022-10-26&to=2022-11-16", "&definition=strict&include=branches")]
    [InlineData("branch", "month", "from=2022-06-01&to=2022-11-30", "&definition=workload&knownAt=2022-12-15T10:00:00Z")]
    [InlineData("branch", "day", "from=2022-11-08&to=2022-11-16", "&definition=closed-plus-overdue")]
    [InlineData("unit", "week", "from=2022-10-05&to=2022-10-25", "&unit=502")]
    [InlineData("field", "month", "from=2021-12-20&to=2022-03-03", "")]
    [InlineData("field", "day", "from=2022-02-26&to=2022-03-02", "&channel=online")]
    [InlineData("procedure", "week", "from=2022-07-01&to=2022-07-31", "&field=land&definition=strict")]
    [InlineData("channel", "month", "from=2022-10-14&to=2022-12-15", "&field=land&unit=502&include=branches")]
    [InlineData("total", "day", "from=2022-11-10&to=2022-11-16", "&definition=workload")]
    [InlineData("total", "week", "from=2022-10-05&to=2022-11-23", "&unit=507&include=branches")]
    [InlineData("total", "month", "from=2022-01-01&to=2022-12-15", "&field=land")]
    public async Task Every_row_is_the_on_time_row_of_its_interval(string by, string interval, string period, string more)
    {
        var trend = (await GetAsync($"/v1/trend?by={by}&interval={interval}&{period}&{AsOf}{more}")).Items("rows").ToLookup(row => (row.Text("intervalFrom"), row.Text("intervalTo")));
        trend.Count.ShouldBeGreaterThan(2);
        var open = 0L;
        foreach (var one in trend)
        {
            var answer = await GetAsync($"/v1/on-time?by={(by == "total" ? "unit" : by)}&from={one.Key.Item1}&to={one.Key.Item2}&{AsOf}{more}");
            var expected = by == "total" ? [answer.GetProperty("total")] : answer.Items("rows");
            one.Select(row => RowOf(row, by)).ShouldBe(expected.Select(row => RowOf(row, by)), $"{one.Key}");
            open += one.Sum(row => row.GetProperty("open").GetInt64());
        }

        open.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_row_of_the_total_leads_to_its_dossiers()
    {
        foreach (var row in (await GetAsync($"/v1/trend?by=total&interval=week&from=2022-10-05&to=2022-10-25&unit=502&{AsOf}")).Items("rows"))
        {
            foreach (var number in new[] { "open", "received", "finished" })
            {
                (await GetAsync($"{row.Text("rows")}&state={number}&limit=1000")).Items("items").Count.ShouldBe(row.GetProperty(number).GetInt32());
            }
        }
    }

    [Fact]
    public async Task Rows_come_one_after_the_other_with_their_intervals_in_order()
    {
        var rows = (await GetAsync($"/v1/trend?by=branch&from=2022-09-10&{AsOf}")).Items("rows").Select(row => (row.Text("key"), row.Text("interval"))).ToList();
        rows.Take(3).Select(row => row.Item2).ShouldBe(["2022-09", "2022-10", "2022-11"]);
        rows.ShouldBe(rows.OrderBy(row => row.Item1, StringComparer.Ordinal).ThenBy(row => row.Item2, StringComparer.Ordinal));
        rows.Distinct().Count().ShouldBe(rows.Count);
    }

    [Theory]
    [InlineData("by=total&interval=day&from=2022-01-01&to=2023-02-04", 400)]
    [InlineData("by=total&interval=week&from=2022-01-03&to=2029-09-02", 400)]
    [InlineData("by=total&interval=month&from=2022-01-15&to=2055-04-02", 400)]
    public async Task There_may_be_400_intervals_and_no_more(string query, int intervals)
    {
        (await GetAsync($"/v1/trend?{query}&{AsOf}")).Items("rows").Count.ShouldBe(intervals);
        var longer = query.Replace("2023-02-04", "2023-02-05", StringComparison.Ordinal).Replace("2029-09-02", "2029-09-03", StringComparison.Ordinal).Replace("2055-04-02", "2055-05-01", StringComparison.Ordinal);
        (await GetAsync($"/v1/trend?{longer}&{AsOf}", 400)).Errors().ShouldBe([("/interval", "tooManyIntervals")]);
    }

    [Fact]
    public async Task Days_of_every_unit_are_too_many_rows_and_those_of_a_district_are_not()
    {
        const string year = "interval=day&from=2022-01-01&to=2022-12-15&" + AsOf;
        (await GetAsync($"/v1/trend?by=unit&{year}", 400)).Errors().ShouldBe([("/interval", "tooManyRows")]);
        (await GetAsync($"/v1/trend?by=unit&unit=502&{year}")).Items("rows").Count.ShouldBeGreaterThan(349);
    }

    [Fact]
    public async Task The_refusal_speaks_both_languages()
    {
        const string path = "/v1/trend?by=total&interval=day&from=2020-01-01&to=2022-12-15";
        (await GetAsync(path, 400)).Items("errors")[0].Text("detail").ShouldBe("The period has more than 400 such intervals. Ask for longer intervals or a shorter period.");
        (await GetAsync(path, 400, "vi")).Items("errors")[0].Text("detail").ShouldBe("Kỳ có hơn 400 khoảng thời gian như vậy. Hãy chọn khoảng dài hơn hoặc kỳ ngắn hơn.");
    }

    [Fact]
    public async Task Csv_has_the_interval_before_the_columns_of_on_time()
    {
        var json = (await GetAsync($"/v1/trend?by=district&from=2022-09-10&{AsOf}")).Items("rows");
        var lines = (await TextAsync($"/v1/trend?by=district&from=2022-09-10&{AsOf}&format=csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var onTime = (await TextAsync($"/v1/on-time?by=district&{AsOf}&format=csv")).Split("\r\n")[0];
        lines[0].ShouldBe("interval,intervalFrom,intervalTo," + onTime);
        lines.Length.ShouldBe(json.Count + 1);
        lines[2].ShouldStartWith($"{json[1].Text("interval")},{json[1].Text("intervalFrom")},{json[1].Text("intervalTo")},{json[1].Text("key")},");
    }

    // Without what a trend adds; and the total of units has a link of its own.
    private static string RowOf(JsonElement row, string by)
    {
        var members = JsonNode.Parse(row.GetRawText())!.AsObject();
        foreach (var name in new[] { "interval", "intervalFrom", "intervalTo" })
        {
            members.Remove(name);
        }

        if (by == "total")
        {
            members["rows"] = members["rows"]!.GetValue<string>().Replace("by=unit&", "", StringComparison.Ordinal);
        }

        return members.ToJsonString();
    }

    private async Task<JsonElement> GetAsync(string path, int status = 200, string language = "en") =>
        JsonDocument.Parse(await TextAsync(path, status, language)).RootElement.Clone();

    private async Task<string> TextAsync(string path, int status = 200, string language = "en")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept-Language", language);
        using var response = await province.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        return text;
    }
}
