using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Dossiers;

/// <summary>GET /v1/dossiers: rows of figures, and pages that stay what they were.</summary>
public sealed class ListDossiersTests
{
    [Theory]
    [InlineData("state=openInTime", "D2 D4 D8")]
    [InlineData("state=openOverdue", "D3")]
    [InlineData("state=overdue", "D3")]
    [InlineData("state=inTime", "D1")]
    [InlineData("state=notInTime", "D2")]
    [InlineData("state=judged", "D1 D2")]
    [InlineData("state=judged&definition=workload", "D1 D2 D2 D3 D4 D8")]
    [InlineData("state=lateOnlyByPromised", "")]
    [InlineData("state=lateOnlyByCurrent", "")]
    [InlineData("state=overdueOnlyByPromised", "")]
    [InlineData("state=overdueOnlyByCurrent", "")]
    [InlineData("state=received&by=channel&key=online", "D1")]
    [InlineData("state=received&by=channel&key=", "D2 D3 D4 D5 D7 D8")]
    [InlineData("state=received&by=field&key=land", "D1 D7")]
    [InlineData("state=received&by=procedure&key=1.012784", "D1 D7")]
    [InlineData("state=received&by=branch", "D1 D7")]
    [InlineData("state=received&by=district&key=503", "D3 D5 D8")]
    [InlineData("state=received&by=district&key=503&include=branches", "D3 D5 D7 D8")]
    [InlineData("state=received&by=month&key=2022-11&from=2022-11-01", "D1 D2 D3 D4 D5 D7 D8")]
    [InlineData("state=received&by=month&key=2022-12", "")]
    [InlineData("state=received&by=unit&key=502&validFrom=", "D2")]
    [InlineData("state=received&by=unit&key=unheard-of", "")]
    [InlineData("state=received&knownAt=2022-12-15T09:59:59.999Z", "")]
    public async Task Lists_the_dossiers_of_a_row_and_a_number(string query, string codes)
    {
        await using var service = await StartAsync();
        (await CodesAsync(service, $"/v1/dossiers?sort=code&{query}")).Order(StringComparer.Ordinal)
            .ShouldBe(codes.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    // D2 was finished 3 working days late and reopened; D3 is 10 working days overdue.
    [Theory]
    [InlineData("state=overdue&maxDaysLate=10", "D3")]
    [InlineData("state=overdue&maxDaysLate=9", "")]
    [InlineData("state=overdue&minDaysLate=10&maxDaysLate=10", "D3")]
    [InlineData("state=overdue&minDaysLate=11&maxDaysLate=100000", "")]
    [InlineData("state=late&maxDaysLate=3", "D2")]
    [InlineData("state=late&maxDaysLate=2", "")]
    [InlineData("state=late&minDaysLate=3&maxDaysLate=2", "")]
    [InlineData("maxDaysLate=0", "D1 D2 D4 D5 D6 D7 D8")]
    [InlineData("minDaysLate=1&maxDaysLate=9", "D2")]
    public async Task At_most_so_many_days_late_leaves_out_who_is_later(string query, string codes)
    {
        await using var service = await StartAsync();
        (await CodesAsync(service, $"/v1/dossiers?sort=code&{query}")).ShouldBe(codes.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    // Since Thursday, 1 December.
    [Theory]
    [InlineData("asOf=2022-12-01T23:59:59%2B07:00", 0)]
    [InlineData("asOf=2022-12-02T00:00:00%2B07:00", 1)]
    [InlineData("asOf=2022-12-04T12:00:00%2B07:00", 1)]
    [InlineData("to=2022-12-05", 2)]
    [InlineData("", 10)]
    public async Task A_paused_dossier_says_for_how_many_working_days(string query, int days)
    {
        await using var service = await StartAsync();
        var items = (await service.GetAsync($"/v1/dossiers?sort=code&{query}")).Items("items");
        items.Where(item => item.Text("code") == "D4").Select(item => item.GetProperty("pausedDays").GetInt32()).ShouldBe([days]);
        items.Where(item => item.Text("code") != "D4").ShouldAllBe(item => item.GetProperty("pausedDays").GetInt32() == 0);
        var lines = (await service.GetTextAsync($"/v1/dossiers?sort=code&format=csv&{query}")).Split("\r\n");
        var column = Array.IndexOf(lines[0].Split(','), "pausedDays");
        lines.Single(line => line.StartsWith("D4,", StringComparison.Ordinal)).Split(',')[column].ShouldBe($"{days}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("&knownAt=2022-12-15T17:00:00%2B07:00")]
    [InlineData("&knownAt=2022-12-31T00:00:00Z")]
    [InlineData("&sort=-dueAt&state=received&by=unit")]
    public async Task Pages_do_not_move_while_events_come_in(string query)
    {
        await using var service = await StartAsync();
        var expected = await CodesAsync(service, $"/v1/dossiers?limit=100{query}");
        var seen = new List<string>();
        var next = "";
        for (var page = 0; ; page++)
        {
            var answer = await service.GetAsync($"/v1/dossiers?limit=2{query}{next}");
            seen.AddRange(answer.Items("items").Select(item => item.Text("code")));
            if (answer.GetProperty("next").GetString() is not { } cursor)
            {
                break;
            }

            // Between two pages: one that sorts before, one that is taken back, one that changes its place.
            next = "&cursor=" + cursor;
            service.Time.Advance(TimeSpan.FromMinutes(page % 2));
            await service.PostOkAsync(EventText.Batch(
                EventText.Received($"n{page}", $"A{page}", "2022-11-01T09:00:00+07:00", "502", "2022-11-02"),
                EventText.Event($"v{page}", "voided", "D7", "2022-12-15T10:00:00+07:00", new { eventId = page % 2 == 0 ? "15" : $"v{page - 1}" }),
                EventText.Event($"x{page}", "extended", "D8", "2022-12-01T09:00:00+07:00", new { dueAt = $"2022-12-{20 + page}" })));
        }

        seen.ShouldBe(expected);
    }

    [Theory]
    [InlineData("&state=received")]
    [InlineData("&knownAt=2022-12-15T17:00:00Z")]
    [InlineData("&by=unit")]
    [InlineData("&sort=code")]
    public async Task A_cursor_of_other_parameters_is_refused(string other)
    {
        await using var service = await StartAsync();
        var next = (await service.GetAsync("/v1/dossiers?limit=2")).Text("next");
        (await service.GetAsync($"/v1/dossiers?limit=2{other}&cursor={next}", 400)).Errors().ShouldBe([("/cursor", "invalidCursor")]);
        service.SpeakVietnamese();
        (await service.GetAsync($"/v1/dossiers?limit=2{other}&cursor={next}", 400)).Text("detail").ShouldStartWith("Con trỏ không thuộc yêu cầu này.");
        await service.GetAsync($"/v1/dossiers?limit=3&cursor={next}");
    }

    [Theory]
    [InlineData("key=502", "/by", "missingParameter")]
    [InlineData("by=village", "/by", "notOneOf")]
    [InlineData("by=channel&key=fax", "/key", "notOneOf")]
    [InlineData("by=month&key=2022-13", "/key", "notAMonthOfThePeriod")]
    [InlineData("by=month&key=2021-12&from=2022-01-01", "/key", "notAMonthOfThePeriod")]
    [InlineData("by=month&key=november", "/key", "notAMonthOfThePeriod")]
    [InlineData("by=unit&key=a%0Ab", "/key", "invalidCode")]
    [InlineData("by=unit&key=502&validFrom=2022", "/validFrom", "invalidDate")]
    [InlineData("state=happy", "/state", "notOneOf")]
    [InlineData("definition=all", "/definition", "notOneOf")]
    [InlineData("knownAt=2022-12-15T25:00:00Z", "/knownAt", "invalidInstant")]
    [InlineData("by=unit&by=unit", "/by", "repeatedParameter")]
    public async Task Refuses_a_wrong_query(string query, string pointer, string reason)
    {
        await using var service = await StartAsync();
        (await service.GetAsync($"/v1/dossiers?{query}", 400)).Errors().ShouldBe([(pointer, reason)]);
    }

    [Fact]
    public async Task A_dossier_and_the_findings_are_by_what_was_known()
    {
        await using var service = await StartAsync();
        service.Time.Advance(TimeSpan.FromHours(1));
        await service.PostOkAsync(EventText.Batch(
            EventText.Received("h", "HELD", "2022-11-04T09:00:00+07:00", "503", "2022-11-10"),
            EventText.Event("v", "voided", "D1", "2022-12-15T10:00:00+07:00", new { eventId = "3" })));
        const string before = "?knownAt=2022-12-15T17:00:00%2B07:00";

        // Without its finish, D1 ended when it was handed over, a day after it was due.
        (await service.GetAsync("/v1/dossiers/D1")).Text("verdict").ShouldBe("late");
        (await service.GetAsync("/v1/dossiers/D1" + before)).Text("verdict").ShouldBe("onTime");
        (await service.GetAsync("/v1/dossiers/HELD" + before)).Text("state").ShouldBe("held");
        (await service.GetAsync("/v1/findings" + before)).Items("findings").Select(finding => finding.Text("code")).ShouldContain("noReceipt");
        (await service.GetAsync("/v1/findings")).Items("findings").Select(finding => finding.Text("code")).ShouldNotContain("noReceipt");
        (await service.GetAsync("/v1/dossiers/D1?knownAt=2022-12-01T00:00:00Z", 404)).Errors().ShouldBe([("", "noSuchDossier")]);
        (await service.GetAsync("/v1/dossiers/D1?knownAt=x", 400)).Errors().ShouldBe([("/knownAt", "invalidInstant")]);
        (await service.GetAsync("/v1/findings?knownAt=x", 400)).Errors().ShouldBe([("/knownAt", "invalidInstant")]);
    }

    private static async Task<IReadOnlyList<string>> CodesAsync(TestService service, string path) =>
        [.. (await service.GetAsync(path)).Items("items").Select(item => item.Text("code"))];

    private static async Task<TestService> StartAsync()
    {
        var service = await TestService.StartAsync();
        await service.PostOkAsync(SampleProvince.Events);
        return service;
    }
}
