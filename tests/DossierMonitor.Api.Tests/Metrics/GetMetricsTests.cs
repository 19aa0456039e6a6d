using System.Net.Http.Headers;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Metrics;

/// <summary>GET /metrics</summary>
public sealed class GetMetricsTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task Counts_what_became_of_events_and_names_a_source_only_when_it_is_one()
    {
        await using var service = await TestService.StartAsync();
        await service.PostOkAsync(SampleProvince.Events);
        await service.PostOkAsync(SampleProvince.Events);
        await service.PostOkAsync(EventText.Batch(
            EventText.Received("1", "D1", "2022-11-03T08:15:00+07:00", "502"),
            EventText.Received("x", "X", "2022-11-03T08:15:00+07:00", "NOWHERE"),
            EventText.Event("y", "received", "Y", "2022-11-03T08:15:00+07:00", new { unit = "NOWHERE", procedure = "OPEN" }, "/portal/unheard")));
        using var response = await service.Http.GetAsync(new Uri("/metrics", UriKind.Relative));
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n');
        lines.ShouldContain("dossier_ingest_events_total{source=\"/portal/test\",result=\"accepted\"} 18");
        lines.ShouldContain("dossier_ingest_events_total{source=\"/portal/test\",result=\"duplicate\"} 18");
        lines.ShouldContain("dossier_ingest_events_total{source=\"/portal/test\",result=\"conflict\"} 1");
        lines.ShouldContain("dossier_ingest_events_total{source=\"/portal/test\",result=\"rejected\"} 1");
        lines.ShouldContain("dossier_ingest_events_total{source=\"(other)\",result=\"rejected\"} 1");
        lines.ShouldContain("dossier_source_last_event_timestamp_seconds{source=\"/portal/test\"} 1671098400");
        lines.ShouldNotContain(line => line.StartsWith("dossier_verification_ok ", StringComparison.Ordinal));
        lines.ShouldNotContain(line => line.Contains("unheard", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Needs_the_key_also_where_figures_are_public(bool open)
    {
        await using var service = await TestService.StartAsync(settings => settings with { AdminKey = Key, PublicFigures = open });
        service.Http.DefaultRequestHeaders.Authorization = null;
        service.SpeakVietnamese();
        foreach (var path in new[] { "/metrics", "/Metrics", "/metrics/" })
        {
            (await service.GetAsync(path, 401)).Text("title").ShouldBe("Cần khóa truy cập hợp lệ");
        }

        service.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "wrong");
        (await service.GetAsync("/metrics", 401)).Errors().ShouldBe([("", "keyInvalid")]);
        service.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        (await service.GetTextAsync("/metrics")).ShouldContain("# TYPE dossier_ingest_events_total counter");
    }

    [Fact]
    public async Task Is_read_only()
    {
        await using var service = await TestService.StartAsync();
        (await service.PostProblemAsync("{}", 405, path: "/metrics")).Errors().ShouldBe([("", "methodNotAllowed")]);
    }
}
