using System.Text;
using System.Text.RegularExpressions;
using DossierMonitor.Api.Simulation;
using DossierMonitor.Benchmarks.Measuring;
using DossierMonitor.Benchmarks.Peers;
using DossierMonitor.Benchmarks.Service;
using DossierMonitor.Tests.Shared;

namespace DossierMonitor.Benchmarks.Loads;

/// <summary>
/// The service on PostgreSQL, with a server of its own on the same processors whose commits wait for the disk: batches beside COPY
/// of the same events, two replicas that write to one unit beside one that does, and figures over many dossiers.
/// </summary>
internal sealed partial class PostgresLoad(LoadSettings settings, long preload, int runEvents, int connections, int dossiers)
{
    private const int Requests = 50;
    private const int WarmingRuns = 4;
    private static readonly int[] TransactionRows = [1_000, 10_000];

    public async Task RunAsync()
    {
        var program = await ServiceProgram.FindAsync(settings);
        var cluster = PostgresCluster.CreateDurable();
        try
        {
            if (runEvents > 0)
            {
                await IngestAsync(program, cluster);
                await ReplicasAsync(program, cluster);
            }

            if (dossiers > 0)
            {
                await ReadAsync(program, cluster);
            }
        }
        finally
        {
            cluster.Stop();
        }
    }

    private async Task IngestAsync(ServiceProgram program, PostgresCluster cluster)
    {
        var size = Province.DossiersFor(preload + ((settings.Runs + 1L) * runEvents));
        var address = await SimulateAsync(program, cluster, "ingest", size, preload);
        var peers = new List<CopyTable>();
        var rates = TransactionRows.Select(_ => new List<double>()).ToList();
        foreach (var rows in TransactionRows)
        {
            var name = $"copy_{rows}";
            PostgresDatabases.Create(cluster, name);
            peers.Add(new CopyTable(cluster.Address(name)));
            using var before = new Province(size, EventIds.TimeOrdered, 0);
            peers[^1].Insert(before.Take((int)preload).ConvertAll(e => RawTable.Row(e.ToDossierEvent())), 10_000);
        }

        await using var service = await ServiceProcess.ServeAsync(program, address);
        using var http = new HttpLoad(service.Address, connections);
        using var province = new Province(size, EventIds.TimeOrdered, preload);
        var runs = new BatchRuns(http);
        for (var run = 0; run <= settings.Runs; run++)
        {
            var events = province.Take(runEvents);
            await runs.RunAsync(Province.Batches(events), run > 0);
            var rows = events.ConvertAll(e => RawTable.Row(e.ToDossierEvent()));
            BatchRuns.Quiet();
            for (var i = 0; i < peers.Count; i++)
            {
                var turn = (i + run) % peers.Count;
                var time = peers[turn].Insert(rows, TransactionRows[turn]);
                if (run > 0)
                {
                    rates[turn].Add(runEvents / time.TotalSeconds);
                }
            }
        }

        peers.ForEach(peer => peer.Dispose());
        var batches = new Sample(runs.Milliseconds);
        var table = new Table(
            $"PostgreSQL: batches of {Province.BatchEvents:N0} over HTTP, {connections} connections, with {preload:N0} events in the log",
            "service, events/s", "COPY, 1,000 a transaction", "COPY, 10,000", "service / COPY 1,000", "service / COPY 10,000", "a batch, p50 / p99 ms");
        table.Add(
            new Sample(runs.EventsPerSecond).Text("N0"), new Sample(rates[0]).Text("N0"), new Sample(rates[1]).Text("N0"),
            Sample.Ratio(runs.EventsPerSecond, rates[0]).Text("0.00"), Sample.Ratio(runs.EventsPerSecond, rates[1]).Text("0.00"),
            $"{batches.Median:0.0} / {batches.Quantile(0.99):0.0}");
        table.Print($"{settings.Runs} runs of {runEvents:N0} events with time-ordered ids; the server waits for the disk (fsync, full_page_writes) and has 128 MB of buffers.");
    }

    private async Task ReplicasAsync(ServiceProgram program, PostgresCluster cluster)
    {
        var size = Province.DossiersFor((WarmingRuns + ((settings.Runs + 1L) * ConnectionsToEach().Length)) * runEvents);
        foreach (var name in new[] { "alone", "together" })
        {
            PostgresDatabases.Create(cluster, name);
        }

        await using var alone = await ServiceProcess.ServeAsync(program, cluster.Address("alone"));
        await using var one = await ServiceProcess.ServeAsync(program, cluster.Address("together"));
        await using var other = await ServiceProcess.ServeAsync(program, cluster.Address("together"));
        using var province = new Province(size, EventIds.TimeOrdered, 0);
        await WarmAsync(province, alone, one, other);
        var table = new Table("PostgreSQL: all events of one unit", "connections to each", "one replica, events/s", "two replicas, events/s", "two / one");
        foreach (var each in ConnectionsToEach())
        {
            using var aloneHttp = new HttpLoad(alone.Address, each);
            using var oneHttp = new HttpLoad(one.Address, each);
            using var otherHttp = new HttpLoad(other.Address, each);
            var (single, both) = (new List<double>(), new List<double>());
            for (var run = 0; run <= settings.Runs; run++)
            {
                // Two portals, of which each pushes to one of the replicas, as often at a time as it does to one alone; all of them are
                // about one unit, and the one alone gets the same.
                var halves = Halves(province);
                BatchRuns.Quiet();
                var (_, time, _) = await aloneHttp.PostAsync([.. halves[0], .. halves[1]], "application/json", Accepted);
                BatchRuns.Quiet();
                var started = TimeProvider.System.GetTimestamp();
                await Task.WhenAll(oneHttp.PostAsync(halves[0], "application/json", Accepted), otherHttp.PostAsync(halves[1], "application/json", Accepted));
                var together = TimeProvider.System.GetElapsedTime(started);
                if (run > 0)
                {
                    single.Add(runEvents / time.TotalSeconds);
                    both.Add(runEvents / together.TotalSeconds);
                    LoadSettings.Say($"  {each} connections: alone {single[^1]:N0}/s, two {both[^1]:N0}/s");
                }
            }

            table.Add(((long)each).Text(), new Sample(single).Text("N0"), new Sample(both).Text("N0"), Sample.Ratio(both, single).Text("0.00"));
        }

        table.Print($"{settings.Runs} runs of {runEvents:N0} events in batches of up to {Province.BatchEvents:N0}, by turns; everything on the same processors.");
    }

