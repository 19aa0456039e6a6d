using System.Text;
using System.Text.Json;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Closings;

/// <summary>POST /v1/closings</summary>
public sealed class ClosePeriodTests
{
    [Fact]
    public async Task Closes_and_lists_what_it_closed()
    {
        await using var service = await TestService.StartAsync();
        (await service.GetAsync("/v1/closings")).Items("closings").ShouldBeEmpty();
        await service.PostOkAsync(SampleProvince.Events);
        var first = await service.ClosePeriodAsync();
        first.Text("asOf").ShouldBe("2022-12-15T17:00:00+07:00");
        first.Text("definition").ShouldBe("closed");
        first.GetProperty("events").GetInt64().ShouldBe(18);
        var second = await service.ClosePeriodAsync(
            """{"name":" Quý IV ","from":"2022-10-01","to":"2022-12-31","definition":"strict","asOf":"2022-12-01T00:00:00+07:00"}""");
        second.Text("name").ShouldBe("Quý IV");
        second.Text("definition").ShouldBe("strict");
        second.Text("asOf").ShouldBe("2022-12-01T00:00:00+07:00");
        second.Text("chain").ShouldNotBe(first.Text("chain"));
        (await service.GetAsync("/v1/closings")).Items("closings").Select(entry => entry.GetRawText()).ShouldBe([first.GetRawText(), second.GetRawText()]);
    }

