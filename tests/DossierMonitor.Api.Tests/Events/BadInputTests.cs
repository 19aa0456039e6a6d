using System.Text;
using System.Text.Json;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Events;

/// <summary>Every refusal is a problem that names the place and the reason; nothing of it is stored as an event.</summary>
public sealed class BadInputTests
{
    private const string Id = "\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"/p\",\"subject\":\"D\"";
    private const string Time = "\"time\":\"2022-11-03T08:15:00+07:00\"";
    private const string Unit = "\"unit\":\"502\",\"procedure\":\"OPEN\"";

    [Theory]
    [InlineData("{}", "/id", "missingMember")]
    [InlineData("{}", "/specversion", "missingMember")]
    [InlineData("null", "", "notObject")]
    [InlineData("1", "", "notObject")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\"," + Time + "}", "/data/unit", "missingMember")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\"," + Time + ",\"data\":{\"unit\":\"502\"}}", "/data/procedure", "missingMember")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\"," + Time + ",\"data\":{\"unit\":null,\"procedure\":\"OPEN\"}}", "/data/unit", "missingMember")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\"," + Time + ",\"data\":{\"unit\":\"999\",\"procedure\":\"OPEN\"}}", "/data/unit", "unknownUnit")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\"," + Time + ",\"data\":{\"unit\":502,\"procedure\":\"OPEN\"}}", "/data/unit", "wrongType")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\"," + Time + ",\"data\":{\"unit\":\"\",\"procedure\":\"OPEN\"}}", "/data/unit", "invalidText")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\"," + Time + ",\"data\":{\"unit\":\"502\",\"procedure\":\"a\\u0000b\"}}", "/data/procedure", "invalidText")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\"," + Time + ",\"data\":{\"unit\":\"502\",\"procedure\":\"\\ud800\"}}", "/data/procedure", "invalidText")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\"," + Time + ",\"data\":{" + Unit + ",\"channel\":\"fax\"}}", "/data/channel", "unknownChannel")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\"," + Time + ",\"data\":{" + Unit + ",\"dueAt\":\"2022-02-30\"}}", "/data/dueAt", "invalidDueDate")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\"," + Time + ",\"data\":{" + Unit + ",\"dueAt\":\"2022-11-17T17:00:00\"}}", "/data/dueAt", "invalidDueDate")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\"," + Time + ",\"data\":{" + Unit + ",\"dueAt\":\"1900-01-01\"}}", "/data/dueAt", "invalidDueDate")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\"," + Time + ",\"data\":{" + Unit + ",\"unit\":\"502\"}}", "/data/unit", "duplicateMember")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\"," + Time + ",\"data\":{" + Unit + ",\"colour\":1}}", "/data/colour", "unknownMember")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\"," + Time + ",\"data\":{" + Unit + ",\"applicantName\":\"A\"}}", "/data/applicantName", "personalData")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\"," + Time + ",\"data\":{" + Unit + ",\"cccd\":\"049012345678\"}}", "/data/cccd", "personalData")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\"," + Time + ",\"data\":[]}", "/data", "wrongType")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\"," + Time + ",\"extension\":1,\"data\":{" + Unit + "}}", "/extension", "unknownMember")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\"," + Time + ",\"datacontenttype\":\"text/xml\",\"data\":{" + Unit + "}}", "/datacontenttype", "wrongDataContentType")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\",\"data\":{" + Unit + "}}", "/time", "missingMember")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\",\"time\":\"2022-13-03T08:15:00+07:00\",\"data\":{" + Unit + "}}", "/time", "invalidTime")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\",\"time\":\"2022-11-31T08:15:00+07:00\",\"data\":{" + Unit + "}}", "/time", "invalidTime")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\",\"time\":\"2022-11-03T24:00:00+07:00\",\"data\":{" + Unit + "}}", "/time", "invalidTime")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\",\"time\":\"2022-11-03T08:15:00\",\"data\":{" + Unit + "}}", "/time", "invalidTime")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\",\"time\":1667438100,\"data\":{" + Unit + "}}", "/time", "wrongType")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\",\"time\":\"1989-12-31T23:59:59Z\",\"data\":{" + Unit + "}}", "/time", "timeTooEarly")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\",\"time\":\"2022-12-16T10:00:00.001Z\",\"data\":{" + Unit + "}}", "/time", "timeTooFarAhead")]
    [InlineData("{" + Id + ",\"type\":\"dossier.received\",\"time\":\"9999-12-31T23:59:59Z\",\"data\":{" + Unit + "}}", "/time", "timeTooFarAhead")]
    [InlineData("{" + Id + ",\"type\":\"dossier.eaten\"," + Time + "}", "/type", "unknownType")]
    [InlineData("{" + Id + ",\"type\":\"Dossier.Received\"," + Time + ",\"data\":{" + Unit + "}}", "/type", "unknownType")]
    [InlineData("{" + Id + ",\"type\":\"dossier.finished\"," + Time + ",\"data\":{\"dueAt\":\"2022-11-17\"}}", "/data/dueAt", "unknownMember")]
    [InlineData("{" + Id + ",\"type\":\"dossier.extended\"," + Time + ",\"data\":{}}", "/data/dueAt", "missingMember")]
    [InlineData("{" + Id + ",\"type\":\"dossier.transferred\"," + Time + "}", "/data/unit", "missingMember")]
    [InlineData("{" + Id + ",\"type\":\"dossier.voided\"," + Time + ",\"data\":{}}", "/data/eventId", "missingMember")]
    [InlineData("{" + Id + ",\"type\":\"dossier.voided\"," + Time + ",\"data\":{\"eventId\":\"x\"}}", "/data/eventId", "voidsItself")]
    [InlineData("{" + Id + ",\"type\":\"dossier.processing\"," + Time + ",\"data\":{\"holder\":\"gọi 0905123456\"}}", "/data/holder", "personalData")]
    [InlineData("{" + Id + ",\"type\":\"dossier.processing\"," + Time + ",\"data\":{\"holder\":\"a@b.vn\"}}", "/data/holder", "personalData")]
    [InlineData("{\"specversion\":\"0.3\",\"id\":\"x\",\"source\":\"/p\",\"subject\":\"D\",\"type\":\"dossier.finished\"," + Time + "}", "/specversion", "wrongSpecVersion")]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\" \",\"source\":\"/p\",\"subject\":\"D\",\"type\":\"dossier.finished\"," + Time + "}", "/id", "invalidText")]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"a\\r\\nb\",\"source\":\"/p\",\"subject\":\"D\",\"type\":\"dossier.finished\"," + Time + "}", "/id", "invalidText")]
    public async Task Refuses_one_event_and_names_the_place(string json, string pointer, string reason)
    {
        await using var service = await TestService.StartAsync();
        var problem = await service.PostProblemAsync(json, 422);
        problem.GetProperty("type").GetString().ShouldBe("/problems/event-rejected");
        problem.GetProperty("errors").EnumerateArray()
            .Select(error => (error.GetProperty("pointer").GetString(), error.GetProperty("reason").GetString()))
            .ShouldContain((pointer, reason));
        problem.GetProperty("errors").EnumerateArray().ShouldAllBe(error => error.GetProperty("detail").GetString()!.Length > 10);
        (await service.GetAsync("/v1/rejections")).GetProperty("items").GetArrayLength().ShouldBe(1);
        await service.GetAsync("/v1/dossiers/D", 404);
    }

    [Theory]
    [InlineData("", 400, "emptyBody")]
    [InlineData("{", 400, "notJson")]
    [InlineData("[{}", 400, "notJson")]
    [InlineData("[{}] x", 400, "notJson")]
    [InlineData("{} {}", 400, "notJson")]
    [InlineData("\u0000", 400, "notJson")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]", 400, "notJson")]
    public async Task Refuses_a_body_that_cannot_be_read(string body, int status, string reason)
    {
        await using var service = await TestService.StartAsync();
        var problem = await service.PostProblemAsync(body, status);
        problem.GetProperty("errors")[0].GetProperty("reason").GetString().ShouldBe(reason);
    }

    [Theory]
    [InlineData("text/plain", null, "wrongMediaType")]
    [InlineData("application/xml", null, "wrongMediaType")]
    [InlineData("application/json; charset=utf-16", null, "wrongMediaType")]
    [InlineData("application/json; charset=iso-8859-1", null, "wrongMediaType")]
    [InlineData("application/json", "br", "wrongEncoding")]
    [InlineData("application/json", "gzip, gzip", "wrongEncoding")]
    [InlineData("nonsense", null, "wrongMediaType")]
    public async Task Refuses_a_wrong_media_type_or_encoding(string type, string? encoding, string reason)
    {
        await using var service = await TestService.StartAsync();
        using var response = await service.PostAsync("{}"u8.ToArray(), type, encoding: encoding);
        ((int)response.StatusCode).ShouldBe(415);
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("errors")[0].GetProperty("reason").GetString().ShouldBe(reason);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-ndjson")]
    public async Task Refuses_gzip_that_is_broken_or_cut_off(string type)
    {
        await using var service = await TestService.StartAsync();
        var lines = string.Join('\n', Enumerable.Range(0, 50).Select(i => EventText.Received($"g{i}", $"G{i}", "2022-11-03T08:15:00+07:00", "502").ToJsonString()));
        var zipped = SubmitEventsTests.Zip(Encoding.UTF8.GetBytes(lines));
        foreach (var broken in new[] { "not gzip at all"u8.ToArray(), zipped[..(zipped.Length / 2)], zipped[..^4], zipped[..^1], [.. zipped, 1, 2, 3] })
        {
            using var response = await service.PostAsync(broken, type, encoding: "gzip");
            ((int)response.StatusCode).ShouldBe(400);
            JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("errors")[0].GetProperty("reason").GetString().ShouldBe("corruptGzip");
        }
    }

    [Fact]
    public async Task Takes_gzip_of_several_members()
    {
        await using var service = await TestService.StartAsync();
        byte[] body = [.. Member(1), .. Member(2)];
        using var response = await service.PostAsync(body, "application/x-ndjson", encoding: "gzip");
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("accepted").GetInt32().ShouldBe(2);

        static byte[] Member(int i) => SubmitEventsTests.Zip(Encoding.UTF8.GetBytes(
            EventText.Received($"g{i}", $"G{i}", "2022-11-03T08:15:00+07:00", "502").ToJsonString() + "\n"));
    }

    [Fact]
    public async Task Refuses_what_is_too_large()
    {
        await using var service = await TestService.StartAsync();
        var good = EventText.Received("e", "D", "2022-11-03T08:15:00+07:00", "502");
        (await service.PostProblemAsync(EventText.Batch(Enumerable.Repeat(good, 1_001)), 413)).GetProperty("errors")[0].GetProperty("reason").GetString().ShouldBe("tooManyEvents");
        (await service.PostProblemAsync("[" + new string(' ', 1024 * 1024) + "]", 413)).GetProperty("errors")[0].GetProperty("reason").GetString().ShouldBe("bodyTooLarge");
        using (var bomb = await service.PostAsync(SubmitEventsTests.Zip(new byte[50_000_000]), "application/json", encoding: "gzip"))
        {
            ((int)bomb.StatusCode).ShouldBe(413);
        }

        good["data"]!["field"] = new string('x', 5_000);
        (await service.PostProblemAsync(good.ToJsonString(), 422)).GetProperty("errors")[0].GetProperty("reason").GetString().ShouldBe("eventTooLarge");
        (await service.PostOkAsync(EventText.Batch(Enumerable.Range(0, 1_000).Select(i => EventText.Received($"m{i}", $"M{i}", "2022-11-03T08:15:00+07:00", "502")))))
            .GetProperty("accepted").GetInt32().ShouldBe(1_000);
    }

    [Fact]
    public async Task A_time_up_to_24_hours_ahead_is_accepted_with_a_finding()
    {
        await using var service = await TestService.StartAsync();
        await service.PostOkAsync(EventText.Received("e", "D", "2022-12-16T17:00:00+07:00", "502", "2022-12-20").ToJsonString());
        await service.GetAsync("/v1/dossiers/D", 404);
        var dossier = await service.GetAsync("/v1/dossiers/D?asOf=2022-12-16T17:00:00%2B07:00");
        dossier.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("code").GetString()).ShouldContain("timeInFuture");
    }
}
