using System.Diagnostics;
using DossierMonitor.Api.Simulation;
using DossierMonitor.Benchmarks.Measuring;
using DossierMonitor.Benchmarks.Service;

namespace DossierMonitor.Benchmarks.Loads;

/// <summary>One event a request on many connections, with the writer's group commit and without it.</summary>
internal sealed class SingleLoad(LoadSettings settings, long preload, int connections, int seconds)
{
    // More than can be sent in the time of a run.
    private const int MostPerSecond = 20_000;

    private static readonly byte[] Accepted = "\"status\":\"accepted\""u8.ToArray();

    public async Task RunAsync()
    {
        var program = await ServiceProgram.FindAsync(settings);
        var prepared = new PreparedDatabases(settings, program);
        var dossiers = Province.DossiersFor(preload + ((settings.Runs + 1L) * seconds * MostPerSecond));
        await using var grouped = await StartAsync(program, await prepared.CopyAsync(dossiers, EventIds.TimeOrdered, preload, "single-grouped.db"), true);
        await using var alone = await StartAsync(program, await prepared.CopyAsync(dossiers, EventIds.TimeOrdered, preload, "single-alone.db"), false);
        for (var run = 0; run <= settings.Runs; run++)
        {
            await grouped.RunAsync(dossiers, preload, seconds, counts: run > 0);
            await alone.RunAsync(dossiers, preload, seconds, counts: run > 0);
        }

        var table = new Table(
            $"Single events, {connections} connections, with {preload:N0} events in the log",
            "", "events/s", "p50, ms", "p99, ms", "× without");
        table.Add(["group commit", .. grouped.Cells(), Sample.Ratio(grouped.PerSecond, alone.PerSecond).Text("0.0")]);
        table.Add(["without (DOSSIER__GROUPCOMMIT=false)", .. alone.Cells(), "1"]);
        table.Print($"{settings.Runs} runs of {seconds} s each, by turns; synchronous = FULL; the events continue the history.");
    }

    private async Task<Subject> StartAsync(ServiceProgram program, string database, bool groupCommit)
    {
        var service = await ServiceProcess.ServeAsync(
            program, database,
            groupCommit ? null : new Dictionary<string, string>(StringComparer.Ordinal) { ["DOSSIER__GROUPCOMMIT"] = "false" });
        return new Subject(service, new HttpLoad(service.Address, connections));
    }

    private sealed class Subject(ServiceProcess service, HttpLoad http) : IAsyncDisposable
    {
        private readonly List<double> _p50 = [];
        private readonly List<double> _p99 = [];
        private long _sent;

        public List<double> PerSecond { get; } = [];

        public async Task RunAsync(int dossiers, long preload, int seconds, bool counts)
        {
            // Where the run before stopped: how much is sent in a run shows only afterwards.
            using var province = new Province(dossiers, EventIds.TimeOrdered, preload + _sent);
            var bodies = Province.Singles(province.Take(seconds * MostPerSecond));
            BatchRuns.Quiet();
            var until = Stopwatch.GetTimestamp() + (seconds * Stopwatch.Frequency);
            var (sent, time, milliseconds) = await http.PostAsync(bodies, "application/cloudevents+json", Accepted, until);
            _sent += sent;
            if (counts)
            {
                var run = new Sample(milliseconds);
                PerSecond.Add(sent / time.TotalSeconds);
                _p50.Add(run.Median);
                _p99.Add(run.Quantile(0.99));
                LoadSettings.Say($"  {PerSecond[^1]:N0}/s, p99 {_p99[^1]:0.0} ms");
            }
        }

        public string[] Cells() => [new Sample(PerSecond).Text("N0"), new Sample(_p50).Text("0.0"), new Sample(_p99).Text("0.0")];

        public async ValueTask DisposeAsync()
        {
            http.Dispose();
            await service.DisposeAsync();
        }
    }
}
