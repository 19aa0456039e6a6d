using System.Diagnostics;
using System.Globalization;

namespace DossierMonitor.Tests.Shared;

/// <summary>
/// A PostgreSQL server of the tests' own: made in a temporary folder, reached through a socket in it, run by nobody when the tests
/// run as root, gone with the process. DOSSIER_TEST_POSTGRES names another one to use (postgres://…, a role that may make databases);
/// DOSSIER_REQUIRE_POSTGRES=1 makes its absence a failure.
/// </summary>
public sealed class PostgresCluster
{
    private const string Absent = "PostgreSQL is not installed (no initdb in the path or below /usr/lib/postgresql), and DOSSIER_TEST_POSTGRES names no server.";
    private static readonly Lazy<PostgresCluster?> Own = new(Start);

    private readonly string? _binaries;
    private readonly string? _folder;
    private readonly Func<string, string> _address;
    private Process? _server;
    private int _databases;

    private PostgresCluster(Func<string, string> address, string? binaries = null, string? folder = null)
    {
        _address = address;
        _binaries = binaries;
        _folder = folder;
    }

    /// <summary>Why there is none; null = there is one.</summary>
    public static string? Missing => Own.Value is not null ? null
        : Environment.GetEnvironmentVariable("DOSSIER_REQUIRE_POSTGRES") == "1" ? throw new InvalidOperationException(Absent)
        : Absent;

    public static PostgresCluster Instance => Own.Value ?? throw new InvalidOperationException(Absent);

    /// <summary>The address of a database of that name.</summary>
    public string Address(string database) => _address(database);

    /// <summary>A name that no other database of this run has.</summary>
    public string NewName() => string.Create(CultureInfo.InvariantCulture, $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}");

    /// <summary>One more server, whose commits wait for the disk.</summary>
    public static PostgresCluster CreateDurable() => Create(FindBinaries() ?? throw new InvalidOperationException(Absent), durable: true);

    public void Stop()
    {
        if (_server is { HasExited: false } server)
        {
            server.Kill(entireProcessTree: true);
            server.WaitForExit();
        }

        if (_folder is not null)
        {
            try
            {
                Directory.Delete(_folder, recursive: true);
            }
            catch (IOException)
            {
                // A process of the server that is just ending.
            }
        }
    }

    private static PostgresCluster? Start()
    {
        if (Environment.GetEnvironmentVariable("DOSSIER_TEST_POSTGRES") is { Length: > 0 } given)
        {
            var (before, options) = given.Split('?', 2) is [var first, var rest] ? (first, "?" + rest) : (given, "");
            return new PostgresCluster(database => before[..(before.LastIndexOf('/') + 1)] + database + options);
        }

        return FindBinaries() is { } binaries ? Create(binaries, durable: false) : null;
    }

    private static PostgresCluster Create(string binaries, bool durable)
    {
        var folder = Directory.CreateTempSubdirectory("dossier-pg-").FullName;
        var data = Path.Combine(folder, "data");
        if (Environment.IsPrivilegedProcess)
        {
            Check(Process.Start("chown", ["nobody", folder]));
        }

        var cluster = new PostgresCluster(database => $"postgres://postgres@/{database}?host={folder}", binaries, folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.Stop();
        Check(Process.Start(AsNobody(binaries, "initdb", ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"])));
        cluster._server = Serve(binaries, folder, durable ? "on" : "off");
        cluster.AwaitStart();
        return cluster;
    }

    private static Process Serve(string binaries, string folder, string sync)
    {
        var start = AsNobody(binaries, "postgres",
            [
                "-D", Path.Combine(folder, "data"), "-k", folder, "-c", "listen_addresses=", "-c", "max_connections=300", "-c", $"fsync={sync}", "-c", $"full_page_writes={sync}",
                "-c", "shared_buffers=128MB", "-c", "logging_collector=on", "-c", $"log_directory={folder}", "-c", "max_wal_size=2GB",
            ]);

        // The signal at its parent's death ends the server also when the tests are killed; the parent is the thread, so it stays.
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            started.SetResult(Process.Start(start)!);
            new ManualResetEvent(initialState: false).WaitOne();
        })
        { IsBackground = true, Name = "PostgreSQL's parent" }.Start();
        return started.Task.GetAwaiter().GetResult();
    }

    private static ProcessStartInfo AsNobody(string binaries, string program, IEnumerable<string> arguments)
    {
        var path = Path.Combine(binaries, program);
        string[] own = program == "postgres" ? ["--pdeathsig", "QUIT"] : [];
        string[] user = Environment.IsPrivilegedProcess ? ["--reuid=nobody", "--regid=nogroup", "--clear-groups"] : [];
        return new ProcessStartInfo("setpriv", [.. own, .. user, path, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
    }

    // Each question takes the time of a process, and there are enough of them for a slow machine's recovery.
    private void AwaitStart()
    {
        for (var attempt = 0; attempt < 5_000; attempt++)
        {
            using var asked = Process.Start(AsNobody(_binaries!, "pg_isready", ["-h", _folder!, "-q"]))!;
            asked.WaitForExit();
            if (asked.ExitCode == 0)
            {
                return;
            }
        }

        throw new InvalidOperationException("PostgreSQL does not start.");
    }

    private static void Check(Process? process)
    {
        using (process)
        {
            process!.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} ended with {process.ExitCode}.");
            }
        }
    }

    private static string? FindBinaries()
    {
        var paths = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var installed = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0).Select(folder => Path.Combine(folder, "bin"))
            : [];
        return paths.Concat(installed).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_isready")));
    }
}
