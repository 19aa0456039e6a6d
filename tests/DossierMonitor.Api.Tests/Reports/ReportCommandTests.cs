using System.Diagnostics;
using DossierMonitor.Api.Tests.Closings;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Reports;

/// <summary>The command <c>report</c>, as a process of its own.</summary>
public sealed class ReportCommandTests
{
    [Theory]
    [InlineData("ii-06a", "--by field", "by=field", "json")]
    [InlineData("ii-06a", "--by unit --unit 502 --include branches --lang vi", "by=unit&unit=502&include=branches&lang=vi", "html")]
    [InlineData("progress-766", "--by district --from 2022-03-10 --to 2022-11-30", "by=district&from=2022-03-10&to=2022-11-30", "xlsx")]
    [InlineData("progress-766", "--by branch --bom", "by=branch&bom=1", "csv")]
    [InlineData("league", "--by branch --minimum 1 --definition strict --known-at 2022-12-15T18:00:00+07:00", "by=branch&minimum=1&definition=strict&knownAt=2022-12-15T11:00:00Z", "json")]
    [InlineData("league", "--by branch --closing 1 --lang vi", "by=branch&closing=1&lang=vi", "html")]
    public async Task Writes_the_bytes_that_the_service_answers_with(string report, string flags, string query, string format)
    {
        await using var service = await StartAsync();
        var asOf = flags.Contains("closing", StringComparison.Ordinal) ? ("", "") : (" --as-of 2022-12-15T17:00:00+07:00", "&asOf=2022-12-15T17:00:00%2B07:00");
        using var http = service.PlainClient();
        var expected = await http.BytesAsync($"/v1/reports/{report}?{query}&format={format}{asOf.Item2}");
        var file = Path.Combine(service.ReferenceFolder, "report." + format);
        var (code, output, error) = await RunAsync($"report {report} {flags}{asOf.Item1} --output {file} --database {service.Settings.Database}");
        code.ShouldBe(0, error);
        output.ShouldBeEmpty();
        (await File.ReadAllBytesAsync(file)).ShouldBe(expected);
    }

    [Fact]
    public async Task Speaks_json_to_standard_output_by_itself()
    {
        await using var service = await StartAsync();
        using var http = service.PlainClient();
        var expected = await http.GetStringAsync(new Uri("/v1/reports/league?by=branch&asOf=2022-12-15T17:00:00%2B07:00", UriKind.Relative));
        (await RunAsync($"report league --by branch --as-of 2022-12-15T17:00:00+07:00 --database {service.Settings.Database}")).ShouldBe((0, expected, ""));
    }

    [Theory]
    [InlineData("report ii-06a", "--by: The query parameter is required.")]
    [InlineData("report ii-06a --by field --from 2022-13-01 --as-of now", "--from: This is not a date")]
    [InlineData("report ii-06a --by field --definition strict", "--definition: ")]
    [InlineData("report league --by branch --closing 7", "There is no such closing")]
    [InlineData("report league --by branch --closing 1 --to 2022-01-01", "--to: A closing is frozen")]
    [InlineData("report league --by branch --format pdf", "--format: The value must be one of: json, csv, xlsx, html.")]
    [InlineData("report league --by branch --output /nowhere/at/all.xlsx", "cannot be written")]
    [InlineData("report", "")]
    [InlineData("report ii-06b --by field", "")]
    public async Task Says_what_is_wrong_and_ends_with_two(string arguments, string says)
    {
        await using var service = await StartAsync();
        var (code, output, error) = await RunAsync($"{arguments}{(arguments.Contains("--by", StringComparison.Ordinal) || says.Length > 0 ? " --database " + service.Settings.Database : "")}");
        code.ShouldBe(2, error);
        (output + error).ShouldContain(says);
    }

    [Fact]
    public async Task Needs_a_database_and_has_a_help()
    {
        (await RunAsync("report league --by branch --database sqlite:/tmp/there-is-none.db")).Code.ShouldBe(2);
        var (code, output, _) = await RunAsync("report league --help");
        code.ShouldBe(0);
        foreach (var flag in (IEnumerable<string>)["--by", "--from", "--to", "--as-of", "--closing", "--minimum", "--format", "--output", "--database"])
        {
            output.ShouldContain(flag);
        }
    }

    private static async Task<TestService> StartAsync()
    {
        var service = await TestService.StartAsync();
        await service.PostOkAsync(SampleProvince.Events);
        await service.ClosePeriodAsync();
        return service;
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", $"{Path.Combine(AppContext.BaseDirectory, "dossier-monitor.dll")} {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
