using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Contract;

/// <summary>Real answers of every operation, held against the contract by the client itself.</summary>
public sealed class EveryAnswerTests
{
    [Theory]
    [InlineData("/v1/on-time?by=district")]
    [InlineData("/v1/on-time?by=branch&definition=strict&from=2022-11-10&to=2022-11-20")]
    [InlineData("/v1/on-time?by=unit&unit=502&include=branches")]
    [InlineData("/v1/on-time?by=field&field=land")]
    [InlineData("/v1/on-time?by=procedure&procedure=1.012784.H47")]
    [InlineData("/v1/on-time?by=channel&channel=online&definition=workload")]
    [InlineData("/v1/on-time?by=month&definition=closed-plus-overdue&asOf=2022-12-01T00:00:00%2B07:00")]
    [InlineData("/v1/targets")]
    [InlineData("/v1/targets?from=2022-01-01&to=2022-06-30")]
    [InlineData("/v1/targets?definition=all&met=any&knownAt=2022-12-15T10:00:00Z")]
    [InlineData("/v1/on-time?by=district&definition=all")]
    [InlineData("/v1/on-time?by=unit&knownAt=2022-12-15T17:00:00%2B07:00")]
    [InlineData("/v1/trend?by=total")]
    [InlineData("/v1/trend?by=district&interval=week&definition=strict&from=2022-11-02&to=2022-11-20")]
    [InlineData("/v1/trend?by=field&interval=day&from=2022-11-01&to=2022-11-30&knownAt=2022-12-15T10:00:00Z")]
    [InlineData("/v1/ageing?by=district")]
    [InlineData("/v1/ageing?by=unit&unit=502&include=branches&definition=strict&knownAt=2022-12-15T10:00:00Z")]
    [InlineData("/v1/due-soon?by=branch")]
    [InlineData("/v1/due-soon?by=procedure&definition=strict&asOf=2022-11-14T00:00:00Z")]
    [InlineData("/v1/league?by=district&minimum=1")]
    [InlineData("/v1/league?by=branch")]
    [InlineData("/v1/league?by=unit&definition=workload&include=branches&unit=502&knownAt=2022-12-15T10:00:00Z")]
    [InlineData("/v1/reports/ii-06a?by=field")]
    [InlineData("/v1/reports/ii-06a?by=unit&unit=502&include=branches&channel=online&lang=vi")]
    [InlineData("/v1/reports/progress-766?by=district&knownAt=2022-12-15T10:00:00Z")]
    [InlineData("/v1/reports/league?by=branch&minimum=1&definition=strict")]
    [InlineData("/v1/reconciliation")]
    [InlineData("/v1/reconciliation?unit=502&include=branches&knownAt=2022-12-01T00:00:00Z")]
    [InlineData("/v1/closings")]
    [InlineData("/v1/verification")]
    [InlineData("/v1/dossiers")]
    [InlineData("/v1/dossiers?state=late&sort=-dueAt&limit=1")]
    [InlineData("/v1/dossiers?state=overdue&minDaysLate=2&unit=503")]
    [InlineData("/v1/dossiers?state=dueSoon&within=5")]
    [InlineData("/v1/dossiers?state=notAccepted")]
    [InlineData("/v1/dossiers?finding=noDueDate&sort=code")]
    [InlineData("/v1/dossiers?by=unit&key=502&state=judged&definition=strict")]
    [InlineData("/v1/dossiers?by=month&key=2022-11&state=openOverdue")]
    [InlineData("/v1/dossiers?knownAt=2022-12-15T10:00:00Z")]
    [InlineData("/v1/dossiers/D1")]
    [InlineData("/v1/dossiers/D2")]
    [InlineData("/v1/dossiers/HELD")]
    [InlineData("/v1/dossiers/D1?knownAt=2022-12-15T10:00:00Z")]
    [InlineData("/v1/dossiers/D1/deadline")]
    [InlineData("/v1/dossiers/D2/deadline?cycle=1")]
    [InlineData("/v1/units")]
    [InlineData("/v1/units?kind=commune&parent=502&at=2022-01-01")]
    [InlineData("/v1/procedures?field=land")]
    [InlineData("/v1/calendar/2022")]
    [InlineData("/v1/calendar/2022?asOf=2022-01-01T00:00:00Z")]
    [InlineData("/v1/calendar/2030")]
    [InlineData("/v1/definitions")]
    [InlineData("/v1/rejections")]
    [InlineData("/v1/findings")]
    [InlineData("/v1/findings?knownAt=2022-12-15T10:00:00Z")]
    [InlineData("/v1/log/head")]
    [InlineData("/v1/log/head?day=2022-12-15")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Answers_as_the_contract_says(string path)
    {
        await using var service = await TestService.StartAsync();
        await service.PostOkAsync(SampleProvince.Events);
        (await service.GetAsync(path)).ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Object);
    }

