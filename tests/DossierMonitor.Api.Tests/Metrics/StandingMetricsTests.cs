using System.Text.Json;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Metrics;

/// <summary>The figures among the metrics.</summary>
public sealed class StandingMetricsTests
{
    private static readonly string[] States = ["inTime", "overdue", "paused", "noDueDate"];

    [Fact]
    public async Task They_are_the_numbers_that_the_figures_and_targets_have()
    {
        await using var service = await StartAsync();
        var scrape = await Scrape.OfAsync(service);
        foreach (var kind in new[] { "district", "branch" })
        {
            foreach (var definition in new[] { "closed", "strict" })
            {
                foreach (var row in (await service.GetAsync($"/v1/on-time?by={kind}&definition={definition}")).Items("rows"))
                {
                    var labels = $"unit=\"{row.Text("key")}\",kind=\"{kind}\",field=";
                    scrape[$"dossier_on_time_ratio{{{labels}\"(all)\",definition=\"{definition}\"}}"].ShouldBe(Number(row, "onTimeRate"), labels);
                    if (definition == "closed")
                    {
                        var parts = scrape.By("state", "dossier_open", labels);
                        parts["overdue"].Sum().ShouldBe(Number(row, "openOverdue")!.Value, labels);
                        parts["noDueDate"].Sum().ShouldBe(Number(row, "openNoDueDate")!.Value, labels);
                        States.Sum(state => parts[state].Sum()).ShouldBe(Number(row, "open")!.Value, labels);
                    }
                }

                var land = (await service.GetAsync($"/v1/on-time?by=field&unit=49&definition={definition}")).Items("rows").Single(row => row.Text("key") == "land");
                scrape[$"dossier_on_time_ratio{{unit=\"49\",kind=\"province\",field=\"land\",definition=\"{definition}\"}}"].ShouldBe(Number(land, "onTimeRate"));
            }
        }

        var judged = 0;
        foreach (var target in (await service.GetAsync("/v1/targets")).Items("targets"))
        {
            var (unit, kind) = target.TryGetProperty("unit", out var of) ? (of.GetString(), of.GetString()!.StartsWith("VPDK", StringComparison.Ordinal) ? "branch" : "district") : ("(all)", "province");
            var labels = $"{{target=\"{target.Text("id")}\",unit=\"{unit}\",kind=\"{kind}\"}}";
            var met = target.GetProperty("met");
            scrape["dossier_target_met" + labels].ShouldBe(met.ValueKind == JsonValueKind.Null ? null : met.GetBoolean() ? 1 : 0, labels);
            scrape["dossier_target_value" + labels].ShouldBe(Number(target, "value"), labels);
            scrape["dossier_late_budget_remaining" + labels].ShouldBe(Number(target, "distance"), labels);
            scrape[$"dossier_target_threshold{{target=\"{target.Text("id")}\"}}"].ShouldBe(Number(target, "threshold"));
            if (met.ValueKind != JsonValueKind.Null)
            {
                // What may be late in all, less what is late, is what may still become late.
                var late = target.Text("id") == "land-late" ? Number(target, "numerator") : Number(target, "denominator") - Number(target, "numerator");
                scrape["dossier_late_budget_allowed" + labels].ShouldBe(Number(target, "distance") + late, labels);
                scrape["dossier_target_below_minimum_volume" + labels].ShouldBe(target.GetProperty("belowMinimumVolume").GetBoolean() ? 1 : 0, labels);
                judged++;
            }
        }

        judged.ShouldBe(4);
    }

    [Fact]
    public async Task The_parts_of_open_do_not_overlap()
    {
        await using var service = await StartAsync();
        await service.PostOkAsync(EventText.Batch(EventText.Event("p", "supplement-requested", "D5", "2022-12-15T16:00:00+07:00")));
        var row = (await service.GetAsync("/v1/on-time?by=district")).Items("rows").Single(row => row.Text("key") == "502");
        (Number(row, "open"), Number(row, "paused"), Number(row, "openNoDueDate")).ShouldBe((3, 2, 1));
        var parts = (await Scrape.OfAsync(service)).By("state", "dossier_open", "unit=\"502\"");
        States.Select(state => parts[state].Sum()).ShouldBe([1, 0, 1, 1]);
    }

