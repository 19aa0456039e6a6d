using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>A key that is bound to a unit writes and reads that unit and those below it, and nothing else.</summary>
public sealed class UnitBoundTests
{
    [Fact]
    public async Task It_writes_dossiers_that_stand_at_its_units()
    {
        await using var service = await StartAsync();
        service.Present(await service.KeyAsync("""{"name":"w","source":"/portal/test","scopes":["events:write"],"unit":"502"}"""));
        var answer = await service.PostOkAsync(EventText.Batch(
            EventText.Received("n1", "N1", "2022-12-01T08:00:00+07:00", "502"),
            EventText.Received("n2", "N2", "2022-12-01T08:00:00+07:00", "20335"),
            EventText.Received("n3", "N3", "2022-12-01T08:00:00+07:00", "VPDK-502"),
            EventText.Event("n4", "finished", "N3", "2022-12-02T08:00:00+07:00"),
            EventText.Received("x1", "X1", "2022-12-01T08:00:00+07:00", "503"),
            EventText.Received("x2", "X2", "2022-12-01T08:00:00+07:00", "49"),
            EventText.Received("x3", "D8", "2022-12-01T08:00:00+07:00", "502"),
            EventText.Event("x4", "finished", "D8", "2022-12-02T08:00:00+07:00"),
            EventText.Event("x5", "finished", "X5", "2022-12-02T08:00:00+07:00"),
            EventText.Event("x6", "transferred", "N1", "2022-12-02T08:00:00+07:00", new { unit = "503" }),
            EventText.Event("x7", "voided", "D8", "2022-12-02T08:00:00+07:00", new { eventId = "17" })), path: "/v1/events?items=all");
        answer.Items("items").Select(item => (item.Text("id"), item.Text("status"))).ShouldBe(
        [
            ("n1", "accepted"), ("n2", "accepted"), ("n3", "accepted"), ("n4", "accepted"), ("x1", "forbidden"), ("x2", "forbidden"), ("x3", "forbidden"),
            ("x4", "forbidden"), ("x5", "forbidden"), ("x6", "forbidden"), ("x7", "forbidden"),
        ]);

        // Of what is elsewhere and what does not exist it hears the same.
        answer.Items("items")[7].Items("errors")[0].GetRawText().ShouldBe(answer.Items("items")[8].Items("errors")[0].GetRawText());
        service.Present(TestService.AdminKey);
        (await service.GetAsync("/v1/dossiers/D8")).Text("state").ShouldBe("open");
        (await service.GetAsync("/v1/dossiers/X5", 404)).Text("type").ShouldBe("/problems/not-found");
    }

    /// <summary>A dossier of the same transaction counts as it then stands.</summary>
    [Fact]
    public async Task What_leaves_its_units_is_no_longer_its_own()
    {
        await using var service = await StartAsync();
        var key = await service.KeyAsync("""{"name":"w","source":"/portal/test","scopes":["events:write"],"unit":"502"}""");
        await service.PostOkAsync(EventText.Batch(
            EventText.Received("m1", "M1", "2022-12-01T08:00:00+07:00", "502"),
            EventText.Event("m2", "transferred", "M1", "2022-12-02T08:00:00+07:00", new { unit = "503" })));
        service.Present(key);
        await service.PostProblemAsync(EventText.Event("m3", "finished", "M1", "2022-12-03T08:00:00+07:00").ToJsonString(), 403);
    }

    [Fact]
    public async Task It_reads_figures_and_dossiers_of_its_units_only()
    {
        await using var service = await StartAsync();
        var whole = await service.GetAsync("/v1/on-time?by=unit");
        service.Present(await service.KeyAsync("""{"name":"r","scopes":["metrics:read","dossiers:read"],"unit":"502"}"""));
        var own = await service.GetAsync("/v1/on-time?by=unit");
        own.Items("rows").Select(row => row.Text("key")).ShouldBe(["20335", "502", "VPDK-502"]);
        own.Items("rows").Select(row => row.GetProperty("received").GetInt64()).Sum().ShouldBe(own.GetProperty("total").GetProperty("received").GetInt64());
        own.GetProperty("total").GetProperty("received").GetInt64().ShouldBeLessThan(whole.GetProperty("total").GetProperty("received").GetInt64());
        foreach (var row in own.Items("rows"))
        {
            // The link asks no more than the caller may.
            await service.ShouldListAsync(row.Text("rows") + "&state=received", row.GetProperty("received").GetInt64());
        }

        (await service.GetAsync("/v1/dossiers?limit=1000")).Items("items").Select(item => item.Text("unit")).Distinct(StringComparer.Ordinal)
            .ShouldBe(["502", "20335", "VPDK-502"], ignoreOrder: true);
        (await service.GetAsync("/v1/on-time?by=branch")).Items("rows").Select(row => row.Text("key")).ShouldBe(["VPDK-502"]);
        (await service.GetAsync("/v1/on-time?by=district")).Items("rows").Select(row => row.Text("key")).ShouldBe(["502"]);
        (await service.GetAsync("/v1/targets")).Items("targets").Where(target => target.TryGetProperty("unit", out var unit) && unit.GetString() is not null)
            .Select(target => target.Text("unit")).Distinct(StringComparer.Ordinal).ShouldBe(["502", "VPDK-502"], ignoreOrder: true);

        (await service.GetAsync("/v1/trend?by=unit&from=2022-12-01")).Items("rows").Select(row => row.Text("key")).ShouldBe(["20335", "502", "VPDK-502"]);
        (await service.GetAsync("/v1/trend?by=total&from=2022-01-01&interval=week")).Items("rows").Sum(row => row.GetProperty("received").GetInt64())
            .ShouldBe(own.GetProperty("total").GetProperty("received").GetInt64());
        var ageing = await service.GetAsync("/v1/ageing?by=unit");
        ageing.Items("rows").Select(row => row.Text("key")).ShouldBe(["20335", "502", "VPDK-502"]);
        ageing.GetProperty("total").GetProperty("openOverdue").GetInt64().ShouldBe(0);
        var dueSoon = await service.GetAsync("/v1/due-soon?by=unit");
        dueSoon.Items("rows").Select(row => row.Text("key")).ShouldBe(["20335", "502", "VPDK-502"]);

        // D8 of the other district is due within a day.
        dueSoon.GetProperty("total").GetProperty("within1").GetInt64().ShouldBe(0);

        // D5 came from elsewhere and is here; D8 never was.
        await service.GetAsync("/v1/dossiers/D5");
        (await service.GetAsync("/v1/dossiers/D8", 404)).Errors().ShouldBe([("", "noSuchDossier")]);
        (await service.GetAsync("/v1/dossiers/none", 404)).Errors().ShouldBe([("", "noSuchDossier")]);
        await service.GetAsync("/v1/dossiers/D8/deadline", 404);
    }

