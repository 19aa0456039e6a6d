using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Events;

public sealed class SubmitEventsTests
{
    private static readonly JsonObject Good = EventText.Received("e1", "D1", "2022-11-03T08:15:00+07:00", "502", "2022-11-17");

    [Theory]
    [InlineData("application/cloudevents+json")]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json; charset=\"UTF-8\"")]
    public async Task One_event_is_accepted_once_then_a_duplicate_then_a_conflict(string type)
    {
        await using var service = await TestService.StartAsync();
        var answer = await service.PostOkAsync(Good.ToJsonString(), type);
        answer.GetProperty("status").GetString().ShouldBe("accepted");
        answer.GetProperty("accepted").GetInt32().ShouldBe(1);
        (await service.PostOkAsync(Good.ToJsonString(), type)).GetProperty("status").GetString().ShouldBe("duplicate");

        // The same moment written in another zone is the same content.
        var other = (JsonObject)Good.DeepClone();
        other["time"] = "2022-11-03T01:15:00.000Z";
        (await service.PostOkAsync(other.ToJsonString(), type)).GetProperty("status").GetString().ShouldBe("duplicate");
        other["time"] = "2022-11-03T01:15:00.001Z";
        (await service.PostProblemAsync(other.ToJsonString(), 409, type)).GetProperty("type").GetString().ShouldBe("/problems/event-conflict");
    }

    [Theory]
    [InlineData("application/cloudevents-batch+json")]
    [InlineData("application/json")]
    public async Task One_bad_event_never_spoils_its_batch(string type)
    {
        await using var service = await TestService.StartAsync();
        var bad = EventText.Received("e2", "D2", "2022-11-03T08:15:00+07:00", "NOWHERE");
        var third = EventText.Received("e3", "D3", "2022-11-03T08:15:00+07:00", "503");
        var answer = await service.PostOkAsync(EventText.Batch(Good, bad, third, Good), type);
        answer.GetProperty("received").GetInt32().ShouldBe(4);
        answer.GetProperty("accepted").GetInt32().ShouldBe(2);
        answer.GetProperty("rejected").GetInt32().ShouldBe(1);
        answer.GetProperty("duplicates").GetInt32().ShouldBe(1);
        var items = answer.GetProperty("items").EnumerateArray().ToList();
        items.Select(item => (item.GetProperty("index").GetInt32(), item.GetProperty("status").GetString())).ShouldBe([(1, "rejected"), (3, "duplicate")]);
        items[0].GetProperty("errors")[0].GetProperty("pointer").GetString().ShouldBe("/data/unit");
        (await service.GetAsync("/v1/on-time?by=unit")).GetProperty("total").GetProperty("received").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Items_all_names_every_event_in_order()
    {
        await using var service = await TestService.StartAsync();
        var answer = await service.PostOkAsync(EventText.Batch(Good, Good), path: "/v1/events?items=all");
        answer.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("status").GetString()).ShouldBe(["accepted", "duplicate"]);
    }

    [Fact]
    public async Task A_dry_run_stores_nothing()
    {
        await using var service = await TestService.StartAsync();
        var bad = EventText.Received("e2", "D2", "2022-11-03T08:15:00+07:00", "NOWHERE");
        var answer = await service.PostOkAsync(EventText.Batch(Good, bad), path: "/v1/events?dryRun=true");
        answer.GetProperty("accepted").GetInt32().ShouldBe(1);
        answer.GetProperty("dryRun").GetBoolean().ShouldBeTrue();
        await service.GetAsync("/v1/dossiers/D1", 404);
        (await service.GetAsync("/v1/rejections")).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await service.PostOkAsync(Good.ToJsonString())).GetProperty("status").GetString().ShouldBe("accepted");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_is_taken_line_by_line(bool gzip)
    {
        await using var service = await TestService.StartAsync();
        var text = new StringBuilder("\uFEFF");
        for (var i = 0; i < 6_000; i++)
        {
            text.Append(EventText.Received($"s{i}", $"S{i}", "2022-11-03T08:15:00+07:00", "502").ToJsonString()).Append(i % 2 == 0 ? "\n" : "\r\n\n");
        }

        text.Append("{broken\nnull\n[]\n\"x\"\n").Append('x', 10_000).Append('\n').Append(Good.ToJsonString());
        var body = Encoding.UTF8.GetBytes(text.ToString());
        using var response = await service.PostAsync(gzip ? Zip(body) : body, "application/x-ndjson", encoding: gzip ? "gzip" : null);
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        answer.GetProperty("received").GetInt32().ShouldBe(6_006);
        answer.GetProperty("accepted").GetInt32().ShouldBe(6_001);
        answer.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("errors")[0].GetProperty("reason").GetString())
            .ShouldBe(["notJson", "notObject", "notObject", "notObject", "eventTooLarge"]);
        answer.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("index").GetInt32()).ShouldBe([6000, 6001, 6002, 6003, 6004]);
        (await service.GetAsync("/v1/on-time?by=unit")).GetProperty("total").GetProperty("received").GetInt32().ShouldBe(6_001);
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_a_restart_and_no_wal_is_left_behind()
    {
        await using var service = await TestService.StartAsync();
        await service.PostOkAsync(SampleProvince.Events);
        var before = await service.GetTextAsync("/v1/on-time?by=unit&asOf=2022-12-15T10:00:00Z");
        await service.RestartAsync();
        (await service.GetTextAsync("/v1/on-time?by=unit&asOf=2022-12-15T10:00:00Z")).ShouldBe(before);
        (await service.PostOkAsync(SampleProvince.Events)).GetProperty("duplicates").GetInt32().ShouldBe(18);
        await service.Host.DisposeAsync();
        if (!TestDatabase.IsPostgres)
        {
            Directory.GetFiles(Path.GetDirectoryName(service.DatabasePath)!, "test.db*").Select(Path.GetFileName).ShouldBe(["test.db"]);
        }
    }

    [Fact]
    public async Task Rejections_are_kept_counted_and_listed_without_what_was_refused()
    {
        await using var service = await TestService.StartAsync();
        var bad = (JsonObject)Good.DeepClone();
        bad["data"]!["phone"] = "0905123456";
        bad["data"]!["holder"] = "Nguyễn Văn A";
        for (var i = 0; i < 3; i++)
        {
            await service.PostProblemAsync(bad.ToJsonString(), 422);
        }

        var listed = await service.GetTextAsync("/v1/rejections");
        listed.ShouldNotContain("0905123456");
        listed.ShouldNotContain("Nguyễn");
        var item = JsonDocument.Parse(listed).RootElement.GetProperty("items").EnumerateArray().Single();
        item.GetProperty("times").GetInt32().ShouldBe(3);
        item.GetProperty("eventId").GetString().ShouldBe("e1");
        item.GetProperty("event").GetProperty("data").GetProperty("unit").GetString().ShouldBe("502");
        item.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("reason").GetString()).ShouldBe(["personalData", "unknownMember"], ignoreOrder: true);
    }

    [Fact]
    public async Task Rejections_page_by_cursor()
    {
        await using var service = await TestService.StartAsync();
        var events = Enumerable.Range(0, 5).Select(i => EventText.Received($"r{i}", $"R{i}", "2022-11-03T08:15:00+07:00", "NOWHERE"));
        await service.PostOkAsync(EventText.Batch(events));
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await service.GetAsync("/v1/rejections?limit=2" + (cursor is null ? "" : "&cursor=" + cursor));
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("eventId").GetString()!));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        seen.ShouldBe(["r4", "r3", "r2", "r1", "r0"]);
    }

    [Fact]
    public async Task A_due_date_beyond_the_calendar_s_end_is_refused_with_the_year()
    {
        await using var service = await TestService.StartAsync(now: new DateTimeOffset(2026, 12, 28, 9, 0, 0, TimeSpan.FromHours(7)));
        var late = EventText.Received("e1", "D1", "2026-12-28T08:00:00+07:00", "502", procedure: "1.012784");
        var problem = await service.PostProblemAsync(late.ToJsonString(), 422);
        problem.GetProperty("errors")[0].GetProperty("reason").GetString().ShouldBe("beyondCalendar");
        problem.GetProperty("detail").GetString()!.ShouldContain("2026");

        // With the portal's own date no calendar is needed; the statutory date is unknown and says so.
        late["data"]!["dueAt"] = "2027-01-15";
        await service.PostOkAsync(late.ToJsonString());
        var dossier = await service.GetAsync("/v1/dossiers/D1");
        dossier.GetProperty("statutoryDueAt").ValueKind.ShouldBe(JsonValueKind.Null);
        dossier.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("code").GetString()).ShouldContain("statutoryUnknown");
    }

    public static byte[] Zip(byte[] body)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
        {
            gzip.Write(body);
        }

        return stream.ToArray();
    }
}
