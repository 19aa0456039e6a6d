using System.Security.Cryptography;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Closings;

/// <summary>GET /v1/closings/{id}</summary>
public sealed class GetClosingTests
{
    [Fact]
    public async Task The_bytes_have_the_digest_and_stay_whatever_comes_and_whoever_asks()
    {
        await using var service = await TestService.StartAsync(reference: Targets.TargetReference.Files);
        await service.PostOkAsync(SampleProvince.Events);
        var entry = await service.ClosePeriodAsync();
        var document = await service.GetAsync("/v1/closings/1");
        document.Items("targets").ShouldNotBeEmpty();
        document.GetProperty("rows").EnumerateObject().Select(by => by.Name).ShouldBe(["district", "branch", "unit", "field", "procedure", "channel", "month"], ignoreOrder: true);
        document.GetProperty("total").GetRawText().ShouldBe((await service.GetAsync("/v1/on-time?by=unit&from=2022-01-01&to=2022-12-31")).GetProperty("total").GetRawText());

        var before = await BytesAsync(service);
        Convert.ToHexStringLower(SHA256.HashData(before)).ShouldBe(entry.Text("digest"));
        service.Time.Advance(TimeSpan.FromSeconds(1));
        await service.PostOkAsync(EventText.Batch(EventText.Event("late", "finished", "D3", "2022-12-02T09:00:00+07:00")));
        service.SpeakVietnamese();
        (await BytesAsync(service)).ShouldBe(before);
        await service.RestartAsync();
        (await BytesAsync(service)).ShouldBe(before);

        // Its links lead to what was counted, not to what is there now.
        var total = document.GetProperty("total");
        foreach (var number in new[] { "received", "finished", "open", "openOverdue", "late" })
        {
            await service.ShouldListAsync($"{total.Text("rows")}&state={number}", total.GetProperty(number).GetInt64());
        }
    }

    [Fact]
    public async Task May_be_cached_for_ever_by_its_digest()
    {
        await using var service = await TestService.StartAsync();
        var entry = await service.ClosePeriodAsync();
        using var response = await service.Http.GetAsync(new Uri("/v1/closings/1", UriKind.Relative));
        response.Headers.ETag!.Tag.ShouldBe($"\"{entry.Text("digest")}\"");
        response.Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromDays(365));
        response.Headers.Vary.ShouldContain("Accept");
    }

    [Theory]
    [InlineData("district")]
    [InlineData("branch")]
    [InlineData("unit")]
    [InlineData("field")]
    [InlineData("procedure")]
    [InlineData("channel")]
    [InlineData("month")]
    public async Task One_breakdown_comes_as_csv(string by)
    {
        await using var service = await TestService.StartAsync();
        await service.PostOkAsync(SampleProvince.Events);
        await service.ClosePeriodAsync();
        var rows = (await service.GetAsync("/v1/closings/1")).GetProperty("rows").Items(by);
        var lines = (await service.GetTextAsync($"/v1/closings/1?format=csv&by={by}")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(rows.Count + 1);
        lines.Skip(1).Select(line => line.Split(',')[0]).ShouldBe(rows.Select(row => row.Text("key")));
        if (by == "unit")
        {
            (await service.GetTextAsync("/v1/closings/1?format=csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).ShouldBe(lines);
        }
    }

    [Theory]
    [InlineData("/v1/closings/2")]
    [InlineData("/v1/closings/0")]
    [InlineData("/v1/closings/-1")]
    [InlineData("/v1/closings/+1")]
    [InlineData("/v1/closings/first")]
    [InlineData("/v1/closings/1.0")]
    [InlineData("/v1/closings/99999999999999999999")]
    [InlineData("/v1/closings/2/restatement")]
    [InlineData("/v1/closings/first/restatement")]
    public async Task There_is_nothing_under_another_number(string path)
    {
        await using var service = await TestService.StartAsync();
        await service.ClosePeriodAsync();
        (await service.GetAsync(path, 404)).Errors().ShouldBe([("", "noSuchClosing")]);
        service.SpeakVietnamese();
        (await service.GetAsync(path, 404)).Text("detail").ShouldBe("Không có kỳ chốt số này; xem GET /v1/closings.");
    }

    [Theory]
    [InlineData("/v1/closings/1?by=village", "/by", "notOneOf")]
    [InlineData("/v1/closings/1?by=branch", "/by", "onlyWithCsv")]
    [InlineData("/v1/closings/1?format=xml", "/format", "notOneOf")]
    [InlineData("/v1/closings/1?format=csv&bom=yes", "/bom", "notOneOf")]
    [InlineData("/v1/closings/1?format=csv&format=csv", "/format", "repeatedParameter")]
    [InlineData("/v1/closings/1?asOf=2022-12-15T17:00:00Z", "/asOf", "unknownParameter")]
    [InlineData("/v1/closings/1/restatement?by=unit", "/by", "unknownParameter")]
    public async Task Refuses_a_wrong_query(string path, string pointer, string reason)
    {
        await using var service = await TestService.StartAsync();
        await service.ClosePeriodAsync();
        (await service.GetAsync(path, 400)).Errors().ShouldBe([(pointer, reason)]);
    }

    private static async Task<byte[]> BytesAsync(TestService service)
    {
        using var response = await service.Http.GetAsync(new Uri("/v1/closings/1", UriKind.Relative));
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync();
    }
}
