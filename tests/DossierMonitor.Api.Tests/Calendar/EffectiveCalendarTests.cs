using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Calendar;

/// <summary>GET /v1/calendar/{year} asOf, and a notice of 2022-11-10 that makes 2022-11-16 a day off.</summary>
public sealed class EffectiveCalendarTests
{
    private static readonly Dictionary<string, string> WithNotice = new(TestService.SmallReference, StringComparer.Ordinal)
    {
        ["calendar.csv"] = """
            # version: test.1
            date,kind,reason,confidence,effectiveFrom
            2022-09-02,off,Quốc khánh,high,
            2022-11-16,off,Bão,high,2022-11-10
            """,
    };

    [Fact]
    public async Task The_calendar_is_the_one_in_force_and_names_all()
    {
        await using var service = await TestService.StartAsync(reference: WithNotice);
        var now = await service.GetAsync("/v1/calendar/2022");
        now.Text("version").ShouldBe("test.1@2022-11-10");
        now.Items("days").Select(day => day.Text("date")).ShouldBe(["2022-09-02", "2022-11-16"]);
        now.GetProperty("versions").GetRawText().ShouldBe(
            """[{"version":"test.1","effectiveFrom":null},{"version":"test.1@2022-11-10","effectiveFrom":"2022-11-10"}]""");
        var before = await service.GetAsync("/v1/calendar/2022?asOf=2022-11-09T23:59:59.999%2B07:00");
        before.Text("version").ShouldBe("test.1");
        before.Items("days").Select(day => day.Text("date")).ShouldBe(["2022-09-02"]);
        before.GetProperty("workingDays").GetInt32().ShouldBe(now.GetProperty("workingDays").GetInt32() + 1);
        (await service.GetAsync("/v1/calendar/2022?asOf=2022-11-10T00:00:00%2B07:00")).Text("version").ShouldBe("test.1@2022-11-10");
    }

    [Fact]
    public async Task Open_dossiers_get_new_dates_and_finished_ones_keep_their_verdict()
    {
        await using var service = await TestService.StartAsync(reference: WithNotice);
        await service.PostOkAsync(EventText.Batch(
            EventText.Received("a1", "A", "2022-11-03T08:15:00+07:00", "502", procedure: "1.012784"),
            EventText.Event("a2", "finished", "A", "2022-11-09T17:00:00+07:00"),
            EventText.Received("b1", "B", "2022-11-03T08:15:00+07:00", "502", procedure: "1.012784"),
            EventText.Event("b2", "finished", "B", "2022-11-18T10:00:00+07:00")));
        (await service.GetAsync("/v1/dossiers/A")).Text("dueAt").ShouldBe("2022-11-17T17:00:00+07:00");
        var open = await service.GetAsync("/v1/dossiers/B?asOf=2022-11-09T12:00:00%2B07:00");
        open.Text("dueAt").ShouldBe("2022-11-17T17:00:00+07:00");
        open.Text("calendar").ShouldBe("test.1");
        var finished = await service.GetAsync("/v1/dossiers/B");
        finished.Text("dueAt").ShouldBe("2022-11-18T17:00:00+07:00");
        finished.Text("verdict").ShouldBe("onTime");
        finished.Text("calendar").ShouldBe("test.1@2022-11-10");
        (await service.GetAsync("/v1/on-time?by=unit&asOf=2022-11-09T12:00:00%2B07:00")).Text("calendar").ShouldBe("test.1");

        (await service.GetAsync("/v1/dossiers/A/deadline")).Text("calendar").ShouldBe("test.1");
        var ledger = await service.GetAsync("/v1/dossiers/B/deadline");
        ledger.Text("calendar").ShouldBe("test.1@2022-11-10");
        ledger.Items("deadlines")[2].Items("lines").Single(line => line.Text("rule") == "dayOff").Text("reason").ShouldBe("Bão");
    }

    [Theory]
    [InlineData("/v1/calendar/2022?asOf=2022-11-10", "/asOf", "invalidInstant")]
    [InlineData("/v1/calendar/2022?knownAt=2022-11-10T00:00:00Z", "/knownAt", "unknownParameter")]
    public async Task Refuses_a_wrong_query(string path, string pointer, string reason)
    {
        await using var service = await TestService.StartAsync();
        (await service.GetAsync(path, 400)).Errors().ShouldBe([(pointer, reason)]);
    }

    [Fact]
    public async Task A_wrong_day_of_effect_is_named_and_changes_nothing()
    {
        await using var service = await TestService.StartAsync(reference: WithNotice);
        var calendar = Path.Combine(service.ReferenceFolder, "calendar.csv");
        await File.AppendAllTextAsync(calendar, "\n2022-11-21,off,Bão,high,2022-11-99\n");
        (await service.PostProblemAsync("", 422, path: "/v1/reference/reload")).Text("detail").ShouldContain("2022-11-99");
        (await service.GetAsync("/v1/calendar/2022")).Items("versions").Count.ShouldBe(2);
    }
}
