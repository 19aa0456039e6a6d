using System.CommandLine;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Api.Cli;

/// <summary><c>serve</c>: the service, until SIGTERM or Ctrl+C.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "Serve the HTTP API (the default).");
        AddTo(command);
        return command;
    }

    public static void AddTo(Command command)
    {
        var common = new CommonOptions();
        common.AddTo(command);
        var urls = new Option<string?>("--urls")
        {
            Description = "Addresses to listen on, separated by semicolons. Setting DOSSIER__URLS; default http://127.0.0.1:8080.",
            HelpName = "URLS",
        };
        command.Options.Add(urls);
        command.SetAction(async (result, cancellation) =>
        {
            // Read while the settings are, which nearly always name these.
            var shipped = Task.Run(() => ReferenceFolder.Load(ServiceSettings.ShippedReference), cancellation);
            var flags = common.Flags(result);
            flags[nameof(ServiceSettings.Urls)] = result.GetValue(urls);
            var settings = SettingsLoader.Load(flags);
            var progress = new ConsoleProgress("Computing figures by the new rules");
            await using var host = await ServiceHost.StartAsync(settings, TimeProvider.System, progress, shipped);
            progress.Done();
            if (host.FirstKey is { } key)
            {
                Console.WriteLine($"Admin key, shown this once (khóa quản trị, chỉ hiện một lần): {key}");
            }

            foreach (var address in host.Addresses)
            {
                Console.WriteLine($"Listening: {address}");
            }

            await host.WaitForShutdownAsync();
            return CommandLine.Success;
        });
    }
}
