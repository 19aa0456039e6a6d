using System.Security.Cryptography;
using System.Text.Json;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Closings;

/// <summary>A closed period does not move; what has come since is named beside it, dossier by dossier, with its cause.</summary>
public sealed class RestatementTests
{
    private const string Late = """{"specversion":"1.0","id":"late","source":"s","type":"dossier.finished","subject":"D-late","time":"2022-11-10T09:00:00+07:00"}""";

    private const string Void = """{"specversion":"1.0","id":"void","source":"s","type":"dossier.voided","subject":"D-void","time":"2022-11-20T09:00:00+07:00","data":{"eventId":"D-void-f"}}""";

    [Fact]
    public async Task A_late_event_a_void_and_a_calendar_change_leave_the_bytes_and_are_named_as_causes()
    {
        await using var service = await TestService.StartAsync();
        await SubmitAsync(service);
        var entry = await CloseAsync(service, "2022");
        var frozen = await BytesAsync(service, "/v1/closings/1");
        var csv = await BytesAsync(service, "/v1/closings/1?format=csv&by=branch");
        Convert.ToHexStringLower(SHA256.HashData(frozen)).ShouldBe(entry.GetProperty("digest").GetString());
        var untouched = await service.GetAsync("/v1/closings/1/restatement");
        untouched.GetProperty("changed").GetBoolean().ShouldBeFalse();
        untouched.GetProperty("dossiers").GetArrayLength().ShouldBe(0);
        untouched.GetProperty("total").GetProperty("numbers").EnumerateObject().ShouldBeEmpty();

        // 1: an event that came late. 2: a finish that is taken back. 3: another day off in November, which moves the computed date of D-days.
        (await service.PostOkAsync($"[{Late},{Void}]")).GetProperty("accepted").GetInt32().ShouldBe(2);
        TestService.WriteReference(service.ReferenceFolder, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["calendar.csv"] = TestService.SmallReference["calendar.csv"].Replace("version: ", "version: amended-", StringComparison.Ordinal)
                + "2022-11-09,off,Thông báo mới,high\n",
        });
        (await service.PostOkAsync("", path: "/v1/reference/reload")).GetProperty("changed").GetBoolean().ShouldBeTrue();

        (await BytesAsync(service, "/v1/closings/1")).ShouldBe(frozen);
        (await BytesAsync(service, "/v1/closings/1?format=csv&by=branch")).ShouldBe(csv);
        var restatement = await service.GetAsync("/v1/closings/1/restatement");
        restatement.GetProperty("changed").GetBoolean().ShouldBeTrue();
        restatement.GetProperty("reproducible").GetBoolean().ShouldBeTrue();
        restatement.GetProperty("unexplained").GetArrayLength().ShouldBe(0);
        restatement.GetProperty("calendarNow").GetString()!.ShouldStartWith("amended-");
        var dossiers = restatement.GetProperty("dossiers").EnumerateArray().ToDictionary(dossier => dossier.GetProperty("code").GetString()!, StringComparer.Ordinal);
        dossiers.Keys.Order(StringComparer.Ordinal).ShouldBe(["D-days", "D-late", "D-void"]);

        var late = dossiers["D-late"].GetProperty("causes").EnumerateArray().Single();
        late.GetProperty("kind").GetString().ShouldBe("event");
        late.GetProperty("id").GetString().ShouldBe("late");
        dossiers["D-late"].GetProperty("before").GetProperty("state").GetString().ShouldBe("overdue");
        dossiers["D-late"].GetProperty("after").GetProperty("state").GetString().ShouldBe("finished");

        var taken = dossiers["D-void"].GetProperty("causes").EnumerateArray().Single();
        taken.GetProperty("kind").GetString().ShouldBe("void");
        taken.GetProperty("eventId").GetString().ShouldBe("D-void-f");
        dossiers["D-void"].GetProperty("before").GetProperty("verdict").GetString().ShouldBe("early");
        dossiers["D-void"].GetProperty("after").GetProperty("verdict").ValueKind.ShouldBe(JsonValueKind.Null);

        var calendar = dossiers["D-days"].GetProperty("causes").EnumerateArray().Single();
        calendar.GetProperty("kind").GetString().ShouldBe("calendar");
        calendar.GetProperty("files").EnumerateArray().Select(file => file.GetString()).ShouldBe(["calendar.csv"]);
        calendar.GetProperty("after").GetString()!.ShouldStartWith("amended-");
        dossiers["D-days"].GetProperty("before").GetProperty("verdict").GetString().ShouldBe("late");
        dossiers["D-days"].GetProperty("after").GetProperty("verdict").GetString().ShouldBe("onTime");

        // By unit: the sum of the three.
        var unit = restatement.GetProperty("units").EnumerateArray().Single();
        unit.GetProperty("key").GetString().ShouldBe("VPDK-502");
        Change(unit, "late").ShouldBe((1, 0));
        Change(unit, "open").ShouldBe((1, 1));
        Change(unit, "onTime").ShouldBe((0, 1));
        Change(unit, "early").ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_notice_that_takes_effect_after_the_closing_changes_nothing_in_it()
    {
        await using var service = await TestService.StartAsync();
        await SubmitAsync(service);
        await CloseAsync(service, "2022");
        TestService.WriteReference(service.ReferenceFolder, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["calendar.csv"] = TestService.SmallReference["calendar.csv"].Replace("date,kind,reason,confidence", "date,kind,reason,confidence,effectiveFrom", StringComparison.Ordinal)
                + "2022-11-09,off,Thông báo mới,high,2022-12-01\n",
        });
        (await service.PostOkAsync("", path: "/v1/reference/reload")).GetProperty("changed").GetBoolean().ShouldBeTrue();