    [Fact]
    public async Task An_empty_log_can_be_closed_and_null_means_the_default()
    {
        await using var service = await TestService.StartAsync();
        var entry = await service.ClosePeriodAsync("""{"name":"x","from":"2022-12-15","to":"2100-12-31","definition":null,"asOf":null}""");
        entry.GetProperty("events").GetInt64().ShouldBe(0);
        (await service.GetAsync("/v1/closings/1")).GetProperty("log").Items("heads").ShouldBeEmpty();
        (await service.GetAsync("/v1/closings/1/restatement")).GetProperty("changed").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"name":"2022","from":"2022-01-01","to":"2022-06-30"}""")]
    [InlineData("""{"name":"\t2022 ","from":"2022-01-01","to":"2022-12-31"}""", 400)]
    [InlineData("""{"name":"  2022 ","from":"2022-01-01","to":"2022-12-31","definition":"strict"}""")]
    public async Task A_name_is_used_once(string json, int status = 409)
    {
        await using var service = await TestService.StartAsync();
        await service.ClosePeriodAsync();
        var problem = await service.PostProblemAsync(json, status, path: ClosingRequests.Path);
        if (status == 409)
        {
            problem.Text("type").ShouldBe("/problems/closing-exists");
            problem.Errors().ShouldBe([("/name", "closingExists")]);
        }

        (await service.GetAsync("/v1/closings")).Items("closings").Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("", "", "emptyBody")]
    [InlineData("{", "", "notJson")]
    [InlineData("{\"name\":\"x\",\"from\":\"2022-01-01\",\"to\":\"2022-12-31\"} x", "", "notJson")]
    [InlineData("null", "", "invalidBody")]
    [InlineData("[]", "", "invalidBody")]
    [InlineData("{}", "", "invalidBody")]
    [InlineData("""{"name":"x","from":"2022-01-01"}""", "", "invalidBody")]
    [InlineData("""{"name":null,"from":"2022-01-01","to":"2022-12-31"}""", "/name", "invalidBody")]
    [InlineData("""{"name":7,"from":"2022-01-01","to":"2022-12-31"}""", "/name", "invalidBody")]
    [InlineData("""{"name":"\ud800","from":"2022-01-01","to":"2022-12-31"}""", "/name", "invalidBody")]
    [InlineData("""{"name":"x","from":null,"to":"2022-12-31"}""", "/from", "invalidBody")]
    [InlineData("""{"name":"x","from":"2022-01-01","to":"2022-12-31","colour":"red"}""", "/colour", "invalidBody")]
    [InlineData("""{"name":"x","from":"2022-01-01","to":"2022-12-31","a.b/c":"red"}""", "", "invalidBody")]
    [InlineData("""{"Name":"x","from":"2022-01-01","to":"2022-12-31"}""", "/Name", "invalidBody")]
    [InlineData("""{"name":"x","name":"x","from":"2022-01-01","to":"2022-12-31"}""", "/name", "invalidBody")]
    [InlineData("""{"name":"","from":"2022-01-01","to":"2022-12-31"}""", "/name", "invalidCode")]
    [InlineData("""{"name":"  ","from":"2022-01-01","to":"2022-12-31"}""", "/name", "invalidCode")]
    [InlineData("""{"name":"a\nb","from":"2022-01-01","to":"2022-12-31"}""", "/name", "invalidCode")]
    [InlineData("""{"name":"x","from":"2022-02-30","to":"2022-12-31"}""", "/from", "invalidDate")]
    [InlineData("""{"name":"x","from":"1989-12-31","to":"2022-12-31"}""", "/from", "invalidDate")]
    [InlineData("""{"name":"x","from":"2022-01-01","to":"31/12/2022"}""", "/to", "invalidDate")]
    [InlineData("""{"name":"x","from":"2022-01-01","to":"2101-01-01"}""", "/to", "invalidDate")]
    [InlineData("""{"name":"x","from":"2022-03-01","to":"2022-02-28"}""", "/to", "endsBeforeItBegins")]
    [InlineData("""{"name":"x","from":"2022-01-01","to":"2022-12-31","definition":"all"}""", "/definition", "notOneOf")]
    [InlineData("""{"name":"x","from":"2022-01-01","to":"2022-12-31","asOf":"2022-12-15"}""", "/asOf", "invalidInstant")]
    [InlineData("""{"name":"x","from":"2022-01-01","to":"2022-12-31","asOf":"0001-01-01T00:00:00Z"}""", "/asOf", "invalidInstant")]
    [InlineData("""{"name":"x","from":"2022-01-01","to":"2022-12-31","asOf":"2022-12-15T17:00:00.001+07:00"}""", "/asOf", "closesTheFuture")]
    [InlineData("""{"name":"x","from":"2022-12-16","to":"2022-12-31"}""", "/from", "closesTheFuture")]
    [InlineData("""{"name":"x","from":"2022-06-02","to":"2022-12-31","asOf":"2022-06-01T00:00:00+07:00"}""", "/from", "closesTheFuture")]
    public async Task Refuses_a_wrong_body_and_names_the_place(string json, string pointer, string reason)
    {
        await using var service = await TestService.StartAsync();
        (await service.PostProblemAsync(json, 400, path: ClosingRequests.Path)).Errors().ShouldBe([(pointer, reason)]);
        (await service.GetAsync("/v1/closings")).Items("closings").ShouldBeEmpty();
    }

    [Fact]
    public async Task Names_all_that_is_wrong_at_once_in_the_language_asked_for()
    {
        await using var service = await TestService.StartAsync();
        service.SpeakVietnamese();
        var name = new string('x', 101);
        var problem = await service.PostProblemAsync(
            JsonSerializer.Serialize(new { name, from = "x", to = "y", definition = "z", asOf = "2023-01-01T00:00:00Z" }), 400, path: ClosingRequests.Path);
        problem.Errors().ShouldBe([("/name", "invalidCode"), ("/from", "invalidDate"), ("/to", "invalidDate"), ("/definition", "notOneOf"), ("/asOf", "closesTheFuture")]);
        problem.Text("title").ShouldBe("Yêu cầu không hợp lệ");
        problem.Text("detail").ShouldEndWith("Thời điểm này ở tương lai: chỉ chốt được những gì đã xảy ra.");
        await service.ClosePeriodAsync();
        (await service.PostProblemAsync(ClosingRequests.Year, 409, path: ClosingRequests.Path)).Text("title").ShouldStartWith("Đã có kỳ chốt số với tên này");
    }

    [Theory]
    [InlineData("text/xml")]
    [InlineData("application/x-ndjson")]
    [InlineData("application/cloudevents+json")]
    [InlineData("application/json; charset=latin1")]
    [InlineData("")]
    public async Task Takes_json_only_and_says_so(string type)
    {
        await using var service = await TestService.StartAsync();
        var problem = await service.PostProblemAsync(ClosingRequests.Year, 415, type, ClosingRequests.Path);
        problem.Errors().ShouldBe([("", "wrongJsonMediaType")]);
        problem.Text("detail").ShouldBe("Send application/json, in UTF-8.");
    }

    [Fact]
    public async Task Refuses_a_query_a_body_without_end_and_what_is_not_gzip()
    {
        await using var service = await TestService.StartAsync();
        (await service.PostProblemAsync(ClosingRequests.Year, 400, path: "/v1/closings?dryRun=true")).Errors().ShouldBe([("/dryRun", "unknownParameter")]);
        var large = await service.PostProblemAsync("\"" + new string('x', 1024 * 1024) + "\"", 413, path: ClosingRequests.Path);
        large.Errors().ShouldBe([("", "jsonTooLarge")]);
        large.Text("detail").ShouldBe("The body has more than 1048576 bytes.");
        using var gzip = await service.PostAsync(Encoding.UTF8.GetBytes(ClosingRequests.Year), "application/json", ClosingRequests.Path, "gzip");
        ((int)gzip.StatusCode).ShouldBe(400);
        using var brotli = await service.PostAsync(Encoding.UTF8.GetBytes(ClosingRequests.Year), "application/json", ClosingRequests.Path, "br");
        ((int)brotli.StatusCode).ShouldBe(415);
        (await service.GetAsync("/v1/closings?limit=1", 400)).Errors().ShouldBe([("/limit", "unknownParameter")]);
    }
}
