using System.Security.Cryptography;
using System.Text;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>A portal can tell from count and digest whether everything has come.</summary>
public sealed class SourceDigestTests
{
    private const string Path = "/v1/sources/%2Fportal%2Ftest/digest";

    [Fact]
    public async Task Count_and_digest_of_a_day_are_those_of_the_portal_s_own_list()
    {
        await using var service = await TestService.StartAsync();

        // The local day begins at 17:00 UTC of the day before.
        (string Id, string Time)[] events = [("a", "2022-11-30T23:59:59.999+07:00"), ("b", "2022-12-01T00:00:00+07:00"), ("c", "2022-12-01T16:00:00Z"), ("đ", "2022-12-01T23:59:59+07:00"), ("e", "2022-12-02T00:00:00+07:00")];
        foreach (var (id, time) in events.Reverse())
        {
            await service.PostOkAsync(EventText.Received(id, "D" + id, time, "502").ToJsonString());
            service.Time.Advance(TimeSpan.FromHours(1));
        }

        var answer = await service.GetAsync(Path + "?from=2022-11-30&to=2022-12-03");
        answer.Items("days").Select(day => (day.Text("day"), day.GetProperty("events").GetInt64(), day.Text("digest"))).ShouldBe(
        [
            ("2022-11-30", 1, Digest("a")), ("2022-12-01", 3, Digest("đ", "b", "c")), ("2022-12-02", 1, Digest("e")), ("2022-12-03", 0, new string('0', 64)),
        ]);
        (await service.GetAsync(Path + "?to=2022-12-02")).Items("days").Count.ShouldBe(1);

        // Sent again it is the same; another one shows.
        await service.PostOkAsync(EventText.Received("b", "Db", "2022-12-01T00:00:00+07:00", "502").ToJsonString());
        await service.PostOkAsync(EventText.Received("f", "Df", "2022-12-02T00:00:00+07:00", "502").ToJsonString());
        (await service.GetAsync(Path + "?from=2022-12-01&to=2022-12-02")).Items("days").Select(day => day.Text("digest")).ShouldBe([Digest("b", "c", "đ"), Digest("e", "f")]);
    }

    [Fact]
    public async Task Silence_is_told_in_seconds_and_as_a_metric()
    {
        await using var service = await TestService.StartAsync();
        await service.PostOkAsync(EventText.Received("a", "A", "2022-12-01T08:00:00+07:00", "502").ToJsonString());
        service.Time.Advance(TimeSpan.FromSeconds(90));
        var source = (await service.GetAsync("/v1/sources")).Items("items").Single();
        (source.Text("source"), source.GetProperty("events").GetInt64(), source.Text("lastRecordedAt"), source.GetProperty("silentSeconds").GetInt64())
            .ShouldBe(("/portal/test", 1, "2022-12-15T17:00:00+07:00", 90));
        (await service.GetTextAsync("/metrics")).ShouldContain("dossier_source_silence_seconds{source=\"/portal/test\"} 90");
    }

    [Theory]
    [InlineData("?from=2022-12-02&to=2022-12-01", "/to", "endsBeforeItBegins")]
    [InlineData("?from=2021-12-01&to=2022-12-02", "/to", "periodTooLong")]
    [InlineData("?from=yesterday", "/from", "invalidDate")]
    public async Task A_wrong_period_is_refused(string query, string pointer, string reason)
    {
        await using var service = await TestService.StartAsync();
        (await service.GetAsync(Path + query, 400)).Errors().ShouldBe([(pointer, reason)]);
    }

    private static string Digest(params string[] ids) =>
        Convert.ToHexStringLower([.. ids.Select(id => SHA256.HashData(Encoding.UTF8.GetBytes(id))).Aggregate((one, other) => [.. one.Zip(other, (x, y) => (byte)(x ^ y))])]);
}
