using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Simulation;
using DossierMonitor.Benchmarks.Loads;
using DossierMonitor.Benchmarks.Measuring;
using DossierMonitor.Benchmarks.Micro;

if (args is ["micro", .. var rest])
{
    // In this process: a project that BenchmarkDotNet makes would be built by this repository's rules.
    var config = DefaultConfig.Instance
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(15))
        .WithArtifactsPath(Path.Combine(LoadSettings.DefaultWork, "micro"));
    BenchmarkRunner.Run<DossierBenchmarks>(config, rest);
    return 0;
}

// Every load takes these.
var work = new Option<string>("--work") { Description = "Folder for databases, on the disk that is to be measured; default: out/benchmarks.", DefaultValueFactory = _ => LoadSettings.DefaultWork, HelpName = "DIR" };
var service = new Option<string?>("--service") { Description = "The service's program; default: publish it from this checkout.", HelpName = "FILE" };
var runs = new Option<int>("--runs") { Description = "How often each thing is measured, besides one time to warm up.", DefaultValueFactory = _ => 5 };
var fresh = new Option<bool>("--fresh") { Description = "Make prepared databases again." };

var preload = new Option<long>("--preload") { Description = "Events in the log before.", DefaultValueFactory = _ => 2_000_000 };
var runEvents = new Option<int>("--run-events") { Description = "Events of a run; a multiple of 1,000.", DefaultValueFactory = _ => 200_000 };
var connections = new Option<int>("--connections") { Description = "HTTP connections.", DefaultValueFactory = _ => 16 };
var ids = new Option<string>("--ids") { Description = "Kind of event ids.", DefaultValueFactory = _ => "both" };
ids.AcceptOnlyFromAmong("both", "time-ordered", "random");
var logs = new Option<long[]>("--sizes") { Description = "Events in the log, ascending.", DefaultValueFactory = _ => [1_000_000, 5_000_000, 20_000_000], AllowMultipleArgumentsPerToken = true };
var provinces = new Option<int[]>("--sizes") { Description = "Dossiers, ascending.", DefaultValueFactory = _ => [1_000_000, 10_000_000], AllowMultipleArgumentsPerToken = true };
var manyConnections = new Option<int>("--connections") { Description = "HTTP connections.", DefaultValueFactory = _ => 64 };
var smallPreload = new Option<long>("--preload") { Description = "Events in the log before.", DefaultValueFactory = _ => 500_000 };
var seconds = new Option<int>("--seconds") { Description = "Length of a run.", DefaultValueFactory = _ => 10 };
var events = new Option<long>("--events") { Description = "How many events.", DefaultValueFactory = _ => 1_000_000 };
var dossiers = new Option<int>("--dossiers") { Description = "Dossiers in the database.", DefaultValueFactory = _ => 1_000_000 };
var wrapper = new Option<string>("--limit-with") { Description = "A command that runs the service with 256 MB, e.g. \"systemd-run --scope -q -p MemoryMax=256M -p MemorySwapMax=0\"; default: only .NET's heap is limited.", DefaultValueFactory = _ => "", HelpName = "COMMAND" };

var root = new RootCommand("Measures DossierMonitor. \"micro\" runs the micro benchmarks (BenchmarkDotNet); every other command puts a load on a service in a process of its own and prints a Markdown table.");
root.Subcommands.Add(new Command("micro", "Fold, marks, parsing, digest by themselves; arguments are BenchmarkDotNet's."));
Add("ingest", "Batches over HTTP beside the raw insert of the same events.", [preload, runEvents, connections, ids], (result, settings) =>
    new IngestLoad(settings, result.GetValue(preload), Whole(result.GetValue(runEvents)), result.GetValue(connections)).RunAsync(Kinds(result)));
Add("growth", "The rate as the log grows.", [logs, runEvents, connections, ids], (result, settings) =>
    new GrowthLoad(settings, result.GetValue(logs)!, Whole(result.GetValue(runEvents)), result.GetValue(connections)).RunAsync(Kinds(result)));
Add("single", "Single events, with group commit and without.", [smallPreload, manyConnections, seconds], (result, settings) =>
    new SingleLoad(settings, result.GetValue(smallPreload), result.GetValue(manyConnections), result.GetValue(seconds)).RunAsync());
Add("read", "Figures, targets and lists beside GROUP BY in SQLite and DuckDB.", [provinces], (result, settings) =>
    new ReadLoad(settings, result.GetValue(provinces)!).RunAsync());
Add("stream", "One long NDJSON stream with little memory.", [events, wrapper], (result, settings) =>
    new StreamLoad(settings, result.GetValue(events), result.GetValue(wrapper)!.Split(' ', StringSplitOptions.RemoveEmptyEntries)).RunAsync());
Add("start", "Start to first answer beside a bare application.", [dossiers], (result, settings) =>
    new StartLoad(settings, result.GetValue(dossiers)).RunAsync());
Add("mixed", "Reads during a full-speed ingest.", [preload, runEvents, connections], (result, settings) =>
    new MixedLoad(settings, result.GetValue(preload), Whole(result.GetValue(runEvents)), result.GetValue(connections)).RunAsync());
Add("rebuild", "The command rebuild.", [events], (result, settings) =>
    new RebuildLoad(settings, result.GetValue(events)).RunAsync());

Add("postgres", "Batches into PostgreSQL beside COPY of the same events, two replicas on one unit (--run-events 0: neither), and figures over many dossiers (--dossiers 0: none).", [smallPreload, runEvents, connections, dossiers], (result, settings) =>
    new PostgresLoad(settings, result.GetValue(smallPreload), result.GetValue(runEvents) == 0 ? 0 : Whole(result.GetValue(runEvents)), result.GetValue(connections), result.GetValue(dossiers)).RunAsync());

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (SettingsException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 2;
}
catch (InvalidOperationException error)
{
    // A program or a request failed; what it said is in the message.
    await Console.Error.WriteLineAsync(error.Message);
    return 1;
}

void Add(string name, string description, Option[] options, Func<ParseResult, LoadSettings, Task> run)
{
    var command = new Command(name, description);
    foreach (var option in options.Concat([work, service, runs, fresh]))
    {
        command.Options.Add(option);
    }

    command.SetAction(async (result, _) =>
    {
        var settings = new LoadSettings(Path.GetFullPath(result.GetValue(work)!), result.GetValue(service), result.GetValue(runs), result.GetValue(fresh));
        Directory.CreateDirectory(settings.Work);
        await run(result, settings);
        return 0;
    });
    root.Subcommands.Add(command);
}

static int Whole(int events) => events > 0 && events % 1_000 == 0 ? events : throw LoadSettings.Wrong("--run-events must be a multiple of 1000.");

IReadOnlyList<EventIds> Kinds(ParseResult result) => result.GetValue(ids) switch
{
    "random" => [EventIds.Random],
    "time-ordered" => [EventIds.TimeOrdered],
    _ => [EventIds.TimeOrdered, EventIds.Random],
};
