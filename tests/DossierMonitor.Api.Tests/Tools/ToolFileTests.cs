using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using DossierMonitor.Api.Simulation;
using DossierMonitor.Api.Tests.Contract;
using DossierMonitor.Api.Tests.Demo;
using DossierMonitor.Api.Tests.Fixture;
using DossierMonitor.Api.Tests.Metrics;
using DossierMonitor.Storage.Verification;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Tools;

/// <summary>A smaller demo whose database has been verified, so that it has every metric there is.</summary>
public sealed class VerifiedDemo : IAsyncLifetime
{
    private TestService? _service;

    public TestService Service => _service!;

    public async ValueTask InitializeAsync()
    {
        _service = await TestService.StartAsync(settings => settings with { Reference = Repository.ShippedReference }, now: new SimulationSettings().Until);
        using var response = await _service.PostAsync(await SimulatedLines.OfAsync(new SimulationSettings { Dossiers = 3_000 }), "application/x-ndjson");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        VerificationLog.Append(_service.DatabasePath, Verifier.Run(_service.DatabasePath, _service.Host.Store.Writer.Rulebook, [], _service.Time));
    }

    public ValueTask DisposeAsync() => _service?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>What the files of docs/tools name is there: a metric that was renamed leaves an alert that never fires.</summary>
public sealed class ToolFileTests(VerifiedDemo demo) : IClassFixture<VerifiedDemo>
{
    [Theory]
    [InlineData("alerts.yml", 9)]
    [InlineData("alerts.test.yml", 9)]
    [InlineData("grafana-dashboard.json", 9)]
    public async Task Every_metric_is_served(string file, int least)
    {
        var served = (await Scrape.OfAsync(demo.Service)).Names;
        var named = ToolFiles.MetricsIn(ToolFiles.Read(file));
        named.Except(served).ShouldBeEmpty();
        named.Count.ShouldBeGreaterThanOrEqualTo(least);
    }

    [Fact]
    public async Task Every_label_and_value_that_an_alert_selects_by_is_served()
    {
        var scrape = await Scrape.OfAsync(demo.Service);
        foreach (var kind in new[] { "province", "branch", "district" })
        {
            scrape.Series.ShouldContain(series => series.StartsWith("dossier_target_met{", StringComparison.Ordinal) && series.Contains($"kind=\"{kind}\"", StringComparison.Ordinal));
        }

        // What a rule joins by must be there once, or Prometheus refuses to join.
        var units = scrape.Series.Where(series => series.StartsWith("dossier_unit_info{", StringComparison.Ordinal)).Select(series => series[..series.IndexOf(",name=", StringComparison.Ordinal)]).ToList();
        units.Distinct(StringComparer.Ordinal).Count().ShouldBe(units.Count);
        units.Count.ShouldBe(37);
    }

    [Fact]
    public async Task Every_address_of_the_dashboard_answers_with_its_columns()
    {
        var dashboard = JsonDocument.Parse(ToolFiles.Read("grafana-dashboard.json")).RootElement;
        dashboard.Items("__inputs").Select(input => input.Text("pluginId")).ShouldBe(["prometheus", "yesoreyeram-infinity-datasource"]);
        var asked = 0;
        foreach (var target in dashboard.Items("panels").SelectMany(panel => panel.Items("targets")).Where(target => target.TryGetProperty("url", out _)))
        {
            var address = target.Text("url").Replace("${unit}", "49", StringComparison.Ordinal).Replace("${definition}", "strict", StringComparison.Ordinal);
            address.ShouldNotContain("$");
            var rows = (await demo.Service.GetAsync(address)).Items(target.Text("root_selector"));
            rows.ShouldNotBeEmpty(address);
            foreach (var column in target.Items("columns").Select(column => column.Text("selector")))
            {
                Has(rows[0], column).ShouldBeTrue(column);
            }

            asked++;
        }

        asked.ShouldBe(2);
    }

    [Fact]
    public async Task Every_query_of_the_recipe_for_Power_BI_answers_with_its_columns()
    {
        var queries = ToolFiles.PowerQueries(ToolFiles.Read("powerbi.md")).ToList();
        queries.Select(query => query.Address.Split('?')[0]).ShouldBe(["/v1/on-time", "/v1/targets", "/v1/dossiers"]);
        foreach (var (address, columns) in queries)
        {
            columns.Count.ShouldBeGreaterThan(9);
            var text = await demo.Service.GetTextAsync(address);
            var there = address.Contains("format=csv", StringComparison.Ordinal)
                ? text.Split("\r\n")[0].Split(',')
                : [.. JsonDocument.Parse(text).RootElement.Items(address.Contains("targets", StringComparison.Ordinal) ? "targets" : "items")
                    .SelectMany(row => row.EnumerateObject()).Select(member => member.Name).Distinct(StringComparer.Ordinal)];
            columns.Except(there).ShouldBeEmpty(address);
        }
    }

    /// <summary>The service of Power BI tries the address itself, without the query.</summary>
    [Fact]
    public async Task The_base_address_answers_without_a_key()
    {
        using var http = demo.Service.PlainClient(null);
        using var response = await http.GetAsync(new Uri("/", UriKind.Relative));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Every_request_of_the_http_file_is_taken_and_no_operation_is_left_out()
    {
        await using var service = await TestService.StartAsync(settings => settings with { Reference = Repository.ShippedReference });
        var given = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = service.Http.BaseAddress!.ToString().TrimEnd('/'),
            ["key"] = TestService.AdminKey,
            ["prefix"] = "{prefix}",
            ["secret"] = "{secret}",
        };
        var (prefix, secret) = ("", "");
        var answered = new List<string>();
        foreach (var request in ToolFiles.Requests(ToolFiles.Read("dossier-monitor.http"), given))
        {
            using var message = new HttpRequestMessage(
                new HttpMethod(request.Method), request.Address.Replace("{prefix}", prefix, StringComparison.Ordinal).Replace("{secret}", secret, StringComparison.Ordinal));
            if (request.Body is { } body)
            {
                message.Content = new StringContent(body, Encoding.UTF8);
            }

            foreach (var (name, value) in request.Headers)
            {
                if (name == "Content-Type")
                {
                    message.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
                    continue;
                }

                message.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue(name);
            }

            using var response = await service.Http.SendAsync(message);
            var text = await response.Content.ReadAsStringAsync();
            response.IsSuccessStatusCode.ShouldBeTrue($"{request.Method} {request.Address}: {(int)response.StatusCode} {text}");
            if (response.StatusCode == HttpStatusCode.Created && message.RequestUri!.AbsolutePath is var path && path != "/v1/closings")
            {
                var stored = JsonDocument.Parse(text).RootElement.GetProperty("stored");
                (prefix, secret) = stored.TryGetProperty("prefix", out var made) ? (made.GetString()!, secret) : (prefix, stored.GetProperty("id").GetRawText());
            }

            answered.Add($"{request.Method} {ContractDocument.Instance.TemplateOf(message.Method, message.RequestUri!.AbsolutePath)}");
        }

        var described = ContractDocument.Instance.Document.Paths.SelectMany(path => path.Value.Operations!.Keys.Select(method => $"{method.Method} {path.Key}"));
        described.Except(answered).ShouldBeEmpty();
    }

    private static bool Has(JsonElement row, string path) =>
        path.Split('.').All(name => row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out row));
}