    [Theory]
    [InlineData("/v1/on-time", "missingParameter")]
    [InlineData("/v1/on-time?by=village", "notOneOf")]
    [InlineData("/v1/on-time?by=unit&by=unit", "repeatedParameter")]
    [InlineData("/v1/on-time?by=unit&colour=red", "unknownParameter")]
    [InlineData("/v1/on-time?by=unit&BY=unit", "unknownParameter")]
    [InlineData("/v1/on-time?by=unit&from=2022-02-30", "invalidDate")]
    [InlineData("/v1/on-time?by=unit&from=2022-03-01&to=2022-02-01", "endsBeforeItBegins")]
    [InlineData("/v1/on-time?by=unit&asOf=2022-03-01", "invalidInstant")]
    [InlineData("/v1/on-time?by=unit&definition=best", "notOneOf")]
    [InlineData("/v1/on-time?by=unit&unit=999", "unknownFilterUnit")]
    [InlineData("/v1/trend", "missingParameter")]
    [InlineData("/v1/trend?by=month", "notOneOf")]
    [InlineData("/v1/trend?by=unit&definition=all", "notOneOf")]
    [InlineData("/v1/trend?by=unit&interval=year", "notOneOf")]
    [InlineData("/v1/trend?by=unit&minimum=3", "unknownParameter")]
    [InlineData("/v1/trend?by=total&interval=day&from=2021-01-01&to=2022-02-05", "tooManyIntervals")]
    [InlineData("/v1/ageing", "missingParameter")]
    [InlineData("/v1/ageing?by=month", "notOneOf")]
    [InlineData("/v1/ageing?by=total", "notOneOf")]
    [InlineData("/v1/ageing?by=unit&interval=day", "unknownParameter")]
    [InlineData("/v1/due-soon", "missingParameter")]
    [InlineData("/v1/due-soon?by=month", "notOneOf")]
    [InlineData("/v1/due-soon?by=unit&within=3", "unknownParameter")]
    [InlineData("/v1/dossiers?maxDaysLate=100001", "invalidNumber")]
    [InlineData("/v1/dossiers?maxDaysLate=-1", "invalidNumber")]
    [InlineData("/v1/dossiers?limit=0", "invalidNumber")]
    [InlineData("/v1/dossiers?limit=1001", "invalidNumber")]
    [InlineData("/v1/dossiers?state=happy", "notOneOf")]
    [InlineData("/v1/dossiers?cursor=abc", "invalidCursor")]
    [InlineData("/v1/dossiers?sort=age", "notOneOf")]
    [InlineData("/v1/units?kind=village", "notOneOf")]
    [InlineData("/v1/calendar/2022?x=1", "unknownParameter")]
    [InlineData("/v1/definitions?x=1", "unknownParameter")]
    [InlineData("/v1/rejections?cursor=1", "invalidCursor")]
    [InlineData("/v1/log/head?day=yesterday", "invalidDate")]
    [InlineData("/v1/reconciliation?by=unit", "unknownParameter")]
    [InlineData("/v1/closings?x=1", "unknownParameter")]
    [InlineData("/v1/verification?x=1", "unknownParameter")]
    [InlineData("/v1/findings?knownAt=yesterday", "invalidInstant")]
    [InlineData("/v1/dossiers/D1/deadline?cycle=0", "invalidNumber")]
    [InlineData("/v1/targets?met=maybe", "notOneOf")]
    [InlineData("/v1/dossiers?key=502", "missingParameter")]
    public async Task Refuses_a_wrong_query_and_names_it(string path, string reason)
    {
        await using var service = await TestService.StartAsync();
        var problem = await service.GetAsync(path, 400);
        problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("reason").GetString()).ShouldContain(reason);
    }

    [Theory]
    [InlineData("/v1/dossiers/none")]
    [InlineData("/v1/dossiers/none/deadline")]
    [InlineData("/v1/closings/1")]
    [InlineData("/v1/closings/1/restatement")]
    [InlineData("/v1/league?by=branch&closing=1")]
    [InlineData("/v1/reports/league?by=branch&closing=1")]
    [InlineData("/v1/calendar/1989")]
    [InlineData("/v1/calendar/abc")]
    [InlineData("/v1/nothing")]
    public async Task Says_not_found_as_a_problem(string path)
    {
        await using var service = await TestService.StartAsync();
        (await service.GetAsync(path, 404)).GetProperty("type").GetString().ShouldBe("/problems/not-found");
    }

    [Fact]
    public async Task A_held_dossier_is_counted_and_named_and_in_no_figure()
    {
        await using var service = await TestService.StartAsync();
        await service.PostOkAsync(SampleProvince.Events);
        var held = (await service.GetAsync("/v1/findings")).GetProperty("findings").EnumerateArray()
            .Single(finding => finding.GetProperty("code").GetString() == "noReceipt");
        held.GetProperty("codes").EnumerateArray().Select(code => code.GetString()).ShouldBe(["HELD"]);
        (await service.GetAsync("/v1/dossiers/HELD")).GetProperty("state").GetString().ShouldBe("held");
        (await service.GetAsync("/v1/dossiers")).GetProperty("items").EnumerateArray().ShouldAllBe(item => item.GetProperty("code").GetString() != "HELD");
        (await service.GetAsync("/v1/on-time?by=unit")).GetProperty("total").GetProperty("received").GetInt32().ShouldBe(7);

        // The receipt comes, later and for an earlier time, and the finish takes its place.
        await service.PostOkAsync(EventText.Received("h", "HELD", "2022-11-04T09:00:00+07:00", "503", "2022-11-10").ToJsonString());
        (await service.GetAsync("/v1/dossiers/HELD")).GetProperty("verdict").GetString().ShouldBe("early");
        (await service.GetAsync("/v1/findings")).GetProperty("findings").EnumerateArray()
            .ShouldAllBe(finding => finding.GetProperty("code").GetString() != "noReceipt");
    }

    [Fact]
    public async Task Problems_speak_Vietnamese_when_asked()
    {
        await using var service = await TestService.StartAsync();
        service.Http.DefaultRequestHeaders.AcceptLanguage.Clear();
        service.Http.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", "en;q=0.3, vi-VN");
        (await service.GetAsync("/v1/on-time?by=unit&colour=red", 400)).GetProperty("detail").GetString().ShouldBe("Không có tham số truy vấn này.");
    }
}
