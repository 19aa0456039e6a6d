using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Freshness;

public sealed class GetFreshnessTests
{
    private const string Received = """{"specversion":"1.0","id":"fresh-1","source":"/portal/quang-nam","type":"dossier.received","subject":"FRESH-1","time":"2022-12-15T08:00:00+07:00","data":{"unit":"502","procedure":"1.012784","field":"land","dueAt":"2022-12-30T17:00:00+07:00"}}""";

    [Fact]
    public async Task A_portal_that_has_not_sent_for_a_whole_working_day_is_silent()
    {
        await using var service = await TestService.StartAsync();
        await service.PostOkAsync(Received);
        await ShouldBeAsync("2022-12-15T17:00:00+07:00", silent: false);
        await ShouldBeAsync("2022-12-16T23:59:59+07:00", silent: false);

        // Friday has gone by without an event.
        await ShouldBeAsync("2022-12-17T00:00:00+07:00", silent: true);

        async Task ShouldBeAsync(string now, bool silent)
        {
            service.Time.SetUtcNow(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));
            var answer = await service.GetAsync("/v1/freshness");
            answer.GetProperty("asOf").GetString().ShouldBe(now);
            var source = answer.GetProperty("sources").EnumerateArray().ShouldHaveSingleItem();
            source.GetProperty("source").GetString().ShouldBe("/portal/quang-nam");
            source.GetProperty("lastRecorded").GetString().ShouldBe("2022-12-15T17:00:00+07:00");
            source.GetProperty("silent").GetBoolean().ShouldBe(silent, now);
            answer.GetProperty("lastRecorded").GetString().ShouldBe("2022-12-15T17:00:00+07:00");
        }
    }

    [Fact]
    public async Task Before_anybody_has_sent_there_is_nobody()
    {
        await using var service = await TestService.StartAsync();
        var answer = await service.GetAsync("/v1/freshness");
        answer.GetProperty("lastRecorded").GetString().ShouldBeNull();
        answer.GetProperty("sources").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task It_is_of_now_only()
    {
        await using var service = await TestService.StartAsync();
        await service.GetAsync("/v1/freshness?asOf=2022-12-01T00:00:00%2B07:00", 400);
    }
}