    /// <summary>Of a run together each of the two gets only half: without this they would be compiled less far than the one alone, and cost more of the processor by a seventh.</summary>
    private async Task WarmAsync(Province province, ServiceProcess alone, ServiceProcess one, ServiceProcess other)
    {
        using var aloneHttp = new HttpLoad(alone.Address, connections);
        using var oneHttp = new HttpLoad(one.Address, connections);
        using var otherHttp = new HttpLoad(other.Address, connections);
        for (var run = 0; run < WarmingRuns; run++)
        {
            var all = Halves(province).SelectMany(half => half).ToList();
            await aloneHttp.PostAsync(all, "application/json", Accepted);
            await (run % 2 == 0 ? oneHttp : otherHttp).PostAsync(all, "application/json", Accepted);
        }
    }

    /// <summary>From one batch after the other to as many at a time as fill the processors.</summary>
    private int[] ConnectionsToEach() => [.. new[] { 1, 4 }.Where(few => few < connections), connections];

    private List<byte[]>[] Halves(Province province)
    {
        var events = province.Take(runEvents).ToLookup(e => e.ToDossierEvent().Code.GetHashCode(StringComparison.Ordinal) % 2 == 0);
        return [.. new[] { true, false }.Select(half => Province.Batches(events[half]).ConvertAll(body => OfOneUnit(body, half)))];
    }

    private async Task ReadAsync(ServiceProgram program, PostgresCluster cluster)
    {
        // Moved there from SQLite, whose simulation is faster; every row is compared at the end of it.
        var prepared = await new PreparedDatabases(settings, program).GetAsync(dossiers, EventIds.TimeOrdered, events: null);
        var copy = settings.PathOf("moved.db");
        PreparedDatabases.Delete(copy);
        PreparedDatabases.Copy(prepared, copy);
        PostgresDatabases.Create(cluster, "figures");
        var (said, time) = await Commands.RunAsync(program.Path, "move", "--database", "sqlite:" + copy, "--to", cluster.Address("figures"));
        LoadSettings.Say($"  {said.Trim()} ({time.TotalSeconds:0} s)");
        PreparedDatabases.Delete(copy);
        await using var service = await ServiceProcess.ServeAsync(program, cluster.Address("figures"));
        using var http = new HttpLoad(service.Address, 1);
        var table = new Table($"PostgreSQL: {dossiers:N0} dossiers over {Province.Years} years", "question", "service, ms");
        foreach (var (question, path) in new (string, Func<int, string>)[]
        {
            ("/v1/on-time?by=branch", turn => "/v1/on-time?by=branch&" + Window.Of(turn).Query),
            ("/v1/on-time?by=unit", turn => "/v1/on-time?by=unit&" + Window.Of(turn).Query),
            ("/v1/targets", turn => "/v1/targets?" + Window.Of(turn).Query),
            ("overdue list, first 100", _ => "/v1/dossiers?state=overdue&sort=-daysLate&limit=100"),
        })
        {
            var medians = new List<double>();
            for (var run = 0; run <= settings.Runs; run++)
            {
                var times = new List<double>();
                for (var i = 0; i < Requests; i++)
                {
                    times.Add((await http.GetAsync(path((run * Requests) + i))).Server);
                }

                if (run > 0)
                {
                    medians.Add(new Sample(times).Median);
                }
            }

            table.Add(question, new Sample(medians).Text("0.00"));
        }

        table.Print("Service: its own Server-Timing; a run is the median of 50 requests. The database was made by move from SQLite: " + said.Trim());
    }

    private static readonly byte[] Accepted = "\"conflicts\":0"u8.ToArray();

    private async Task<string> SimulateAsync(ServiceProgram program, PostgresCluster cluster, string name, int size, long events)
    {
        PostgresDatabases.Create(cluster, name);
        LoadSettings.Say($"Preparing {name}");
        await Commands.RunAsync(program.Path, "simulate", "--dossiers", ((long)size).Text(), "--events", events.Text(),
            "--ids", PreparedDatabases.Name(EventIds.TimeOrdered), "--until", Province.LastDay.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), "--database", cluster.Address(name));
        return cluster.Address(name);
    }

    private static byte[] OfOneUnit(byte[] body, bool first) => Encoding.UTF8.GetBytes(
        Sources().Replace(Units().Replace(Encoding.UTF8.GetString(body), "\"unit\":\"502\""), first ? "\"source\":\"/simulated/one\"" : "\"source\":\"/simulated/other\""));

    [GeneratedRegex("\"source\":\"[^\"]*\"", RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex Sources();

    [GeneratedRegex("\"unit\":\"[^\"]*\"", RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex Units();
}
