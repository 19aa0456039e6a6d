using System.CommandLine;
using System.Globalization;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Storage.Database.Postgres;
using DossierMonitor.Storage.Database.Sqlite;

namespace DossierMonitor.Api.Cli;

/// <summary><c>backup FILE</c>: one consistent copy, while the service runs.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var command = new Command("backup", "Copy the database, as it is at one moment, into a new file. The service may run meanwhile.");
        var file = new Argument<string>("FILE") { Description = "Must not exist yet." };
        command.Arguments.Add(file);
        var common = new CommonOptions();
        common.AddTo(command);
        command.SetAction(result =>
        {
            var settings = common.OfExistingDatabase(result);
            if (PostgresAddress.Is(settings.DatabasePath))
            {
                throw new SettingsException("PostgreSQL has its own backups (pg_dump, pg_basebackup with its log), which other tools know; or copy it into a file with move.");
            }

            var path = Path.GetFullPath(result.GetValue(file)!);
            if (File.Exists(path))
            {
                throw new SettingsException($"{path} exists already; a backup never overwrites another.");
            }

            DatabaseBackup.Run(settings.DatabasePath, path);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Backed up into {path}: {new FileInfo(path).Length:N0} bytes. Prove it with: verify --database sqlite:{path}"));
            return CommandLine.Success;
        });
        return command;
    }
}
