using System.Text.Json;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Closings;

/// <summary>GET /v1/closings/{id}/restatement</summary>
public sealed class GetRestatementTests
{
    [Fact]
    public async Task Late_events_voids_and_receipts_are_causes_and_add_up()
    {
        await using var service = await StartClosedAsync();
        var untouched = await service.GetAsync("/v1/closings/1/restatement");
        untouched.GetProperty("changed").GetBoolean().ShouldBeFalse();
        untouched.Items("dossiers").ShouldBeEmpty();

        service.Time.Advance(TimeSpan.FromHours(1));
        await service.PostOkAsync(EventText.Batch(
            EventText.Event("late", "finished", "D3", "2022-12-02T09:00:00+07:00"),
            EventText.Event("void-finish", "voided", "D1", "2022-12-15T17:30:00+07:00", new { eventId = "3" }),
            EventText.Event("void-receipt", "voided", "D8", "2022-12-15T17:30:00+07:00", new { eventId = "17" }),
            EventText.Received("new", "N1", "2022-12-01T09:00:00+07:00", "503", "2022-12-30"),
            EventText.Received("after", "N2", "2022-12-15T17:45:00+07:00", "503", "2022-12-30")));
        var answer = await service.GetAsync("/v1/closings/1/restatement");
        answer.GetProperty("changed").GetBoolean().ShouldBeTrue();
        answer.GetProperty("reproducible").GetBoolean().ShouldBeTrue();
        answer.Items("unexplained").ShouldBeEmpty();
        var dossiers = answer.Items("dossiers").ToDictionary(dossier => dossier.Text("code"), StringComparer.Ordinal);
        dossiers.Keys.ShouldBe(["D1", "D3", "D8", "N1"], ignoreOrder: true);
        dossiers["N1"].GetProperty("before").ValueKind.ShouldBe(JsonValueKind.Null);
        dossiers["D8"].GetProperty("after").ValueKind.ShouldBe(JsonValueKind.Null);
        Causes(dossiers["D3"]).ShouldBe([("event", "late")]);
        Causes(dossiers["D1"]).ShouldContain(("void", "void-finish"));
        dossiers["D1"].Items("causes").Single(cause => cause.Text("kind") == "void").Text("eventId").ShouldBe("3");
        dossiers["D3"].Items("causes")[0].Text("recordedAt").ShouldBe("2022-12-15T18:00:00+07:00");
    }

    [Theory]
    [InlineData("calendar.csv", "2022-11-08,off,Bão,high\n", "calendar")]
    [InlineData("procedures.csv", "\nNEW,Another,land,3,workingDays,,,\n", null)]
    [InlineData("procedures.csv", null, "rules")]
    public async Task Other_rules_are_a_cause_that_names_the_files(string file, string? more, string? kind)
    {
        await using var service = await StartClosedAsync();
        var path = Path.Combine(service.ReferenceFolder, file);
        var text = await File.ReadAllTextAsync(path);
        await File.WriteAllTextAsync(path, more is null ? text.Replace("land,10,", "land,9,", StringComparison.Ordinal) : text + more);
        (await service.PostOkAsync("", path: "/v1/reference/reload")).GetProperty("changed").GetBoolean().ShouldBeTrue();

        var answer = await service.GetAsync("/v1/closings/1/restatement");
        answer.Text("rulesNow").ShouldNotBe(answer.Text("rulesThen"));
        answer.Items("unexplained").ShouldBeEmpty();
        if (kind is null)
        {
            answer.GetProperty("changed").GetBoolean().ShouldBeFalse();
            return;
        }

        var dossier = answer.Items("dossiers").Single();
        dossier.Text("code").ShouldBe("D1");
        var cause = dossier.Items("causes").Single();
        cause.Text("kind").ShouldBe(kind);
        cause.Items("files").Select(name => name.GetString()).ShouldBe([file]);
        cause.Text("after").ShouldNotBeNullOrEmpty();
    }

    private static IEnumerable<(string Kind, string Id)> Causes(JsonElement dossier) =>
        dossier.Items("causes").Select(cause => (cause.Text("kind"), cause.Text("id")));

    private static async Task<TestService> StartClosedAsync()
    {
        var service = await TestService.StartAsync();
        await service.PostOkAsync(SampleProvince.Events);
        await service.ClosePeriodAsync();
        return service;
    }
}
