using DossierMonitor.Api.Simulation;
using DossierMonitor.Benchmarks.Measuring;
using DossierMonitor.Benchmarks.Service;

namespace DossierMonitor.Benchmarks.Loads;

/// <summary>Whether the rate falls as the log grows: services with smaller and larger logs take batches by turns.</summary>
internal sealed class GrowthLoad(LoadSettings settings, IReadOnlyList<long> sizes, int runEvents, int connections)
{
    public async Task RunAsync(IReadOnlyList<EventIds> kinds)
    {
        var program = await ServiceProgram.FindAsync(settings);
        var prepared = new PreparedDatabases(settings, program);
        var dossiers = Province.DossiersFor(sizes[^1] + ((settings.Runs + 1L) * runEvents));
        var table = new Table(
            $"Rate as the log grows: batches of {Province.BatchEvents:N0} over HTTP, {connections} connections",
            "ids", "events in the log", "events/s", $"× the rate at {sizes[0]:N0}", "a batch, p50 / p99 ms");
        foreach (var ids in kinds)
        {
            var subjects = new List<Subject>();
            foreach (var size in sizes)
            {
                var database = await prepared.CopyAsync(dossiers, ids, size, $"growth-{size}.db");
                subjects.Add(await Subject.StartAsync(program, database, connections, new Province(dossiers, ids, size)));
            }

            LoadSettings.Say($"Measuring {PreparedDatabases.Name(ids)} ids");
            for (var run = 0; run <= settings.Runs; run++)
            {
                foreach (var subject in subjects)
                {
                    await subject.Runs.RunAsync(Province.Batches(subject.Province.Take(runEvents)), counts: run > 0);
                    await Task.Delay(TimeSpan.FromSeconds(2));
                }
            }

            for (var i = 0; i < subjects.Count; i++)
            {
                var batches = new Sample(subjects[i].Runs.Milliseconds);
                table.Add(
                    PreparedDatabases.Name(ids), sizes[i].ToString("N0"), new Sample(subjects[i].Runs.EventsPerSecond).Text("N0"),
                    Sample.Ratio(subjects[i].Runs.EventsPerSecond, subjects[0].Runs.EventsPerSecond).Text("0.00"),
                    $"{batches.Median:0.0} / {batches.Quantile(0.99):0.0}");
                await subjects[i].DisposeAsync();
                PreparedDatabases.Delete(settings.PathOf($"growth-{sizes[i]}.db"));
            }
        }

        table.Print($"{settings.Runs} runs of {runEvents:N0} events each, that continue the history of the log; the sizes take turns.");
    }

    private sealed record Subject(ServiceProcess Service, HttpLoad Http, BatchRuns Runs, Province Province) : IAsyncDisposable
    {
        public static async Task<Subject> StartAsync(ServiceProgram program, string database, int connections, Province province)
        {
            var service = await ServiceProcess.ServeAsync(program, database);
            var http = new HttpLoad(service.Address, connections);
            return new Subject(service, http, new BatchRuns(http), province);
        }

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            Province.Dispose();
            await Service.DisposeAsync();
        }
    }
}
