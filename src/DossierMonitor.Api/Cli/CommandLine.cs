using System.CommandLine;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Api.Cli;

/// <summary>The program's commands; without one it serves.</summary>
public static class CommandLine
{
    public const int Success = 0;

    /// <summary>It ran, but not everything was taken.</summary>
    public const int Incomplete = 1;

    /// <summary>Settings, files or arguments are wrong; nothing was done.</summary>
    public const int WrongUse = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var serve = ServeCommand.Create();
        var root = new RootCommand("DossierMonitor: on-time figures of administrative-procedure dossiers (giám sát hồ sơ TTHC trễ hạn).");
        root.Subcommands.Add(serve);
        root.Subcommands.Add(ImportCommand.Create());
        root.Subcommands.Add(DemoCommand.Create());
        root.Subcommands.Add(SimulateCommand.Create());
        root.Subcommands.Add(ReportCommand.Create());
        root.Subcommands.Add(VerifyCommand.Create());
        root.Subcommands.Add(RebuildCommand.Create());
        root.Subcommands.Add(KeysCommand.Create());
        root.Subcommands.Add(SigningCommand.Create());
        root.Subcommands.Add(BackupCommand.Create());
        root.Subcommands.Add(MoveCommand.Create());
        root.Subcommands.Add(MigrateCommand.Create());
        root.Subcommands.Add(HealthCommand.Create());
        ServeCommand.AddTo(root);

        var result = root.Parse(args);
        if (result.Errors.Count > 0)
        {
            await result.InvokeAsync();
            return WrongUse;
        }

        try
        {
            return await result.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,

                // After SIGTERM the service finishes what it accepted; the library's default would cut it off after 2 s.
                ProcessTerminationTimeout = TimeSpan.FromMinutes(1),
            });
        }
        catch (SettingsException error)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return WrongUse;
        }
        catch (Exception error) when (error is StorageException or SubmissionFailedException)
        {
            // The database failed under way (a full disk, another program's rules): what was committed stays, and the rest
            // can be sent again with the same ids.
            await Console.Error.WriteLineAsync($"{error.Message} {error.InnerException?.Message}".Trim());
            return Incomplete;
        }
    }
}
