using DossierMonitor.Api.Simulation;
using DossierMonitor.Benchmarks.Measuring;
using DossierMonitor.Benchmarks.Peers;
using DossierMonitor.Benchmarks.Service;

namespace DossierMonitor.Benchmarks.Loads;

/// <summary>Batches over HTTP beside the raw insert of the same events, one after the other, run by run.</summary>
internal sealed class IngestLoad(LoadSettings settings, long preload, int runEvents, int connections)
{
    private static readonly int[] TransactionRows = [1_000, 10_000];

    public async Task RunAsync(IReadOnlyList<EventIds> kinds)
    {
        var program = await ServiceProgram.FindAsync(settings);
        var prepared = new PreparedDatabases(settings, program);
        var dossiers = Province.DossiersFor(preload + ((settings.Runs + 1L) * runEvents));
        var table = new Table(
            $"Batches of {Province.BatchEvents:N0} over HTTP, {connections} connections, with {preload:N0} events in the log",
            "ids", "service, events/s", "raw, 1,000 a transaction", "raw, 10,000", "service / raw 1,000", "service / raw 10,000", "a batch, p50 / p99 ms");
        var refused = 0L;
        foreach (var ids in kinds)
        {
            var database = await prepared.CopyAsync(dossiers, ids, preload, "ingest.db");
            var raw = TransactionRows.Select(rows => PreparedRaw(dossiers, ids, $"raw-{rows}.db")).ToList();
            var rates = raw.ConvertAll(_ => new List<double>());
            LoadSettings.Say($"Measuring {PreparedDatabases.Name(ids)} ids");
            await using var service = await ServiceProcess.ServeAsync(program, database);
            using var http = new HttpLoad(service.Address, connections);
            using var province = new Province(dossiers, ids, preload);
            var runs = new BatchRuns(http);
            for (var run = 0; run <= settings.Runs; run++)
            {
                // The first run only warms up.
                var events = province.Take(runEvents);
                await runs.RunAsync(Province.Batches(events), run > 0);
                await Task.Delay(TimeSpan.FromSeconds(2));
                var rows = events.ConvertAll(e => RawTable.Row(e.ToDossierEvent()));
                BatchRuns.Quiet();
                for (var i = 0; i < raw.Count; i++)
                {
                    // By turns, so that neither always comes last.
                    var turn = (i + run) % raw.Count;
                    var time = raw[turn].Insert(rows, TransactionRows[turn]);
                    if (run > 0)
                    {
                        rates[turn].Add(runEvents / time.TotalSeconds);
                    }
                }
            }

            refused += runs.Refused;
            var batches = new Sample(runs.Milliseconds);
            table.Add(
                PreparedDatabases.Name(ids), new Sample(runs.EventsPerSecond).Text("N0"), new Sample(rates[0]).Text("N0"), new Sample(rates[1]).Text("N0"),
                Sample.Ratio(runs.EventsPerSecond, rates[0]).Text("0.00"), Sample.Ratio(runs.EventsPerSecond, rates[1]).Text("0.00"),
                $"{batches.Median:0.0} / {batches.Quantile(0.99):0.0}");
            raw.ForEach(each => each.Dispose());
        }

        table.Print(
            $"{settings.Runs} runs of {runEvents:N0} events that continue the history; service and raw tables take the same events by turns.",
            "Raw: one table with unique (source, event_id), one prepared statement, WAL, synchronous = FULL, the service's page cache, the same number of rows of the same ids in it before.",
            $"{refused} requests were asked to come back later.");
    }

    private RawTable PreparedRaw(int dossiers, EventIds ids, string name)
    {
        var path = settings.PathOf(Path.Combine("prepared", $"raw-{dossiers}-{PreparedDatabases.Name(ids)}-{preload}.sqlite"));
        if (!File.Exists(path))
        {
            LoadSettings.Say($"Preparing {Path.GetFileName(path)}");
            PreparedDatabases.Delete(path + ".part");
            using (var province = new Province(dossiers, ids, skip: 0))
            using (var table = new RawTable(path + ".part"))
            {
                const int part = 100_000;
                for (var left = preload; left > 0; left -= part)
                {
                    table.Insert(province.Take((int)Math.Min(part, left)).ConvertAll(e => RawTable.Row(e.ToDossierEvent())), part);
                }
            }

            File.Move(path + ".part", path);
        }

        var copy = settings.PathOf(name);
        PreparedDatabases.Delete(copy);
        PreparedDatabases.Copy(path, copy);
        return new RawTable(copy);
    }
}
