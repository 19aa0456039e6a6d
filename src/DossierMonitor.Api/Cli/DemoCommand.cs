using System.CommandLine;
using System.Security.Cryptography;
using DossierMonitor.Api.Demo;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Simulation;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Api.Cli;

/// <summary>
/// <c>demo</c>: a simulated year of the province, pushed through the real HTTP interface into a throw-away database, with
/// the clock standing still at the evening of the report.
/// </summary>
internal static class DemoCommand
{
    public static readonly DateTimeOffset Clock = new(2022, 12, 15, 17, 0, 0, TimeSpan.FromHours(7));

    public static Command Create()
    {
        var command = new Command("demo", "A simulated year of the province, ready to look at (dữ liệu mô phỏng).");
        var urls = new Option<string?>("--urls") { Description = "Where to listen; default http://127.0.0.1:8080, or a free port when that is taken.", HelpName = "URLS" };
        var seed = new Option<int>("--seed") { Description = "Another seed gives another year.", DefaultValueFactory = _ => new SimulationSettings().Seed };
        var dossiers = new Option<int>("--dossiers") { Description = "How many dossiers.", DefaultValueFactory = _ => new SimulationSettings().Dossiers };
        command.Options.Add(urls);
        command.Options.Add(seed);
        command.Options.Add(dossiers);
        command.SetAction(async (result, cancellation) =>
        {
            var simulation = new SimulationSettings { Seed = result.GetValue(seed), Dossiers = result.GetValue(dossiers) };
            if (simulation.Dossiers is < 100 or > 1_000_000)
            {
                throw new SettingsException("--dossiers must be from 100 to 1000000.");
            }

            return await RunAsync(result.GetValue(urls), simulation, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(string? urls, SimulationSettings simulation, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("dossier-monitor-demo-");
        try
        {
            var settings = SettingsLoader.Load(
                new Dictionary<string, string?>(StringComparer.Ordinal) { [nameof(ServiceSettings.Urls)] = urls },
                given => given with
                {
                    Database = "sqlite:" + Path.Combine(folder.FullName, "demo.db"),
                    Reference = "",
                    TimeZone = "Asia/Ho_Chi_Minh",
                    Simulated = true,
                    AdminKey = given.AdminKey ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
                    LogLevel = "Warning",
                });
            await using var host = await StartAsync(settings, urls is null);
            var address = host.Addresses.First();
            Console.WriteLine("SIMULATED DATA (DỮ LIỆU MÔ PHỎNG) · no figure here is a real agency's · clock fixed at 2022-12-15T17:00+07:00");
            Console.WriteLine($"Pushing {simulation.Dossiers:N0} simulated dossiers through {address}/v1/events");

            using var http = new HttpClient { BaseAddress = new Uri(address), Timeout = Timeout.InfiniteTimeSpan };
            http.DefaultRequestHeaders.Authorization = new("Bearer", settings.AdminKey);
            var province = new ProvinceSimulation(simulation, ReferenceFolder.Load(settings.ReferenceFolder), settings.Clock);
            await DemoPush.RunAsync(http, province, cancellation);
            await DemoReport.PrintAsync(http, address, settings.AdminKey!, cancellation);
            Console.WriteLine($"Ready: {address}");
            await host.WaitForShutdownAsync();
            return CommandLine.Success;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<ServiceHost> StartAsync(ServiceSettings settings, bool mayMove)
    {
        var time = new FixedTime(Clock);
        try
        {
            return await ServiceHost.StartAsync(settings, time);
        }
        catch (SettingsException) when (mayMove)
        {
            // Something else listens on 8080; the demo only has to be somewhere.
            return await ServiceHost.StartAsync(settings with { Urls = "http://127.0.0.1:0" }, time);
        }
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();
    }
}
