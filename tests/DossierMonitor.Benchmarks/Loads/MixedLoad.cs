using DossierMonitor.Api.Simulation;
using DossierMonitor.Benchmarks.Measuring;
using DossierMonitor.Benchmarks.Service;

namespace DossierMonitor.Benchmarks.Loads;

/// <summary>What a reader waits for figures while nothing else happens, and while the service takes all it can.</summary>
internal sealed class MixedLoad(LoadSettings settings, long preload, int runEvents, int connections)
{
    private const int IdleReads = 500;

    public async Task RunAsync()
    {
        var program = await ServiceProgram.FindAsync(settings);
        var prepared = new PreparedDatabases(settings, program);
        var dossiers = Province.DossiersFor(preload + ((settings.Runs + 1L) * runEvents));
        var database = await prepared.CopyAsync(dossiers, EventIds.TimeOrdered, preload, "mixed.db");
        await using var service = await ServiceProcess.ServeAsync(program, database);
        using var writing = new HttpLoad(service.Address, connections);
        using var reading = new HttpLoad(service.Address, 1);
        using var province = new Province(dossiers, EventIds.TimeOrdered, preload);
        var runs = new BatchRuns(writing);
        List<double> idle50 = [], idle99 = [], busy50 = [], busy99 = [];
        var least = int.MaxValue;
        for (var run = 0; run <= settings.Runs; run++)
        {
            var idle = new List<double>();
            while (idle.Count < IdleReads)
            {
                idle.Add(await ReadAsync(reading, idle.Count));
            }

            var bodies = Province.Batches(province.Take(runEvents));
            var ingest = Task.Run(() => runs.RunAsync(bodies, run > 0));
            var busy = new List<double>();
            while (!ingest.IsCompleted)
            {
                busy.Add(await ReadAsync(reading, busy.Count));
            }

            await ingest;
            if (run > 0)
            {
                least = Math.Min(least, busy.Count);
                idle50.Add(new Sample(idle).Median);
                idle99.Add(new Sample(idle).Quantile(0.99));
                busy50.Add(new Sample(busy).Median);
                busy99.Add(new Sample(busy).Quantile(0.99));
                LoadSettings.Say($"  p99 idle {idle99[^1]:0.0} ms, busy {busy99[^1]:0.0} ms of {busy.Count} reads");
            }

            await Task.Delay(TimeSpan.FromSeconds(2));
        }

        var table = new Table($"/v1/on-time?by=branch of a year during a full-speed ingest, with {preload:N0} events in the log", "", "p50, ms", "p99, ms", "p99 / idle p99");
        table.Add("idle", new Sample(idle50).Text("0.0"), new Sample(idle99).Text("0.0"), "1");
        table.Add("during the ingest", new Sample(busy50).Text("0.0"), new Sample(busy99).Text("0.0"), Sample.Ratio(busy99, idle99).Text("0.0"));
        table.Print(
            $"{settings.Runs} runs: {IdleReads} reads one after the other, then reads while {runEvents:N0} events come in on {connections} connections ({new Sample(runs.EventsPerSecond).Text("N0")} events/s, at least {least} reads).",
            "Times are the client's.");
    }

    private static async Task<double> ReadAsync(HttpLoad http, int turn) => (await http.GetAsync("/v1/on-time?by=branch&" + Window.Of(turn).Query)).Client;
}
