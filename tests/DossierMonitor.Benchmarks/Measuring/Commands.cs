using System.Diagnostics;
using System.Globalization;

namespace DossierMonitor.Benchmarks.Measuring;

/// <summary>Runs other programs to their end.</summary>
internal static class Commands
{
    /// <returns>What it wrote on standard output, and how long it took.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<(string Output, TimeSpan Time)> RunAsync(string program, params IReadOnlyList<string> arguments)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? (output, Stopwatch.GetElapsedTime(started))
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
    }

    /// <summary>Publishes a project of this checkout in the way that its README says.</summary>
    /// <returns>The folder.</returns>
    public static async Task<string> PublishAsync(string project, string folder)
    {
        LoadSettings.Say($"Publishing {Path.GetFileName(project)}");
        await RunAsync(
            "dotnet", "publish", project, "-c", "Release", "-r", System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier,
            "--self-contained", "false", "-o", folder, "-m:1");
        return folder;
    }

    public static string Text(this long number) => number.ToString(CultureInfo.InvariantCulture);
}
