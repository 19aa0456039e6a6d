using System.CommandLine;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Postgres;

namespace DossierMonitor.Api.Cli;

/// <summary><c>migrate</c>: the schema alone, by a role that owns it, so that the service can run as one that does not.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Create the database's tables or bring them up to date, and let another role use them.");
        var role = new Option<string?>("--grant-to")
        {
            Description = "PostgreSQL: a role that the service runs as. It may add to the log, the closings and the audit, but change or delete nothing of them.",
            HelpName = "ROLE",
        };
        var common = new CommonOptions();
        command.Options.Add(role);
        common.AddTo(command);
        command.SetAction(result =>
        {
            var settings = SettingsLoader.Load(common.Flags(result));
            StoreDatabase.Open(settings.DatabasePath, TimeProvider.System).Dispose();
            if (result.GetValue(role) is { } name)
            {
                if (!PostgresAddress.Is(settings.DatabasePath))
                {
                    throw new SettingsException("Roles are PostgreSQL's; a file has the rights of its folder.");
                }

                PostgresDatabase.Grant(settings.DatabasePath, name);
            }

            Console.WriteLine($"The schema of {StoreDatabase.Shown(settings.DatabasePath)} is up to date.");
            return CommandLine.Success;
        });
        return command;
    }
}
