using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.WhatIf;

/// <summary>POST /v1/calendar/what-if. D1 is due on 2022-11-17, its tenth working day, and was finished on time.</summary>
public sealed class TryCalendarTests
{
    private const string Path = "/v1/calendar/what-if";

    [Theory]
    [InlineData("2022-11-08", "off", "early", 0, 0, "2022-11-18T17:00:00+07:00")]
    [InlineData("2022-11-05", "work", "late", 1, 0, "2022-11-16T17:00:00+07:00")]
    public async Task Says_whose_verdict_would_flip_and_stores_nothing(string date, string kind, string verdict, int toLate, int toInTime, string due)
    {
        await using var service = await StartAsync();
        var before = await service.GetTextAsync("/v1/dossiers/D1");
        var answer = await service.PostOkAsync($$"""{"days":[{"date":"{{date}}","kind":"{{kind}}","reason":"Bão"}]}""", path: Path);
        answer.GetProperty("daysChanged").GetInt32().ShouldBe(1);
        answer.GetProperty("flips").GetInt64().ShouldBe(1);
        answer.GetProperty("truncated").GetBoolean().ShouldBeFalse();
        var item = answer.Items("items").Single();
        item.Text("code").ShouldBe("D1");
        item.GetProperty("before").Text("verdict").ShouldBe("onTime");
        item.GetProperty("after").Text("verdict").ShouldBe(verdict);
        item.GetProperty("after").Text("dueAt").ShouldBe(due);
        var unit = answer.Items("units").Single();
        (unit.GetProperty("toLate").GetInt32(), unit.GetProperty("toInTime").GetInt32()).ShouldBe((toLate, toInTime));
        (await service.GetTextAsync("/v1/dossiers/D1")).ShouldBe(before);
        (await service.GetAsync("/v1/calendar/2022")).Items("days").ShouldAllBe(day => day.Text("reason") != "Bão" && day.Text("reason") != "what-if");
    }

