using System.CommandLine;
using DossierMonitor.Api.Hosting;

namespace DossierMonitor.Api.Cli;

/// <summary><c>health URL</c>: asks a running service whether it is ready, for container health checks without curl.</summary>
internal static class HealthCommand
{
    public static Command Create()
    {
        var command = new Command("health", "Ask a running service whether it is ready: exit code 0 or 1.");
        var url = new Argument<string>("URL") { Description = "Its address, e.g. http://127.0.0.1:8080" };
        command.Arguments.Add(url);
        command.SetAction(async (result, cancellation) =>
        {
            if (!Uri.TryCreate(result.GetRequiredValue(url), UriKind.Absolute, out var address))
            {
                throw new SettingsException("URL must be an address like http://127.0.0.1:8080.");
            }

            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(4) };
            try
            {
                using var response = await http.GetAsync(new Uri(address, "/health/ready"), cancellation);
                Console.WriteLine(await response.Content.ReadAsStringAsync(cancellation));
                return response.IsSuccessStatusCode ? CommandLine.Success : CommandLine.Incomplete;
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
            {
                await Console.Error.WriteLineAsync(error.Message);
                return CommandLine.Incomplete;
            }
        });
        return command;
    }
}
