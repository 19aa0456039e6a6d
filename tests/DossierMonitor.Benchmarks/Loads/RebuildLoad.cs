using DossierMonitor.Api.Simulation;
using DossierMonitor.Benchmarks.Measuring;
using DossierMonitor.Benchmarks.Service;

namespace DossierMonitor.Benchmarks.Loads;

/// <summary>The command <c>rebuild</c>, from its start to its end.</summary>
internal sealed class RebuildLoad(LoadSettings settings, long events)
{
    public async Task RunAsync()
    {
        var program = await ServiceProgram.FindAsync(settings);
        var prepared = new PreparedDatabases(settings, program);
        var database = await prepared.CopyAsync(Province.DossiersFor(events), EventIds.TimeOrdered, events, "rebuild.db");
        List<double> rates = [], seconds = [];
        for (var run = 0; run < settings.Runs; run++)
        {
            // What a rebuild made is as good as the copy for the next one.
            var (output, time) = await Commands.RunAsync(program.Path, "rebuild", "--database", "sqlite:" + database);
            if (!output.Contains($"{events:N0} events", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"The rebuild says: {output}");
            }

            seconds.Add(time.TotalSeconds);
            rates.Add(events / time.TotalSeconds);
            LoadSettings.Say($"  {rates[^1]:N0} events/s");
        }

        var table = new Table($"rebuild of {events:N0} events", "seconds", "events/s");
        table.Add(new Sample(seconds).Text("0.0"), new Sample(rates).Text("N0"));
        table.Print($"{settings.Runs} runs, from the start of the process to its end.");
    }
}
