using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.OnTime;

/// <summary>GET /v1/on-time: definitions side by side, what was known at an instant, and the dossiers behind every number.</summary>
public sealed class DefinitionsAndRowsTests
{
    private static readonly string[] Definitions = ["closed", "closed-plus-overdue", "workload", "strict"];

    [Theory]
    [InlineData("district")]
    [InlineData("branch")]
    [InlineData("unit")]
    [InlineData("field")]
    [InlineData("procedure")]
    [InlineData("channel")]
    [InlineData("month")]
    public async Task All_definitions_are_those_of_each(string by)
    {
        await using var service = await StartAsync();
        var all = await service.GetAsync($"/v1/on-time?by={by}&definition=all");
        all.Text("definition").ShouldBe("all");
        all.EnumerateObject().Select(member => member.Name).ShouldNotContain(name => name == "total" || name == "rows" || name == "dueDate");
        var blocks = all.Items("definitions");
        blocks.Select(block => block.Text("definition")).ShouldBe(Definitions);
        foreach (var block in blocks)
        {
            var one = await service.GetAsync($"/v1/on-time?by={by}&definition={block.Text("definition")}");
            foreach (var member in new[] { "dueDate", "total", "rows" })
            {
                block.GetProperty(member).GetRawText().ShouldBe(one.GetProperty(member).GetRawText());
            }
        }
    }

    [Fact]
    public async Task All_definitions_come_as_csv_below_each_other()
    {
        await using var service = await StartAsync();
        var lines = (await service.GetTextAsync("/v1/on-time?by=district&definition=all&format=csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldStartWith("definition,key,name,validFrom,");
        lines[0].ShouldEndWith(",rows");
        lines.Skip(1).Select(line => line.Split(',')[0]).Distinct().ShouldBe(Definitions);
        lines.Length.ShouldBe(1 + (4 * 2));
    }

    [Theory]
    [InlineData("by=unit&definition=strict")]
    [InlineData("by=month&from=2022-11-01&to=2022-12-31")]
    [InlineData("by=channel&unit=502&include=branches")]
    [InlineData("by=field&asOf=2022-12-01T00:00:00Z&knownAt=2022-12-15T17:00:00%2B07:00")]
    public async Task Every_number_leads_to_as_many_dossiers_also_after_more_has_come(string query)
    {
        await using var service = await StartAsync();
        var answer = await service.GetAsync($"/v1/on-time?{query}");
        service.Time.Advance(TimeSpan.FromMinutes(1));
        await service.PostOkAsync(EventText.Batch(
            EventText.Received("n1", "N1", "2022-11-04T09:00:00+07:00", "502", "2022-11-10"),
            EventText.Event("n2", "finished", "D3", "2022-12-02T09:00:00+07:00"),
            EventText.Event("n3", "voided", "D1", "2022-12-15T10:00:00+07:00", new { eventId = "3" })));
        foreach (var row in answer.Items("rows").Append(answer.GetProperty("total")))
        {
            foreach (var (number, _) in FigureNumbers.Counts)
            {
                await service.ShouldListAsync($"{row.Text("rows")}&state={number}", row.GetProperty(number).GetInt64());
            }
        }
    }

    [Fact]
    public async Task A_link_does_not_wait_for_an_instant_that_is_still_to_come()
    {
        await using var service = await StartAsync();
        var total = (await service.GetAsync("/v1/on-time?by=unit&knownAt=2022-12-31T00:00:00Z")).GetProperty("total");
        service.Time.Advance(TimeSpan.FromMinutes(1));
        await service.PostOkAsync(EventText.Batch(EventText.Received("n1", "N1", "2022-11-04T09:00:00+07:00", "502", "2022-11-10")));
        await service.ShouldListAsync(total.Text("rows") + "&state=received", total.GetProperty("received").GetInt64());
    }

    [Fact]
    public async Task What_was_recorded_later_was_not_known_while_what_happened_later_is_another_question()
    {
        await using var service = await StartAsync();
        service.Time.Advance(TimeSpan.FromHours(1));
        await service.PostOkAsync(EventText.Batch(EventText.Event("n2", "finished", "D3", "2022-11-30T09:00:00+07:00")));
        const string before = "2022-12-15T17:00:00%2B07:00";
        (await FinishedAsync("")).ShouldBe(3);
        (await FinishedAsync("&knownAt=" + before)).ShouldBe(2);
        (await FinishedAsync("&asOf=" + before)).ShouldBe(3);
        (await FinishedAsync("&asOf=2022-11-29T00:00:00Z")).ShouldBe(2);
        (await FinishedAsync("&knownAt=1990-01-01T00:00:00Z")).ShouldBe(0);

        async Task<int> FinishedAsync(string query) =>
            (await service.GetAsync("/v1/on-time?by=unit" + query)).GetProperty("total").GetProperty("finished").GetInt32();
    }

    [Theory]
    [InlineData("knownAt=now", "/knownAt", "invalidInstant")]
    [InlineData("knownAt=2022-12-15", "/knownAt", "invalidInstant")]
    [InlineData("knownAt=1989-12-31T23:59:59Z", "/knownAt", "invalidInstant")]
    [InlineData("knownAt=2022-12-15T17:00:00Z&knownAt=2022-12-15T17:00:00Z", "/knownAt", "repeatedParameter")]
    [InlineData("definition=All", "/definition", "notOneOf")]
    [InlineData("definition=", "/definition", "notOneOf")]
    public async Task Refuses_a_wrong_query(string query, string pointer, string reason)
    {
        await using var service = await TestService.StartAsync();
        (await service.GetAsync($"/v1/on-time?by=unit&{query}", 400)).Errors().ShouldBe([(pointer, reason)]);
    }

    private static async Task<TestService> StartAsync()
    {
        var service = await TestService.StartAsync();
        await service.PostOkAsync(SampleProvince.Events);
        return service;
    }
}
