using System.Text.Json;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>What is kept of a refused event are the members that were right, so that a portal finds its mistake; never the one that was wrong.</summary>
public sealed class RefusedValuesTests
{
    private const string Start = "\"specversion\":\"1.0\",\"id\":\"x\",\"subject\":\"D\"";
    private const string Own = "\"source\":\"/portal/own\"";
    private const string Time = "\"time\":\"2022-11-03T08:15:00+07:00\"";

    [Theory]
    [InlineData("{" + Start + "," + Own + "," + Time + ",\"type\":\"dossier.received\",\"data\":{\"unit\":\"502\",\"field\":\"land\"}}", "specversion id source type subject time data.unit data.field")]
    [InlineData("{" + Start + "," + Own + ",\"time\":\"2099-11-03T08:15:00+07:00\",\"type\":\"dossier.finished\"}", "specversion id source type subject")]
    [InlineData("{" + Start + "," + Own + ",\"time\":\"1980-11-03T08:15:00+07:00\",\"type\":\"dossier.finished\"}", "specversion id source type subject")]
    [InlineData("{" + Start + "," + Own + "," + Time + ",\"type\":\"dossier.voided\",\"data\":{\"eventId\":\"x\"}}", "specversion id source type subject time")]
    [InlineData("{" + Start + "," + Own + "," + Time + ",\"type\":\"dossier.processing\",\"data\":{\"holder\":\"0905-123-456\",\"stepDueAt\":\"2022-11-20\"}}", "specversion id source type subject time data.stepDueAt")]
    [InlineData("{" + Start + "," + Own + "," + Time + ",\"type\":\"dossier.processing\",\"data\":{\"holder\":\"A\",\"holder\":\"B\",\"stepDueAt\":\"2022-11-20\"}}", "specversion id source type subject time data.stepDueAt")]
    [InlineData("{" + Start + "," + Own + "," + Time + ",\"type\":\"dossier.processing\",\"data\":{\"holder\":\"A\",\"stepDueAt\":\"2022-11-20\",\"stepDueAt\":\"2022-11-21\"}}", "specversion id source type subject time data.holder")]
    [InlineData("{" + Start + "," + Own + "," + Time + ",\"type\":\"dossier.processing\",\"data\":{\"holder\":\"A\"},\"data\":{\"holder\":\"B\"}}", "specversion id source type subject time")]
    [InlineData("{" + Start + "," + Own + "," + Time + "," + Time + ",\"type\":\"dossier.finished\"}", "specversion id source type subject")]
    [InlineData("{" + Start + ",\"id\":\"y\"," + Own + "," + Time + ",\"type\":\"dossier.finished\"}", "specversion source type subject time")]
    [InlineData("{" + Start + ",\"subject\":\"E\"," + Own + "," + Time + ",\"type\":\"dossier.finished\"}", "specversion id source type time")]
    [InlineData("{" + Start + "," + Own + "," + Own + "," + Time + ",\"type\":\"dossier.finished\"}", "specversion id type subject time")]
    [InlineData("{" + Start + "," + Own + "," + Time + ",\"type\":\"dossier.finished\",\"type\":\"dossier.received\"}", "specversion id source subject time")]
    [InlineData("{" + Start + ",\"source\":\"/portal/other\"," + Time + ",\"type\":\"dossier.received\"}", "specversion id type subject time")]
    public async Task Keeps_what_was_right_and_not_what_was_refused(string json, string kept)
    {
        await using var service = await TestService.StartAsync();
        var key = (await CreatedAsync(service)).Text("key");
        service.Http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        await service.PostProblemAsync(json, 422);
        var rejection = (await service.GetAsync("/v1/rejections")).Items("items").Single();
        Names(rejection.GetProperty("event")).ShouldBe(kept.Split(' '));

        // Whose it is says the key, whatever the event says.
        rejection.Text("source").ShouldBe("/portal/own");
    }

    [Theory]
    [InlineData("2022-11-03T08:15:00.049012345678+07:00", "2022-11-03T08:15:00.049+07:00")]
    [InlineData("2022-11-03T08:15:00.12Z", "2022-11-03T08:15:00.12Z")]
    [InlineData("2022-11-03T08:15:00Z", "2022-11-03T08:15:00Z")]
    public async Task A_time_is_kept_as_exactly_as_times_are(string time, string kept)
    {
        await using var service = await TestService.StartAsync();
        await service.PostProblemAsync(
            "{" + Start + "," + Own + ",\"time\":\"" + time + "\",\"type\":\"dossier.received\",\"data\":{\"unit\":\"502\",\"dueAt\":\"" + time + "\"}}", 422);
        var stored = (await service.GetAsync("/v1/rejections")).Items("items").Single().GetProperty("event");
        stored.Text("time").ShouldBe(kept);
        stored.GetProperty("data").Text("dueAt").ShouldBe(kept);
    }

    private static async Task<JsonElement> CreatedAsync(TestService service)
    {
        using var response = await service.PostAsync("""{"name":"Portal","scopes":["events:write"],"source":"/portal/own"}""", path: "/v1/keys");
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.Clone();
    }

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject()
        .SelectMany(member => member.Value.ValueKind == JsonValueKind.Object ? Names(member.Value).Select(name => $"{member.Name}.{name}") : [member.Name]);
}
