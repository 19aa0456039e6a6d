using System.Globalization;
using System.Text.Json;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Simulation;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Demo;

/// <summary>The province whose numbers are walked, loaded once.</summary>
public sealed class WalkedProvince : IAsyncLifetime
{
    private static readonly int Dossiers = int.Parse(Environment.GetEnvironmentVariable("DOSSIER_DEMO") ?? "800", CultureInfo.InvariantCulture);

    private TestService? _service;
    private HttpClient? _http;

    /// <summary>Past the contract's check of every answer, which would take longer than the answers.</summary>
    public HttpClient Http => _http!;

    public async ValueTask InitializeAsync()
    {
        _service = await TestService.StartAsync(settings => settings with { Reference = Repository.ShippedReference }, now: new SimulationSettings().Until);
        using var response = await _service.PostAsync(await SimulatedLines.OfAsync(new SimulationSettings { Dossiers = Dossiers }), "application/x-ndjson");
        response.EnsureSuccessStatusCode();
        _http = _service.PlainClient();
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }
    }
}

/// <summary>
/// From each number to its dossiers: every number of every row is followed through the row's link, and its list is counted to
/// the end. A smaller province here; DOSSIER_DEMO=60000 walks the demo itself (the command is in the README).
/// </summary>
public sealed class EveryNumberTests(WalkedProvince province) : IClassFixture<WalkedProvince>
{
    private static readonly string[] Numbers = [.. FigureNumbers.Counts.Select(number => number.Name)];

    // Also in the middle of a day and across the ends of months.
    private const string Whole = "from=2022-01-01&to=2022-12-15";
    private const string Part = "from=2022-03-10&to=2022-11-14&asOf=2022-11-14T10:31:27.5%2B07:00";

    private long _numbers;

    private HttpClient Http => province.Http;

    [Theory]
    [InlineData("by=district", Whole, "strict")]
    [InlineData("by=district", Part, "workload")]
    [InlineData("by=district&include=branches", Whole, "closed")]
    [InlineData("by=branch", Whole, "closed")]
    [InlineData("by=branch&unit=502", Part, "strict")]
    [InlineData("by=unit", Whole, "closed-plus-overdue")]
    [InlineData("by=unit&unit=507&include=branches", Part, "strict")]
    [InlineData("by=field", Whole, "workload")]
    [InlineData("by=procedure", Part, "closed")]
    [InlineData("by=channel", Whole, "strict")]
    [InlineData("by=month", Part, "workload")]
    [InlineData("by=month&unit=502&include=branches", Whole, "strict")]
    [InlineData("by=unit&field=land", Part, "closed")]
    public async Task Every_number_of_the_figures_is_the_length_of_its_list(string by, string period, string definition)
    {
        var answer = await GetAsync($"/v1/on-time?{by}&{period}&definition={definition}");
        foreach (var row in answer.GetProperty("rows").EnumerateArray().Append(answer.GetProperty("total")))
        {
            await WalkAsync(row);
        }

        _numbers.ShouldBeGreaterThanOrEqualTo(Numbers.Length * 2);
        TestContext.Current.TestOutputHelper?.WriteLine($"{_numbers} numbers");
    }

    [Theory]
    [InlineData(Whole, "")]
    [InlineData(Part, "&definition=all")]
    public async Task Both_numbers_of_every_target_are_the_lengths_of_their_lists(string period, string definition)
    {
        var targets = (await GetAsync($"/v1/targets?{period}{definition}")).GetProperty("targets").EnumerateArray().ToList();
        targets.Count.ShouldBeGreaterThan(30);
        foreach (var target in targets)
        {
            foreach (var number in new[] { "numerator", "denominator" })
            {
                var link = target.GetProperty("rows").GetProperty(number).GetString()!;
                var length = link.StartsWith("/v1/targets", StringComparison.Ordinal)
                    ? (await GetAsync(link)).GetProperty("targets").GetArrayLength()
                    : (await ListAsync(link)).Count;
                length.ShouldBe(target.GetProperty(number).GetInt32(), $"{number} {link}");
            }
        }
    }

