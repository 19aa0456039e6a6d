using System.CommandLine;
using System.Globalization;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Simulation;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Api.Cli;

/// <summary><c>simulate</c>: a simulated province of any size, straight into a database or as NDJSON.</summary>
internal static class SimulateCommand
{
    private const int MaximumDossiers = 100_000_000;

    // Behind it lie whole years of the same units and of a confirmed calendar.
    private static readonly DateOnly DefaultUntil = new(2024, 12, 31);

    public static Command Create()
    {
        var command = new Command("simulate", "Write a simulated province into a database, for trials and measurements (dữ liệu mô phỏng). The same options give the same events; repeating them stores nothing twice.");
        var dossiers = new Option<int>("--dossiers") { Description = "How many dossiers; about five events each.", Required = true, HelpName = "N" };
        var years = new Option<int>("--years") { Description = "Over how many years they are spread.", DefaultValueFactory = _ => 3 };
        var until = new Option<DateOnly?>("--until") { Description = "The last day; default: 2024-12-31.", HelpName = "yyyy-MM-dd" };
        var seed = new Option<int>("--seed") { Description = "Another seed gives other events.", DefaultValueFactory = _ => new SimulationSettings().Seed };
        var ids = new Option<string>("--ids") { Description = "How the portal makes the ids of events.", DefaultValueFactory = _ => "time-ordered" };
        ids.AcceptOnlyFromAmong("time-ordered", "random");
        var skip = new Option<long>("--skip") { Description = "Leave out that many events at the beginning, as stored before.", HelpName = "N" };
        var events = new Option<long?>("--events") { Description = "Stop after that many events; default: all.", HelpName = "N" };
        var file = new Option<string?>("--events-to") { Description = "Write NDJSON into this file (- = standard output) instead of into the database.", HelpName = "FILE.ndjson" };
        var common = new CommonOptions();
        foreach (var option in new Option[] { dossiers, years, until, seed, ids, skip, events, file })
        {
            command.Options.Add(option);
        }

        common.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var settings = SettingsLoader.Load(common.Flags(result));
            var simulation = Simulation(
                settings, result.GetValue(dossiers), result.GetValue(years), result.GetValue(until) ?? DefaultUntil, TimeProvider.System.GetUtcNow()) with
            {
                Seed = result.GetValue(seed),
                Ids = result.GetValue(ids) == "random" ? EventIds.Random : EventIds.TimeOrdered,
            };
            var part = new EventPart(result.GetValue(skip), result.GetValue(events) ?? long.MaxValue);
            if (part.Skip < 0 || part.Take < 1)
            {
                throw new SettingsException("--skip must be 0 or more, --events 1 or more.");
            }

            return result.GetValue(file) is { } path
                ? await WriteAsync(settings, simulation, part, path, cancellation)
                : await StoreAsync(settings, simulation, part, cancellation);
        });
        return command;
    }

    private static SimulationSettings Simulation(ServiceSettings settings, int dossiers, int years, DateOnly until, DateTimeOffset now)
    {
        var days = settings.Clock.Days;
        if (dossiers is < 1 or > MaximumDossiers)
        {
            throw new SettingsException($"--dossiers must be from 1 to {MaximumDossiers}.");
        }

        if (years is < 1 or > 30 || until.Year - years < 1991)
        {
            throw new SettingsException("--years must be from 1 to 30, and the first day not before 1991.");
        }

        if (until > days.DateOf(Instant.From(now)))
        {
            throw new SettingsException("--until must not lie in the future.");
        }

        return SimulationSettings.OfYears(dossiers, years, until, days);
    }

    private static ProvinceSimulation Province(ServiceSettings settings, SimulationSettings simulation)
    {
        var reference = ServiceHost.LoadRulebook(settings).Reference;
        return ProvinceSimulation.IsPossible(reference, simulation.From)
            ? new ProvinceSimulation(simulation, reference, settings.Clock)
            : throw new SettingsException($"The reference data have no units or procedures for a simulation that begins on {simulation.From:yyyy-MM-dd}. The shipped data have them until 2025-06-30.");
    }

    private static async Task<int> StoreAsync(ServiceSettings settings, SimulationSettings simulation, EventPart part, CancellationToken cancellation)
    {
        var province = Province(settings, simulation);
        var progress = new ConsoleProgress("Computing figures by the new rules");
        await using var store = await ServiceHost.OpenStoreAsync(settings, TimeProvider.System, progress);
        progress.Done();
        var writing = new SimulationWriting(store.Writer, new ConsoleProgress("Simulating"), TimeProvider.System);
        var written = await writing.RunAsync(province, part, cancellation);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Stored {written.Accepted:N0} events in {written.Time.TotalSeconds:0.0} s ({written.Events / written.Time.TotalSeconds:N0} events/s); {written.Duplicates:N0} were there already."));
        return written.Conflicts == 0 ? CommandLine.Success : throw new SettingsException($"{written.Conflicts:N0} events are in the database with other content: it holds another simulation of the same seed.");
    }

    private static async Task<int> WriteAsync(
        ServiceSettings settings, SimulationSettings simulation, EventPart part, string path, CancellationToken cancellation)
    {
        var province = Province(settings, simulation);
        await using var stream = path == "-" ? Console.OpenStandardOutput() : File.Create(path);
        var count = await EventLines.WriteAsync(part.Of(province.Events()), stream, cancellation);
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Wrote {count:N0} events."));
        return CommandLine.Success;
    }
}
