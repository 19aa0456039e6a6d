using System.CommandLine;
using System.Globalization;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Storage.Rebuild;

namespace DossierMonitor.Api.Cli;

/// <summary><c>rebuild</c>: a new database file from the log, in place of the old one.</summary>
internal static class RebuildCommand
{
    public static Command Create()
    {
        var command = new Command("rebuild", "Build the database anew from its log, beside the old file, and put it in its place. Stop the service first.");
        var keep = new Option<bool>("--keep") { Description = "Keep the old file, with .old behind its name." };
        var common = new CommonOptions();
        command.Options.Add(keep);
        common.AddTo(command);
        command.SetAction(result =>
        {
            var settings = SettingsLoader.Load(common.Flags(result));
            var rulebook = ServiceHost.LoadRulebook(settings);
            var progress = new ConsoleProgress("Rebuilding");
            var started = TimeProvider.System.GetTimestamp();
            var rebuilt = DatabaseRebuild.Run(settings.DatabasePath, rulebook, TimeProvider.System, result.GetValue(keep), progress);
            progress.Done();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Rebuilt from {rebuilt.Events:N0} events: {rebuilt.Dossiers:N0} dossiers, in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s.{(rebuilt.KeptAs is { } kept ? $" The old file is {kept}." : "")}"));
            return CommandLine.Success;
        });
        return command;
    }
}
