using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using DossierMonitor.Storage.Database.Postgres;

namespace DossierMonitor.Benchmarks.Service;

/// <summary>A service that runs as a process of its own, until it is disposed: then it is asked to end, as an operator does.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);
    private readonly Process _process;

    private ServiceProcess(Process process, Uri address, long startedAt)
    {
        _process = process;
        Address = address;
        StartedAt = startedAt;
    }

    public static string Key => "benchmark-benchmark-benchmark-key";

    public Uri Address { get; }

    /// <summary>Timestamp of the moment before the process was made.</summary>
    public long StartedAt { get; }

    /// <param name="program">The service.</param>
    /// <param name="database">Its database: a file, or postgres://….</param>
    /// <param name="environment">More settings.</param>
    /// <param name="wrapper">A command that runs the service under a limit; empty = none.</param>
    public static Task<ServiceProcess> ServeAsync(
        ServiceProgram program, string database, IReadOnlyDictionary<string, string>? environment = null, IReadOnlyList<string>? wrapper = null) =>
        StartAsync(
            [.. wrapper ?? [], program.Path, "serve", "--urls", "http://127.0.0.1:0", "--database", PostgresAddress.Is(database) ? database : "sqlite:" + database],
            new Dictionary<string, string>(environment ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal)
            {
                ["DOSSIER__ADMINKEY"] = Key,
                ["DOSSIER__LOGLEVEL"] = "Warning",

                // A night may fall into a long measurement.
                ["DOSSIER__VERIFYAT"] = "off",
            });

    /// <summary>Starts a program that says "Listening: ADDRESS" when it does.</summary>
    public static async Task<ServiceProcess> StartAsync(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var errors = new ConcurrentQueue<string>();
        var startedAt = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => errors.Enqueue(line.Data ?? "");
        process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("Listening: ", StringComparison.Ordinal))
            {
                return new ServiceProcess(process, new Uri(line["Listening: ".Length..]), startedAt);
            }
        }

        await process.WaitForExitAsync(patience.Token);
        process.Dispose();
        throw new InvalidOperationException($"{string.Join(' ', command)} did not start: {string.Join(' ', errors)}");
    }

    /// <summary>VmRSS, VmHWM (its peak), in MB.</summary>
    public double Memory(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return long.Parse(line[(name.Length + 1)..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) / 1024.0;
    }

    public async ValueTask DisposeAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        _process.Dispose();
    }
}
