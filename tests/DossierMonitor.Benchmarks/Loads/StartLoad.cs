using System.Diagnostics;
using DossierMonitor.Api.Simulation;
using DossierMonitor.Benchmarks.Measuring;
using DossierMonitor.Benchmarks.Service;
using DossierMonitor.Tests.Shared;

namespace DossierMonitor.Benchmarks.Loads;

/// <summary>From the start of the process to the first answer, beside an application with the same framework and one endpoint.</summary>
internal sealed class StartLoad(LoadSettings settings, int dossiers)
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    public async Task RunAsync()
    {
        var program = await ServiceProgram.FindAsync(settings);
        var bare = Path.Combine(
            await Commands.PublishAsync(Path.Combine(Repository.Root, "tests", "DossierMonitor.Benchmarks.Bare"), settings.PathOf("bare")), "bare");
        var database = await new PreparedDatabases(settings, program).GetAsync(dossiers, EventIds.TimeOrdered, events: null);
        var (service, figures, other) = (new Subject(), new Subject(), new Subject());
        for (var run = 0; run <= settings.Runs; run++)
        {
            await service.RunAsync(() => ServiceProcess.ServeAsync(program, database), "/health/ready", counts: run > 0);
            await figures.RunAsync(() => ServiceProcess.ServeAsync(program, database), "/v1/on-time?by=branch&" + Window.Of(0).Query, counts: run > 0);
            await other.RunAsync(
                () => ServiceProcess.StartAsync([bare], new Dictionary<string, string>(StringComparer.Ordinal) { ["ASPNETCORE_URLS"] = "http://127.0.0.1:0" }),
                "/hello", counts: run > 0);
        }

        var table = new Table($"Start to first answer, {dossiers:N0} dossiers in the database", "", "ms", "× bare", $"RSS {Idle.TotalSeconds:0} s later, MB");
        table.Add(["bare FastEndpoints, GET /hello", .. other.Cells(other)]);
        table.Add(["service, GET /health/ready", .. service.Cells(other)]);
        table.Add(["service, GET /v1/on-time?by=branch of a year", .. figures.Cells(other)]);
        table.Print($"{settings.Runs} starts each, by turns; both published ReadyToRun by the same command; the clock starts before the process is made.");
    }

    private sealed class Subject
    {
        private readonly List<double> _milliseconds = [];
        private readonly List<double> _memory = [];

        public async Task RunAsync(Func<Task<ServiceProcess>> start, string path, bool counts)
        {
            await using var service = await start();
            using var http = new HttpLoad(service.Address, 1);
            await http.GetAsync(path);
            var time = Stopwatch.GetElapsedTime(service.StartedAt).TotalMilliseconds;
            if (counts)
            {
                _milliseconds.Add(time);
                await Task.Delay(Idle);
                _memory.Add(service.Memory("VmRSS"));
            }
        }

        public string[] Cells(Subject bare) =>
            [new Sample(_milliseconds).Text("0"), Sample.Ratio(_milliseconds, bare._milliseconds).Text("0.00"), new Sample(_memory).Text("0")];
    }
}
