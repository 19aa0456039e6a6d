using System.CommandLine;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Storage.Database;

namespace DossierMonitor.Api.Cli;

/// <summary>The options that every command takes; each is a setting too.</summary>
internal sealed class CommonOptions
{
    public Option<string?> Database { get; } = new("--database")
    {
        Description = "Database: sqlite:PATH or postgres://user:password@host/database. Setting DOSSIER__DATABASE (which keeps the password out of the list of processes); default sqlite:dossier-monitor.db.",
        HelpName = "sqlite:PATH|postgres://…",
    };

    public Option<string?> Reference { get; } = new("--reference")
    {
        Description = "Folder of reference data (units, procedures, calendar, targets). Setting DOSSIER__REFERENCE; default: the shipped one.",
        HelpName = "DIR",
    };

    public Option<string?> TimeZone { get; } = new("--time-zone")
    {
        Description = "Zone in which days are cut. Setting DOSSIER__TIMEZONE; default Asia/Ho_Chi_Minh.",
        HelpName = "ZONE",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Database);
        command.Options.Add(Reference);
        command.Options.Add(TimeZone);
    }

    /// <summary>The settings of a command that is about a database which there is.</summary>
    /// <exception cref="SettingsException">There is none.</exception>
    public ServiceSettings OfExistingDatabase(ParseResult result)
    {
        var settings = SettingsLoader.Load(Flags(result));
        return StoreDatabase.Exists(settings.DatabasePath) ? settings : throw new SettingsException($"There is no database {StoreDatabase.Shown(settings.DatabasePath)}.");
    }

    public Dictionary<string, string?> Flags(ParseResult result) => new(StringComparer.Ordinal)
    {
        [nameof(ServiceSettings.Database)] = result.GetValue(Database),
        [nameof(ServiceSettings.Reference)] = result.GetValue(Reference),
        [nameof(ServiceSettings.TimeZone)] = result.GetValue(TimeZone),
    };
}
