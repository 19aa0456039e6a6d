using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Reconciliation;

/// <summary>GET /v1/reconciliation</summary>
public sealed class GetReconciliationTests
{
    [Theory]
    [InlineData("")]
    [InlineData("from=2022-11-10&to=2022-11-30")]
    [InlineData("asOf=2023-03-01T00:00:00Z&field=justice")]
    [InlineData("unit=502&include=branches&procedure=OPEN")]
    [InlineData("channel=online")]
    [InlineData("knownAt=2022-12-15T17:00:00%2B07:00")]
    [InlineData("knownAt=1990-01-01T00:00:00Z")]
    public async Task Every_step_adds_up_and_every_number_has_its_dossiers(string query)
    {
        await using var service = await StartAsync();
        var answer = await service.GetAsync($"/v1/reconciliation?{query}");
        var rates = answer.Items("definitions").ToDictionary(
            rate => rate.Text("definition"), rate => (rate.GetProperty("numerator").GetInt64(), rate.GetProperty("denominator").GetInt64()), StringComparer.Ordinal);
        rates.Keys.ShouldBe(["closed", "closed-plus-overdue", "workload", "strict"]);
        foreach (var rate in answer.Items("definitions"))
        {
            await service.ShouldListAsync(rate.Text("numeratorRows"), rate.GetProperty("numerator").GetInt64());
            await service.ShouldListAsync(rate.Text("denominatorRows"), rate.GetProperty("denominator").GetInt64());
        }

        foreach (var step in answer.Items("steps"))
        {
            var (numerator, denominator) = rates[step.Text("from")];
            foreach (var change in step.Items("changes"))
            {
                numerator += change.GetProperty("numerator").GetInt64();
                denominator += change.GetProperty("denominator").GetInt64();
                await service.ShouldListAsync(change.Text("rows"), change.GetProperty("dossiers").GetInt64());
            }

            (numerator, denominator).ShouldBe(rates[step.Text("to")], $"{step.Text("from")} to {step.Text("to")}");
        }

        // The same figures as those of the rows.
        var total = (await service.GetAsync($"/v1/on-time?by=unit&{query}")).GetProperty("total");
        var cross = answer.GetProperty("dueDates");
        cross.Items("finished").Sum(pair => pair.GetProperty("dossiers").GetInt64()).ShouldBe(total.GetProperty("finished").GetInt64());
        cross.Items("open").Sum(pair => pair.GetProperty("dossiers").GetInt64()).ShouldBe(total.GetProperty("open").GetInt64());
    }

    [Fact]
    public async Task What_extensions_hide_is_named_in_both_languages()
    {
        await using var service = await StartAsync();
        var hidden = (await service.GetAsync("/v1/reconciliation")).Items("steps")[2].Items("changes")[0];
        hidden.Text("id").ShouldBe("lateOnlyByPromised");
        hidden.GetProperty("dossiers").GetInt64().ShouldBe(1);
        hidden.GetProperty("numerator").GetInt64().ShouldBe(-1);
        hidden.Text("description").ShouldStartWith("Finished in time by the current date");
        service.SpeakVietnamese();
        (await service.GetAsync("/v1/reconciliation")).Items("steps")[2].Items("changes")[0].Text("description").ShouldStartWith("Đúng hạn theo ngày hẹn hiện tại");
    }

    [Theory]
    [InlineData("by=unit", "/by", "unknownParameter")]
    [InlineData("definition=strict", "/definition", "unknownParameter")]
    [InlineData("from=2022-13-01", "/from", "invalidDate")]
    [InlineData("from=2022-03-01&to=2022-02-01", "/to", "endsBeforeItBegins")]
    [InlineData("knownAt=2022-12-15T17:00:00", "/knownAt", "invalidInstant")]
    [InlineData("knownAt=1989-12-31T00:00:00Z", "/knownAt", "invalidInstant")]
    [InlineData("unit=999", "/unit", "unknownFilterUnit")]
    [InlineData("channel=fax", "/channel", "notOneOf")]
    [InlineData("field=land&field=land", "/field", "repeatedParameter")]
    public async Task Refuses_a_wrong_query(string query, string pointer, string reason)
    {
        await using var service = await TestService.StartAsync();
        (await service.GetAsync($"/v1/reconciliation?{query}", 400)).Errors().ShouldBe([(pointer, reason)]);
    }

    /// <summary>The sample, and dossiers whose two due dates disagree in every way.</summary>
    private static async Task<TestService> StartAsync()
    {
        var service = await TestService.StartAsync();
        await service.PostOkAsync(SampleProvince.Events);
        await service.PostOkAsync(EventText.Batch(
            EventText.Received("a1", "A", "2022-11-03T09:00:00+07:00", "502", "2022-11-10"),
            EventText.Event("a2", "extended", "A", "2022-11-09T09:00:00+07:00", new { dueAt = "2022-11-20" }),
            EventText.Event("a3", "finished", "A", "2022-11-15T09:00:00+07:00"),
            EventText.Received("b1", "B", "2022-11-03T09:00:00+07:00", "502", "2022-11-30"),
            EventText.Event("b2", "extended", "B", "2022-11-09T09:00:00+07:00", new { dueAt = "2022-11-14" }),
            EventText.Event("b3", "finished", "B", "2022-11-15T09:00:00+07:00"),
            EventText.Received("c1", "C", "2022-11-03T09:00:00+07:00", "503", "2022-11-10"),
            EventText.Event("c2", "extended", "C", "2022-11-09T09:00:00+07:00", new { dueAt = "2022-12-30" }),
            EventText.Received("d1", "D", "2022-11-03T09:00:00+07:00", "503", "2022-12-30"),
            EventText.Event("d2", "extended", "D", "2022-11-09T09:00:00+07:00", new { dueAt = "2022-11-14" }),

            // No date at first: the extension is the first that was ever named.
            EventText.Received("e1", "E", "2022-11-03T09:00:00+07:00", "503"),
            EventText.Event("e2", "extended", "E", "2022-11-09T09:00:00+07:00", new { dueAt = "2022-11-14" }),
            EventText.Event("e3", "finished", "E", "2022-11-15T09:00:00+07:00"),
            EventText.Received("f1", "F", "2022-11-03T09:00:00+07:00", "503"),
            EventText.Event("f2", "extended", "F", "2022-11-09T09:00:00+07:00", new { dueAt = "2022-11-14" })));
        return service;
    }
}
