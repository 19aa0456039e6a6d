using System.Text.Json;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Targets;

/// <summary>GET /v1/targets</summary>
public sealed class GetTargetsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("?definition=all")]
    [InlineData("?definition=strict&from=2022-11-01&to=2022-11-30")]
    [InlineData("?definition=workload&knownAt=2022-12-15T17:00:00%2B07:00")]
    [InlineData("?asOf=2023-03-01T00:00:00Z&definition=closed-plus-overdue")]
    public async Task Both_numbers_of_every_target_lead_to_what_they_count(string query)
    {
        await using var service = await StartAsync();
        var targets = (await service.GetAsync("/v1/targets" + query)).Items("targets");
        targets.ShouldNotBeEmpty();
        foreach (var target in targets)
        {
            var rows = target.GetProperty("rows");
            foreach (var number in new[] { "numerator", "denominator" })
            {
                var link = rows.Text(number);
                await service.ShouldListAsync(link, target.GetProperty(number).GetInt64(), link.StartsWith("/v1/targets", StringComparison.Ordinal) ? "targets" : "items");
            }
        }
    }

    [Fact]
    public async Task A_definition_judges_every_target_and_says_whether_it_is_the_target_s_own()
    {
        await using var service = await StartAsync();
        var own = (await service.GetAsync("/v1/targets")).Items("targets");
        own.ShouldAllBe(target => target.GetProperty("configured").GetBoolean());
        var strict = (await service.GetAsync("/v1/targets?definition=strict")).Items("targets");
        strict.Count.ShouldBe(own.Count);
        strict.ShouldAllBe(target => target.GetProperty("definition").GetString() == "strict" && !target.GetProperty("configured").GetBoolean());
        var all = (await service.GetAsync("/v1/targets?definition=all")).Items("targets");
        all.Count.ShouldBe(4 * own.Count);
        all.Where(target => target.GetProperty("configured").GetBoolean()).Select(Key).ShouldBe(own.Select(Key), ignoreOrder: true);
    }

    [Fact]
    public async Task Filters_by_target_and_verdict()
    {
        await using var service = await StartAsync();
        var all = (await service.GetAsync("/v1/targets")).Items("targets");
        (await service.GetAsync("/v1/targets?id=land-late")).Items("targets").Select(Key).ShouldBe([("land-late", null)]);
        foreach (var met in new[] { "true", "false", "any" })
        {
            (await service.GetAsync($"/v1/targets?met={met}")).Items("targets").Select(Key)
                .ShouldBe(all.Where(target => target.GetProperty("met") is { ValueKind: not JsonValueKind.Null } verdict && (met == "any" || verdict.GetBoolean() == (met == "true"))).Select(Key));
        }
    }

    [Fact]
    public async Task Nothing_is_met_or_missed_by_what_was_not_known()
    {
        await using var service = await StartAsync();
        var answer = await service.GetAsync("/v1/targets?knownAt=2022-12-15T09:59:59.999Z");
        answer.Text("knownAt").ShouldBe("2022-12-15T16:59:59.999+07:00");
        answer.Items("targets").ShouldAllBe(target => target.GetProperty("met").ValueKind == JsonValueKind.Null);
    }

    [Theory]
    [InlineData("id=none", "/id", "notOneOf")]
    [InlineData("met=yes", "/met", "notOneOf")]
    [InlineData("definition=best", "/definition", "notOneOf")]
    [InlineData("knownAt=2022-12-15", "/knownAt", "invalidInstant")]
    [InlineData("unit=502", "/unit", "unknownParameter")]
    [InlineData("met=any&met=any", "/met", "repeatedParameter")]
    public async Task Refuses_a_wrong_query(string query, string pointer, string reason)
    {
        await using var service = await TestService.StartAsync(reference: TargetReference.Files);
        (await service.GetAsync($"/v1/targets?{query}", 400)).Errors().ShouldBe([(pointer, reason)]);
    }

    private static (string Id, string? Unit) Key(JsonElement target) =>
        (target.Text("id"), target.TryGetProperty("unit", out var unit) ? unit.GetString() : null);

    private static async Task<TestService> StartAsync()
    {
        var service = await TestService.StartAsync(reference: TargetReference.Files);
        await service.PostOkAsync(SampleProvince.Events);

        // In time only because of an extension: strict judges the district otherwise than closed.
        await service.PostOkAsync(EventText.Batch(
            EventText.Received("x1", "X", "2022-11-03T09:00:00+07:00", "503", "2022-11-10"),
            EventText.Event("x2", "extended", "X", "2022-11-09T09:00:00+07:00", new { dueAt = "2022-11-30" }),
            EventText.Event("x3", "finished", "X", "2022-11-15T09:00:00+07:00")));
        return service;
    }
}