        // What was finished before it keeps its verdict; what is open gets a new date from that day on.
        var restatement = await service.GetAsync("/v1/closings/1/restatement");
        restatement.GetProperty("changed").GetBoolean().ShouldBeFalse();
        (await service.GetAsync("/v1/dossiers/D-late?asOf=2022-11-30T23:00:00%2B07:00")).GetProperty("dueAt").GetString().ShouldBe("2022-11-17T17:00:00+07:00");
        var after = await service.GetAsync("/v1/dossiers/D-late?asOf=2022-12-01T00:00:00%2B07:00");
        after.GetProperty("dueAt").GetString().ShouldBe("2022-11-18T17:00:00+07:00");
        after.GetProperty("calendar").GetString()!.ShouldEndWith("@2022-12-01");
        var years = await service.GetAsync("/v1/calendar/2022?asOf=2022-11-30T23:00:00%2B07:00");
        years.GetProperty("days").EnumerateArray().ShouldNotContain(day => day.GetProperty("date").GetString() == "2022-11-09");
        years.GetProperty("versions").GetArrayLength().ShouldBe(2);
        (await service.GetAsync("/v1/calendar/2022?asOf=2022-12-01T00:00:00%2B07:00")).GetProperty("days").EnumerateArray()
            .ShouldContain(day => day.GetProperty("date").GetString() == "2022-11-09");
    }

    [Fact]
    public async Task What_if_names_who_would_flip_and_stores_nothing()
    {
        await using var service = await TestService.StartAsync();
        await SubmitAsync(service);
        var before = await service.GetTextAsync("/v1/on-time?by=unit&asOf=2022-12-15T00:00:00%2B07:00");
        var answer = await service.PostOkAsync("""{"days":[{"date":"2022-11-09","kind":"off"}]}""", path: "/v1/calendar/what-if");
        answer.GetProperty("flips").GetInt32().ShouldBe(1);
        var item = answer.GetProperty("items").EnumerateArray().Single();
        item.GetProperty("code").GetString().ShouldBe("D-days");
        item.GetProperty("before").GetProperty("verdict").GetString().ShouldBe("late");
        item.GetProperty("after").GetProperty("verdict").GetString().ShouldBe("onTime");
        answer.GetProperty("units").EnumerateArray().Single().GetProperty("toInTime").GetInt32().ShouldBe(1);
        answer.GetProperty("datesMoved").GetInt32().ShouldBe(3);
        (await service.GetTextAsync("/v1/on-time?by=unit&asOf=2022-12-15T00:00:00%2B07:00")).ShouldBe(before);

        // A day that is off already changes nothing, and nobody is asked about it.
        var nothing = await service.PostOkAsync("""{"days":[{"date":"2022-11-05","kind":"off"},{"date":"2022-11-08","kind":"weekly"}]}""", path: "/v1/calendar/what-if");
        nothing.GetProperty("daysChanged").GetInt32().ShouldBe(0);
        nothing.GetProperty("examined").GetInt32().ShouldBe(0);
    }

    // Three dossiers of ten working days from 3 November, due on the 17th; a fourth with the portal's date.
    private static async Task SubmitAsync(TestService service)
    {
        string[] events =
        [
            Received("D-late"), Received("D-void"), Received("D-days"),
            Finished("D-void", "2022-11-08T10:00:00+07:00"),
            Finished("D-days", "2022-11-18T10:00:00+07:00"),
        ];
        (await service.PostOkAsync($"[{string.Join(',', events)}]")).GetProperty("accepted").GetInt32().ShouldBe(5);
    }

    private static async Task<JsonElement> CloseAsync(TestService service, string name)
    {
        using var response = await service.PostAsync($$"""{"name":"{{name}}","from":"2022-01-01","to":"2022-11-30"}""", "application/json", "/v1/closings");
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(201, text);
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    private static async Task<byte[]> BytesAsync(TestService service, string path) => await service.Http.GetByteArrayAsync(new Uri(path, UriKind.Relative));

    private static (int Before, int After) Change(JsonElement row, string number) =>
        row.GetProperty("numbers").TryGetProperty(number, out var change)
            ? (change.GetProperty("before").GetInt32(), change.GetProperty("after").GetInt32())
            : (1, 1);

    private static string Received(string code) =>
        $$$"""{"specversion":"1.0","id":"{{{code}}}-r","source":"s","type":"dossier.received","subject":"{{{code}}}","time":"2022-11-03T08:00:00+07:00","data":{"unit":"VPDK-502","procedure":"1.012784"}}""";

    private static string Finished(string code, string time) =>
        $$"""{"specversion":"1.0","id":"{{code}}-f","source":"s","type":"dossier.finished","subject":"{{code}}","time":"{{time}}"}""";
}
