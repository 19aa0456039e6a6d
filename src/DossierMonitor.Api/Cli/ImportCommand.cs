using System.CommandLine;
using System.Globalization;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Import;

namespace DossierMonitor.Api.Cli;

/// <summary><c>import FILE</c>: events as NDJSON, or cases as CSV, straight into the database.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var command = new Command(
            "import",
            "Import events (NDJSON, also .gz) or cases (CSV with --map). Safe to repeat: what is stored already is a duplicate.");
        var file = new Argument<string>("FILE") { Description = "FILE.ndjson, FILE.csv, or either with .gz" };
        var map = new Option<string?>("--map")
        {
            Description = "CSV only: event member = column, separated by commas. Members: code*, receivedAt*, unit*, procedure*, dueAt, finishedAt, field, channel, holder.",
            HelpName = "code=COL,receivedAt=COL,…",
        };
        var set = new Option<string[]>("--set")
        {
            Description = "CSV only: a member with one value for all rows, e.g. procedure=1.012784. May be repeated.",
            HelpName = "MEMBER=VALUE",
            AllowMultipleArgumentsPerToken = false,
        };
        var source = new Option<string>("--source")
        {
            Description = "CSV only: the source name of the events.",
            DefaultValueFactory = _ => "/import/csv",
            HelpName = "NAME",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check everything, store nothing." };
        var common = new CommonOptions();
        command.Arguments.Add(file);
        command.Options.Add(map);
        command.Options.Add(set);
        command.Options.Add(source);
        command.Options.Add(dryRun);
        common.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var settings = SettingsLoader.Load(common.Flags(result));
            var path = result.GetRequiredValue(file);
            if (!File.Exists(path))
            {
                throw new SettingsException($"There is no file '{path}'.");
            }

            var mapping = CsvMapping.Parse(result.GetValue(map), result.GetValue(set) ?? [], result.GetRequiredValue(source), IsCsv(path));
            var progress = new ConsoleProgress("Computing figures by the new rules");
            await using var store = await ServiceHost.OpenStoreAsync(settings, TimeProvider.System, progress);
            progress.Done();
            var import = new FileImport(store, TimeProvider.System, new ConsoleProgress("Importing"), result.GetValue(dryRun));
            var summary = mapping is null
                ? await import.EventsAsync(path, cancellation)
                : await import.CasesAsync(path, mapping, cancellation);
            Print(summary, result.GetValue(dryRun));
            return summary.NotTaken > 0 ? CommandLine.Incomplete : CommandLine.Success;
        });
        return command;
    }

    private static bool IsCsv(string path) =>
        path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase);

    private static void Print(ImportSummary summary, bool dryRun)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{(dryRun ? "Dry run, nothing stored. " : "")}Read {summary.Received:N0} events: {summary.Accepted:N0} accepted, {summary.Duplicates:N0} duplicate, {summary.Conflicts:N0} in conflict, {summary.Rejected:N0} rejected."));
        foreach (var (reason, count, example) in summary.Reasons)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count,8:N0}  {reason}  (first: {example})"));
        }
    }
}
