using System.CommandLine;
using System.Globalization;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Storage.Move;

namespace DossierMonitor.Api.Cli;

/// <summary><c>move --to DATABASE</c>: a database into one of the other engine, or of the same.</summary>
internal static class MoveCommand
{
    public static Command Create()
    {
        var command = new Command("move", "Copy the database into another one, of either engine, and compare the two. Interrupted, it goes on where it stopped. Nothing can be written meanwhile.");
        var to = new Option<string>("--to") { Description = "The new database, which must be empty: sqlite:PATH or postgres://user:password@host/database.", HelpName = "DATABASE", Required = true };
        var common = new CommonOptions();
        command.Options.Add(to);
        common.AddTo(command);
        command.SetAction(result =>
        {
            var settings = common.OfExistingDatabase(result);
            var flags = common.Flags(result);
            flags[nameof(ServiceSettings.Database)] = result.GetValue(to);
            var target = SettingsLoader.Load(flags).DatabasePath;
            var rulebook = ServiceHost.LoadRulebook(settings);
            var started = TimeProvider.System.GetTimestamp();
            var moved = DatabaseMove.Run(settings.DatabasePath, target, rulebook, TimeProvider.System, new Lines());
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Moved {moved.Events:N0} events and {moved.Dossiers:N0} dossiers in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s; every row of both databases was compared."));
            return CommandLine.Success;
        });
        return command;
    }

    private sealed class Lines : IProgress<MoveProgress>
    {
        public void Report(MoveProgress value) =>
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Part}: {value.Done:N0} of {value.Total:N0}"));
    }
}