    [Fact]
    public async Task Computes_anew_when_the_log_or_the_minute_has_changed_and_not_with_each_scrape()
    {
        await using var service = await StartAsync();
        (await AtAsync()).ShouldBe(0);
        service.Time.Advance(TimeSpan.FromSeconds(59));
        (await AtAsync()).ShouldBe(0);
        await service.PostOkAsync(EventText.Batch(EventText.Received("n", "D9", "2022-12-15T08:15:00+07:00", "503", "2022-12-15T17:00:59.5+07:00")));
        (await AtAsync()).ShouldBe(59);
        (await OverdueAsync()).ShouldBe(1);
        service.Time.Advance(TimeSpan.FromSeconds(1));
        (await AtAsync()).ShouldBe(60);

        // Late by the clock alone.
        (await OverdueAsync()).ShouldBe(2);

        async Task<double?> AtAsync() => (await Scrape.OfAsync(service))["dossier_figures_timestamp_seconds"] - TestService.DefaultNow.ToUnixTimeSeconds();

        async Task<double> OverdueAsync() => (await Scrape.OfAsync(service)).By("state", "dossier_open", "unit=\"503\"")["overdue"].Sum();
    }

    [Fact]
    public async Task Units_that_the_reference_data_no_longer_have_vanish_and_others_appear()
    {
        var units = TestService.SmallReference["units.csv"];
        await using var service = await StartAsync(new Dictionary<string, string>(TestService.SmallReference, StringComparer.Ordinal)
        {
            ["units.csv"] = units + "\nVPDK-504,Branch Tây Giang,branch,49,,,,",
        });
        var before = await Scrape.OfAsync(service);
        before.Series.ShouldContain(series => series.Contains("\"503\"", StringComparison.Ordinal));
        before.Series.ShouldContain(series => series.Contains("\"VPDK-504\"", StringComparison.Ordinal));
        units = units.Replace("503,Hội An,district,49,,,,", "503,Hội An,district,49,,,2021-12-31,\n503,Hội An mới,district,49,,2022-01-01,2022-06-30,\n503,Hội An mới nữa,district,49,,2022-07-01,,", StringComparison.Ordinal);
        TestService.WriteReference(service.ReferenceFolder, new Dictionary<string, string>(StringComparer.Ordinal) { ["units.csv"] = units });
        await service.PostOkAsync("", path: "/v1/reference/reload");
        var after = await Scrape.OfAsync(service);
        after.Series.ShouldNotContain(series => series.Contains("\"VPDK-504\"", StringComparison.Ordinal));
        after.Series.Where(series => series.Contains("\"503\"", StringComparison.Ordinal)).ShouldBeEmpty();
        after["dossier_unit_info{unit=\"503@2022-01-01\",kind=\"district\",name=\"Hội An mới\"}"].ShouldBe(1);
        after["dossier_unit_info{unit=\"503@2022-07-01\",kind=\"district\",name=\"Hội An mới nữa\"}"].ShouldBe(1);
    }

    [Fact]
    public async Task Fields_that_portals_make_up_share_one_name()
    {
        await using var service = await StartAsync();
        await service.PostOkAsync(EventText.Batch(Enumerable.Range(0, 9).Select(n => EventText.Event(
            $"f{n}", "received", $"F{n}", "2022-12-14T08:15:00+07:00", new { unit = "502", procedure = $"9.{n}", field = $"made-up-{n}", dueAt = "2022-12-20" }))));
        var scrape = await Scrape.OfAsync(service);
        scrape["dossier_open{unit=\"502\",kind=\"district\",field=\"(other)\",state=\"inTime\"}"].ShouldBe(9);
        scrape.By("field", "dossier_open").Select(field => field.Key).Order(StringComparer.Ordinal).ShouldBe(["(other)", "justice", "land"]);
    }

    private static async Task<TestService> StartAsync(IReadOnlyDictionary<string, string>? reference = null)
    {
        var service = await TestService.StartAsync(reference: reference);
        await service.PostOkAsync(SampleProvince.Events);
        return service;
    }

    private static double? Number(JsonElement row, string name) => row.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;
}