    [Theory]
    [InlineData("""{"days":[{"date":"2022-11-08","kind":"weekly"}]}""", 0)]
    [InlineData("""{"days":[{"date":"2022-11-06","kind":"off"}]}""", 0)]
    [InlineData("""{"days":[{"date":"2022-09-01","kind":"weekly","reason":null}],"asOf":null}""", 1)]
    [InlineData("""{"days":[{"date":"2027-01-01","kind":"off"}]}""", 1)]
    [InlineData("""{"days":[{"date":"1990-01-01","kind":"off"},{"date":"2100-12-31","kind":"off"}]}""", 2)]
    [InlineData("""{"days":[{"date":"2022-11-08","kind":"off"}],"asOf":"1990-01-01T00:00:00Z"}""", 1)]
    public async Task Days_that_touch_nobody_flip_nothing(string json, int changed)
    {
        await using var service = await StartAsync();
        var answer = await service.PostOkAsync(json, path: Path);
        answer.GetProperty("daysChanged").GetInt32().ShouldBe(changed);
        answer.GetProperty("flips").GetInt64().ShouldBe(0);
        answer.Items("items").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_open_dossier_is_judged_at_the_instant_asked_for_even_the_last()
    {
        await using var service = await StartAsync();
        await service.PostOkAsync(EventText.Batch(EventText.Received("o", "O", "2022-12-05T08:00:00+07:00", "502", procedure: "1.012784")));
        const string day = "\"days\":[{\"date\":\"2022-12-08\",\"kind\":\"off\"}]";
        (await service.PostOkAsync($$"""{{{day}}}""", path: Path)).GetProperty("flips").GetInt64().ShouldBe(0);
        var overdue = await service.PostOkAsync($$"""{{{day}},"asOf":"2022-12-19T18:00:00+07:00"}""", path: Path);
        overdue.Items("items").Single().GetProperty("before").Text("state").ShouldBe("overdue");
        overdue.Items("units").Single().GetProperty("toInTime").GetInt32().ShouldBe(1);
        (await service.PostOkAsync($$"""{{{day}},"asOf":"2100-12-31T00:00:00Z"}""", path: Path)).GetProperty("datesMoved").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task The_list_ends_at_the_limit_and_the_counts_do_not()
    {
        await using var service = await StartAsync();
        await service.PostOkAsync(EventText.Batch(
            EventText.Received("t1", "T1", "2022-11-03T08:15:00+07:00", "VPDK-502", procedure: "1.012784"),
            EventText.Event("t2", "finished", "T1", "2022-11-17T16:00:00+07:00")));
        var answer = await service.PostOkAsync("""{"days":[{"date":"2022-11-08","kind":"off"}],"limit":1}""", path: Path);
        answer.GetProperty("flips").GetInt64().ShouldBe(2);
        answer.Items("items").Select(item => item.Text("code")).ShouldBe(["D1"]);
        answer.GetProperty("truncated").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("", "", "emptyBody")]
    [InlineData("{\"days\":[", "", "notJson")]
    [InlineData("{}", "", "invalidBody")]
    [InlineData("[]", "", "invalidBody")]
    [InlineData("""{"days":null}""", "/days", "invalidBody")]
    [InlineData("""{"days":"2022-11-08"}""", "/days", "invalidBody")]
    [InlineData("""{"days":[]}""", "/days", "wrongCount")]
    [InlineData("""{"days":[null]}""", "/days/0", "invalidBody")]
    [InlineData("""{"days":[1]}""", "/days/0", "invalidBody")]
    [InlineData("""{"days":[{}]}""", "/days/0", "invalidBody")]
    [InlineData("""{"days":[{"date":null,"kind":"off"}]}""", "/days/0/date", "invalidBody")]
    [InlineData("""{"days":[{"date":20221108,"kind":"off"}]}""", "/days/0/date", "invalidBody")]
    [InlineData("""{"days":[{"date":"2022-11-08","kind":"off","colour":"red"}]}""", "/days/0/colour", "invalidBody")]
    [InlineData("""{"days":[{"date":"2022-11-08","kind":"off","kind":"off"}]}""", "/days/0/kind", "invalidBody")]
    [InlineData("""{"days":[{"date":"2022-11-08","kind":"off"}],"days":[]}""", "/days", "invalidBody")]
    [InlineData("""{"days":[{"date":"2022-11-31","kind":"off"}]}""", "/days/0/date", "invalidDate")]
    [InlineData("""{"days":[{"date":"1989-12-31","kind":"off"}]}""", "/days/0/date", "invalidDate")]
    [InlineData("""{"days":[{"date":"\ud800","kind":"off"}]}""", "/days/0/date", "invalidBody")]
    [InlineData("""{"days":[{"date":"2022-11-08","kind":"Off"}]}""", "/days/0/kind", "notOneOf")]
    [InlineData("""{"days":[{"date":"2022-11-08","kind":"off"},{"date":"2022-11-08","kind":"work"}]}""", "/days/1/date", "dayTwice")]
    [InlineData("""{"days":[{"date":"2022-11-08","kind":"off"}],"limit":0}""", "/limit", "invalidNumber")]
    [InlineData("""{"days":[{"date":"2022-11-08","kind":"off"}],"limit":10001}""", "/limit", "invalidNumber")]
    [InlineData("""{"days":[{"date":"2022-11-08","kind":"off"}],"limit":1.5}""", "/limit", "invalidBody")]
    [InlineData("""{"days":[{"date":"2022-11-08","kind":"off"}],"limit":"1"}""", "/limit", "invalidBody")]
    [InlineData("""{"days":[{"date":"2022-11-08","kind":"off"}],"limit":null}""", "/limit", "invalidBody")]
    [InlineData("""{"days":[{"date":"2022-11-08","kind":"off"}],"asOf":"2022-11-08"}""", "/asOf", "invalidInstant")]
    [InlineData("""{"days":[{"date":"2022-11-08","kind":"off"}],"asOf":"2101-01-01T00:00:00Z"}""", "/asOf", "invalidInstant")]
    [InlineData("""{"days":[{"date":"2022-11-08","kind":"off"}],"knownAt":"2022-11-08T00:00:00Z"}""", "/knownAt", "invalidBody")]
    public async Task Refuses_a_wrong_body_and_names_the_place(string json, string pointer, string reason)
    {
        await using var service = await TestService.StartAsync();
        (await service.PostProblemAsync(json, 400, path: Path)).Errors().ShouldBe([(pointer, reason)]);
    }

    [Fact]
    public async Task Refuses_too_many_days_another_type_and_a_query_in_the_language_asked_for()
    {
        await using var service = await TestService.StartAsync();
        service.SpeakVietnamese();
        var first = new DateOnly(2022, 1, 1);
        var days = string.Join(',', Enumerable.Range(0, 401).Select(i => $$"""{"date":"{{first.AddDays(i):yyyy-MM-dd}}","kind":"off"}"""));
        var problem = await service.PostProblemAsync($$"""{"days":[{{days}}]}""", 400, path: Path);
        problem.Errors().ShouldBe([("/days", "wrongCount")]);
        problem.Text("detail").ShouldBe("Số lượng phải trong khoảng 1 to 400.");
        (await service.PostProblemAsync("{}", 415, "text/csv", Path)).Text("detail").ShouldBe("Hãy gửi application/json, mã hóa UTF-8.");
        (await service.PostProblemAsync("{}", 400, path: Path + "?limit=1")).Errors().ShouldBe([("/limit", "unknownParameter")]);
    }

    private static async Task<TestService> StartAsync()
    {
        var service = await TestService.StartAsync();
        await service.PostOkAsync(SampleProvince.Events);
        return service;
    }
}
