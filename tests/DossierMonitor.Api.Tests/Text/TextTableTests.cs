using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Text;

/// <summary>Answers as tables for terminals.</summary>
public sealed class TextTableTests
{
    [Theory]
    [InlineData("/v1/on-time?by=branch&format=text", null, "text/plain")]
    [InlineData("/v1/on-time?by=branch", "text/plain", "text/plain")]
    [InlineData("/v1/on-time?by=branch", "text/plain, application/json;q=0.9", "text/plain")]
    [InlineData("/v1/on-time?by=branch", "text/plain, application/json", "application/json")]
    [InlineData("/v1/on-time?by=branch", "text/csv;q=0.5, text/plain", "text/plain")]
    [InlineData("/v1/on-time?by=branch", "text/csv, text/plain", "text/csv")]
    [InlineData("/v1/on-time?by=branch&format=json", "text/plain", "application/json")]
    [InlineData("/v1/on-time?by=branch&format=csv", "text/plain", "text/csv")]
    [InlineData("/v1/on-time?by=branch", "text/*", "application/json")]
    [InlineData("/v1/on-time?by=branch", "*/*", "application/json")]
    [InlineData("/v1/targets", "text/csv", "text/csv")]
    public async Task The_form_is_the_one_asked_for(string path, string? accept, string type)
    {
        await using var service = await TestService.StartAsync();
        if (accept is not null)
        {
            service.Http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);
        }

        using var response = await service.Http.GetAsync(new Uri(path, UriKind.Relative));
        response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
    }

    [Fact]
    public async Task Figures_stand_in_columns_with_what_they_are_about_and_their_total()
    {
        await using var service = await StartAsync();
        (await LinesAsync(service, "/v1/on-time?by=district&field=justice")).ShouldBe(
        [
            "on time by district field=justice · closed · 2022-01-01 – 2022-12-15 · as of 2022-12-15T17:00:00+07:00",
            "code   name    received  finished  late  on time  open  overdue  target  distance  days late: median  most",
            "-----  ------  --------  --------  ----  -------  ----  -------  ------  --------  -----------------  ----",
            "502    Tam Kỳ         2         1     1   0.00 %     3        0  missed        -1                  3     3",
            "503    Hội An         3         0     0        -     2        1  -              -                  -     -",
            "-----  ------  --------  --------  ----  -------  ----  -------  ------  --------  -----------------  ----",
            "total                 5         1     1   0.00 %     5        1                                    3     3",
        ]);
    }

    [Fact]
    public async Task Targets_and_dossiers_speak_Vietnamese_too()
    {
        await using var service = await StartAsync();
        service.SpeakVietnamese();
        var targets = await LinesAsync(service, "/v1/targets");
        targets[0].ShouldBe("mục tiêu · 2022-01-01 – 2022-12-15 · tính đến 2022-12-15T17:00:00+07:00");
        targets[1].ShouldBe("mục tiêu          đơn vị                  định nghĩa            giá trị  trên tổng     yêu cầu  đạt    cách mục tiêu");
        targets.ShouldContain("district-on-time  502 Tam Kỳ              closed                 0,00 %        0/1  >= 97,00 %  không             -1");
        var dossiers = await LinesAsync(service, "/v1/dossiers?state=overdue");
        dossiers.ShouldBe(
        [
            "hồ sơ overdue · 2022-01-01 – 2022-12-15 · tính đến 2022-12-15T17:00:00+07:00",
            "mã  đơn vị   thủ tục  đang giữ  hẹn trả     giải quyết  trạng thái  ngày trễ",
            "--  -------  -------  --------  ----------  ----------  ----------  --------",
            "D3  Minh An  OPEN     -         2022-12-01  -           overdue           10",
            "1",
        ]);
    }

    [Theory]
    [InlineData("/v1/on-time?by=unit&definition=all", 8)]
    [InlineData("/v1/trend?by=district&interval=month", 4)]
    [InlineData("/v1/ageing?by=district", 6)]
    [InlineData("/v1/due-soon?by=district", 6)]
    [InlineData("/v1/league?by=district", 4)]
    [InlineData("/v1/dossiers", 5)]
    [InlineData("/v1/closings/1?by=branch", 6)]
    public async Task Every_list_that_has_csv_has_a_table_whose_lines_are_equally_long(string path, int least)
    {
        await using var service = await StartAsync();
        await Closings.ClosingRequests.ClosePeriodAsync(service);
        var lines = await LinesAsync(service, path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "format=text", accept: null);
        lines.Count.ShouldBeGreaterThanOrEqualTo(least);
        lines[0].ShouldContain("2022-");
        var rule = lines.First(line => line.StartsWith("--", StringComparison.Ordinal));
        foreach (var line in lines.SkipWhile(line => line != rule).TakeWhile(line => line.Length > 0 && !line.Contains('·', StringComparison.Ordinal)))
        {
            line.Length.ShouldBeLessThanOrEqualTo(rule.Length);

            // Between columns there is nothing.
            for (var i = 0; i < line.Length; i++)
            {
                (rule[i] == ' ' && line[i] != ' ').ShouldBeFalse(line);
            }
        }
    }

    [Fact]
    public async Task A_page_names_the_cursor_of_the_next_one()
    {
        await using var service = await StartAsync();
        var first = await LinesAsync(service, "/v1/dossiers?sort=code&limit=3");
        first[^1].ShouldStartWith("3 · more with &cursor=");
        var second = await LinesAsync(service, "/v1/dossiers?sort=code&limit=3&cursor=" + first[^1].Split('=')[^1]);
        second[3].ShouldStartWith("D3");
    }

    [Fact]
    public async Task The_same_address_in_another_form_is_another_answer()
    {
        await using var service = await StartAsync();
        const string Path = "/v1/on-time?by=unit&asOf=2022-12-15T17:00:00%2B07:00";
        using var json = await service.Http.GetAsync(new Uri(Path, UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Path, UriKind.Relative));
        request.Headers.IfNoneMatch.Add(json.Headers.ETag!);
        request.Headers.TryAddWithoutValidation("Accept", "text/plain");
        using var text = await service.Http.SendAsync(request);
        ((int)text.StatusCode).ShouldBe(200);
    }

    [Fact]
    public void Letters_of_several_characters_take_one_place_and_nothing_commands_the_terminal() =>
        System.Text.Encoding.UTF8.GetString(new TextTable(Language.English)
            .Line("a\u001b[2J\u202eb\nc")
            .Rows<Tuple<string, int>>(
                [new(new("name", "tên"), row => row.Item1), new(new("n", "n"), row => row.Item2, true)],
                [Tuple.Create("Huye\u0323\u0302n", 1), Tuple.Create("n\u0303o", 10), Tuple.Create("x\r\ny", 100)])
            .ToUtf8()).ShouldBe("""
            a�[2J�b�c
            name     n
            -----  ---
            Huyện    1
            ño      10
            x��y   100

            """.Replace("ñ", "n\u0303", StringComparison.Ordinal));

    private static async Task<TestService> StartAsync()
    {
        var service = await TestService.StartAsync();
        await service.PostOkAsync(SampleProvince.Events);
        return service;
    }

    private static async Task<IReadOnlyList<string>> LinesAsync(TestService service, string path, string? accept = "text/plain")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        using var response = await service.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(200, text);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; charset=utf-8");
        return text.TrimEnd('\n').Split('\n');
    }
}
