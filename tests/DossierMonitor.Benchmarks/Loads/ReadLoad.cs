using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;
using DossierMonitor.Api.Simulation;
using DossierMonitor.Benchmarks.Measuring;
using DossierMonitor.Benchmarks.Peers;
using DossierMonitor.Benchmarks.Service;

namespace DossierMonitor.Benchmarks.Loads;

/// <summary>Figures of a year, targets and the overdue list, beside GROUP BY over the dossiers in SQLite and in DuckDB.</summary>
internal sealed class ReadLoad(LoadSettings settings, IReadOnlyList<int> sizes)
{
    private const int RequestsPerRun = 50;
    private const int DuckQueriesPerRun = 10;

    private readonly Dictionary<string, Sample> _smallest = new(StringComparer.Ordinal);
    private bool _serverSays = true;

    public async Task RunAsync()
    {
        var program = await ServiceProgram.FindAsync(settings);
        var prepared = new PreparedDatabases(settings, program);
        var table = new Table(
            $"Reads over {Province.Years} years, of a year each", "question", "dossiers", "service, ms", $"× at {sizes[0]:N0}", "SQLite GROUP BY, ms", "DuckDB, ms", "SQLite / service", "DuckDB / service");
        foreach (var dossiers in sizes)
        {
            var database = await prepared.GetAsync(dossiers, EventIds.TimeOrdered, events: null);
            var (sqliteFile, duckFile) = CaseTable.Export(settings, database);
            var (sqlite, duck) = CaseTable.Open(sqliteFile, duckFile);
            using var closeSqlite = sqlite;
            using var closeDuck = duck;
            await using var service = await ServiceProcess.ServeAsync(program, database);
            using var http = new HttpLoad(service.Address, 1);
            await CheckAsync(http, sqlite, duck);

            var (branches, units, targets, overdue) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
            var (sqliteTimes, duckTimes) = (new List<double>(), new List<double>());
            for (var run = 0; run <= settings.Runs; run++)
            {
                var counts = run > 0;
                await ServiceAsync(branches, http, turn => "/v1/on-time?by=branch&" + Window.Of(turn).Query, run);
                await ServiceAsync(units, http, turn => "/v1/on-time?by=unit&" + Window.Of(turn).Query, run);
                await ServiceAsync(targets, http, turn => "/v1/targets?" + Window.Of(turn).Query, run);
                await ServiceAsync(overdue, http, _ => "/v1/dossiers?state=overdue&sort=-daysLate&limit=100", run);
                Peer(sqliteTimes, sqlite, 1, run);
                Peer(duckTimes, duck, DuckQueriesPerRun, run);
                if (counts)
                {
                    LoadSettings.Say($"  {dossiers:N0}: {branches[^1]:0.00} ms, SQLite {sqliteTimes[^1]:0} ms, DuckDB {duckTimes[^1]:0.0} ms");
                }
            }

            Row("/v1/on-time?by=branch", branches, sqliteTimes, duckTimes);
            Row("/v1/on-time?by=unit", units, null, null);
            Row("/v1/targets", targets, null, null);
            Row("overdue list, first 100", overdue, null, null);

            void Row(string question, List<double> times, List<double>? sqliteTimes, List<double>? duckTimes) => table.Add(
                question, dossiers.ToString("N0"), new Sample(times).Text("0.00"), Grown(question, new Sample(times)),
                new Sample(sqliteTimes ?? []).Text("0"), new Sample(duckTimes ?? []).Text("0.0"),
                Sample.Ratio(sqliteTimes ?? [], times).Text("0"), Sample.Ratio(duckTimes ?? [], times).Text("0.0"));
        }

        table.Print(
            _serverSays ? "Service: its own Server-Timing." : "Service: the client's time, since it sends no Server-Timing.",
            $"{settings.Runs} runs by turns; a run is the median of {RequestsPerRun} requests, one SQLite query, or the median of {DuckQueriesPerRun} DuckDB queries; the years begin with different months.",
            "GROUP BY: one wide row per dossier and cycle, no index, the same question as by=branch; its finished and late are checked to be those of the service.");
    }

    private string Grown(string question, Sample times)
    {
        _smallest.TryAdd(question, times);
        return (times.Median / _smallest[question].Median).ToString("0.00");
    }

    private async Task ServiceAsync(List<double> medians, HttpLoad http, Func<int, string> path, int run)
    {
        var times = new List<double>();
        for (var i = 0; i < RequestsPerRun; i++)
        {
            var (_, server, client) = await http.GetAsync(path((run * RequestsPerRun) + i));
            _serverSays &= !double.IsNaN(server);
            times.Add(double.IsNaN(server) ? client : server);
        }

        if (run > 0)
        {
            medians.Add(new Sample(times).Median);
        }
    }

    private static void Peer(List<double> medians, DbConnection connection, int queries, int run)
    {
        var times = new List<double>();
        for (var i = 0; i < queries; i++)
        {
            var started = Stopwatch.GetTimestamp();
            CaseTable.Query(connection, Window.Of((run * queries) + i));
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        if (run > 0)
        {
            medians.Add(new Sample(times).Median);
        }
    }

    // Speed is compared only between equal answers.
    private static async Task CheckAsync(HttpLoad http, DbConnection sqlite, DbConnection duck)
    {
        var window = Window.Of(1);
        using var answer = JsonDocument.Parse((await http.GetAsync("/v1/on-time?by=branch&" + window.Query)).Body);
        var service = answer.RootElement.GetProperty("rows").EnumerateArray().ToDictionary(
            row => row.GetProperty("key").GetString()!, row => (row.GetProperty("finished").GetInt64(), row.GetProperty("late").GetInt64()), StringComparer.Ordinal);
        foreach (var (peer, connection) in new[] { ("SQLite", sqlite), ("DuckDB", duck) })
        {
            foreach (var (unit, figures) in CaseTable.Query(connection, window))
            {
                if (service[unit] != figures)
                {
                    throw new InvalidOperationException($"{unit}: {peer} says {figures}, the service {service[unit]} finished and late.");
                }
            }
        }
    }
}