    [Fact]
    public async Task Its_reports_are_of_its_units_only_and_say_so()
    {
        await using var service = await StartAsync();
        service.Present(await service.KeyAsync("""{"name":"r","scopes":["metrics:read"],"unit":"502"}"""));
        foreach (var report in (IEnumerable<string>)["ii-06a", "progress-766", "league"])
        {
            (await service.GetAsync($"/v1/reports/{report}?by=unit")).Items("rows").Select(row => row.Text("key")).ShouldBe(["20335", "502", "VPDK-502"], ignoreOrder: true);
            (await service.GetTextAsync($"/v1/reports/{report}?by=unit&format=html")).ShouldContain("<dt>Only the units of</dt><dd>502</dd>");
        }

        // The part that comes online is cut like the whole: D1, D2 and D4 were received here, D1 online; D5 was received elsewhere.
        (await service.GetAsync("/v1/reports/ii-06a?by=field")).GetProperty("total").GetProperty("received").GetRawText()
            .ShouldBe("""{"total":3,"online":1,"directOrPost":2,"carriedOver":0}""");
    }

    /// <summary>An answer that one caller's tag names is not taken for another's.</summary>
    [Fact]
    public async Task Tags_of_one_caller_say_nothing_of_another_s_answer()
    {
        await using var service = await StartAsync();
        const string path = "/v1/on-time?by=unit&asOf=2022-12-15T10:00:00Z";
        using var whole = await service.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        service.Present(await service.KeyAsync("""{"name":"r","scopes":["metrics:read"],"unit":"502"}"""));
        service.Http.DefaultRequestHeaders.TryAddWithoutValidation("If-None-Match", whole.Headers.ETag!.ToString());
        (await service.GetAsync(path)).Items("rows").Count.ShouldBe(3);
    }

    [Fact]
    public async Task The_source_comes_from_the_key()
    {
        await using var service = await StartAsync();
        await service.PostProblemAsync(EventText.Received("t1", "T1", "2022-12-01T08:00:00+07:00", "999").ToJsonString(), 422);
        service.Present(await service.KeyAsync("""{"name":"w","source":"/portal/own","scopes":["events:write"]}"""));
        (await service.PostProblemAsync(EventText.Received("o1", "O1", "2022-12-01T08:00:00+07:00", "502").ToJsonString(), 403)).Errors().ShouldBe([("/source", "forbiddenSource")]);
        await service.PostOkAsync(EventText.Event("o2", "received", "O2", "2022-12-01T08:00:00+07:00", new { unit = "502", procedure = "OPEN" }, "/portal/own").ToJsonString());
        await service.PostProblemAsync(EventText.Received("o3", "O3", "2022-12-01T08:00:00+07:00", "999").ToJsonString(), 422);

        // Both refusals stand under the source of the key, where its portal finds them.
        (await service.GetAsync("/v1/rejections")).Items("items").Select(item => (item.Text("eventId"), item.Text("source"))).ShouldBe([("o3", "/portal/own"), ("o1", "/portal/own")], ignoreOrder: true);
        (await service.GetAsync("/v1/rejections?source=%2Fportal%2Ftest")).Items("items").ShouldBeEmpty();
        (await service.GetAsync("/v1/sources")).Items("items").Select(item => item.Text("source")).ShouldBe(["/portal/own"]);
    }

    [Fact]
    public async Task Old_events_need_the_scope_where_there_is_a_bound()
    {
        await using var service = await TestService.StartAsync(settings => settings with { BackfillAfterDays = 30 });
        var (write, backfill) = (
            await service.KeyAsync("""{"name":"w","source":"/portal/test","scopes":["events:write"]}"""),
            await service.KeyAsync("""{"name":"b","source":"/portal/test","scopes":["events:backfill"]}"""));
        var old = EventText.Received("b1", "B1", "2022-11-15T16:59:59+07:00", "502").ToJsonString();
        service.Present(write);
        (await service.PostProblemAsync(old, 403)).Errors().ShouldBe([("/time", "needsBackfill")]);
        await service.PostOkAsync(EventText.Received("b2", "B2", "2022-11-15T17:00:00+07:00", "502").ToJsonString());
        service.Present(backfill);
        await service.PostOkAsync(old);
    }

    private static async Task<TestService> StartAsync()
    {
        var service = await TestService.StartAsync();
        await service.PostOkAsync(SampleProvince.Events);
        return service;
    }
}