    [Fact]
    public async Task The_reconciliation_leads_from_one_definition_to_the_next_and_each_change_is_a_list()
    {
        var answer = await GetAsync($"/v1/reconciliation?{Part}");
        var definitions = answer.GetProperty("definitions").EnumerateArray().ToDictionary(one => one.GetProperty("definition").GetString()!, StringComparer.Ordinal);
        foreach (var definition in definitions.Values)
        {
            (await ListAsync(definition.GetProperty("numeratorRows").GetString()!)).Count.ShouldBe(definition.GetProperty("numerator").GetInt32());
            (await ListAsync(definition.GetProperty("denominatorRows").GetString()!)).Count.ShouldBe(definition.GetProperty("denominator").GetInt32());
        }

        var reached = new HashSet<string>(StringComparer.Ordinal) { "closed" };
        foreach (var step in answer.GetProperty("steps").EnumerateArray())
        {
            var (from, to) = (definitions[step.GetProperty("from").GetString()!], definitions[step.GetProperty("to").GetString()!]);
            var changes = step.GetProperty("changes").EnumerateArray().ToList();
            foreach (var number in new[] { "numerator", "denominator" })
            {
                (from.GetProperty(number).GetInt64() + changes.Sum(change => change.GetProperty(number).GetInt64())).ShouldBe(to.GetProperty(number).GetInt64(), step.ToString());
            }

            foreach (var change in changes)
            {
                (await ListAsync(change.GetProperty("rows").GetString()!)).Count.ShouldBe(change.GetProperty("dossiers").GetInt32(), change.ToString());
            }

            reached.Add(step.GetProperty("to").GetString()!);
        }

        reached.Count.ShouldBe(4);
        answer.GetProperty("steps").EnumerateArray().SelectMany(step => step.GetProperty("changes").EnumerateArray())
            .Count(change => change.GetProperty("dossiers").GetInt64() > 0).ShouldBeGreaterThan(2);
    }

    private async Task WalkAsync(JsonElement row)
    {
        var link = row.GetProperty("rows").GetString()!;
        foreach (var number in Numbers)
        {
            var list = await ListAsync($"{link}&state={number}");
            list.Count.ShouldBe(row.GetProperty(number).GetInt32(), $"{number} {link}");
            _numbers++;
            if (number == "late")
            {
                var days = row.GetProperty("daysLate");
                list.Sum(item => (long)(item.DaysLate ?? 0)).ShouldBe(days.GetProperty("total").GetInt64(), link);
                int? max = days.GetProperty("max") is { ValueKind: JsonValueKind.Number } most ? most.GetInt32() : null;
                list.Select(item => item.DaysLate).Max().ShouldBe(max, link);
            }
        }

        var judged = (await ListAsync($"{link}&state=judged")).Count;
        var (inTime, notInTime) = ((await ListAsync($"{link}&state=inTime")).Count, (await ListAsync($"{link}&state=notInTime")).Count);
        (inTime + notInTime).ShouldBe(judged, link);
        Rate("onTimeRate").ShouldBe(judged == 0 ? null : (double)inTime / judged, link);
        Rate("lateRate").ShouldBe(judged == 0 ? null : (double)notInTime / judged, link);

        double? Rate(string name) => row.GetProperty(name).ValueKind == JsonValueKind.Null ? null : row.GetProperty(name).GetDouble();
    }

    private async Task<List<(string Code, int Cycle, int? DaysLate)>> ListAsync(string link)
    {
        var items = new List<(string, int, int?)>();
        string? cursor = null;
        do
        {
            var page = await GetAsync($"{link}&limit=1000{(cursor is null ? "" : "&cursor=" + cursor)}");
            items.AddRange(page.GetProperty("items").EnumerateArray().Select(item => (
                item.GetProperty("code").GetString()!,
                item.GetProperty("cycle").GetInt32(),
                item.GetProperty("daysLate") is { ValueKind: JsonValueKind.Number } days ? days.GetInt32() : (int?)null)));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        return items;
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        var bytes = await Http.GetByteArrayAsync(new Uri(path, UriKind.Relative));
        using var document = JsonDocument.Parse(bytes);
        return document.RootElement.Clone();
    }
}
