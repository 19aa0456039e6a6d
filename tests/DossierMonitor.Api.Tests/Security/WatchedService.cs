using System.Globalization;
using System.Text;
using System.Text.Json;
using DossierMonitor.Api.Cli;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>A service that logs all it can, with a client that writes whatever it is told, and all that both leave behind.</summary>
internal sealed class WatchedService : IAsyncDisposable
{
    private readonly TextWriter _error = Console.Error;
    private readonly StringWriter _log = new(CultureInfo.InvariantCulture);
    private readonly string _folder = Directory.CreateTempSubdirectory("dossier-monitor-").FullName;

    private WatchedService()
    {
        // Where the log goes.
        Console.SetError(TextWriter.Synchronized(_log));
    }

    public TestService Service { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public string Log => _log.ToString();

    public static async Task<WatchedService> StartAsync()
    {
        var watched = new WatchedService();
        watched.Service = await TestService.StartAsync(settings => settings with { LogLevel = "Verbose" });
        watched.Client = watched.NewClient();
        return watched;
    }

    /// <returns>The whole answer, its headers too.</returns>
    public async Task<byte[]> SendAsync(
        string method, string path, byte[]? body = null, string type = "application/json", string? key = TestService.AdminKey, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await Client.SendAsync(request);
        ((int)response.StatusCode).ShouldBeLessThan(500, $"{method} {path}");
        var head = $"{(int)response.StatusCode} {response.ReasonPhrase}\n{response.Headers}{response.Content.Headers}\n";
        return [.. Encoding.UTF8.GetBytes(head), .. await response.Content.ReadAsByteArrayAsync()];
    }

    /// <summary>Everything that outlives the requests: files, log, backup, and what the service tells an administrator.</summary>
    public async Task<IReadOnlyList<(string Name, byte[] Bytes)>> TracesAsync()
    {
        List<(string, byte[])> traces = TestDatabase.IsPostgres ? [("the database", await TestDatabase.ValuesAsync(Service))] : [.. Files("", expectLog: true)];
        foreach (var path in new[] { "/metrics", "/v1/sources", "/v1/keys", "/v1/closings", "/v1/dossiers?limit=1000", "/v1/findings" })
        {
            traces.Add((path, await SendAsync("GET", path)));
        }

        foreach (var list in new[] { "/v1/rejections", "/v1/audit" })
        {
            for (string? next = ""; next is not null;)
            {
                var page = await SendAsync("GET", $"{list}?limit=1000{(next.Length == 0 ? "" : "&cursor=" + next)}");
                traces.Add((list, page));
                next = JsonDocument.Parse(page.AsMemory(page.AsSpan().IndexOf("\n\n"u8) + 2)).RootElement.GetProperty("next").GetString();
            }
        }

        // While the service runs, and so with what is not in the file yet.
        var copy = Path.Combine(_folder, "backup.db");
        var (output, printed) = (Console.Out, new StringWriter(CultureInfo.InvariantCulture));
        Console.SetOut(printed);
        try
        {
            (await CommandLine.RunAsync(["backup", copy, "--database", Service.Settings.Database])).ShouldBe(TestDatabase.IsPostgres ? CommandLine.WrongUse : CommandLine.Success);
            (await CommandLine.RunAsync(["keys", "list", "--database", Service.Settings.Database])).ShouldBe(CommandLine.Success);
        }
        finally
        {
            Console.SetOut(output);
        }

        if (!TestDatabase.IsPostgres)
        {
            traces.Add(("the backup", await File.ReadAllBytesAsync(copy)));
        }

        traces.Add(("what the commands print", Encoding.UTF8.GetBytes(printed.ToString())));

        // The service checkpoints when it stops.
        await Service.RestartAsync();
        Client.Dispose();
        Client = NewClient();
        traces.AddRange(TestDatabase.IsPostgres ? [] : Files(" after a checkpoint", expectLog: false));
        traces.Add(("the log", Encoding.UTF8.GetBytes(Log)));
        return traces;
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (Service is not null)
        {
            await Service.DisposeAsync();
        }

        Console.SetError(_error);
        await _log.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private HttpClient NewClient() => new(new SocketsHttpHandler
    {
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
    })
    {
        BaseAddress = Service.Http.BaseAddress,
    };

    private IEnumerable<(string Name, byte[] Bytes)> Files(string when, bool expectLog)
    {
        foreach (var suffix in new[] { "", "-wal", "-shm" })
        {
            var path = Service.DatabasePath + suffix;
            if (expectLog)
            {
                new FileInfo(path).Length.ShouldBePositive(suffix);
            }

            if (File.Exists(path))
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                var bytes = new byte[file.Length];
                file.ReadExactly(bytes);
                yield return ($"the database{suffix}{when}", bytes);
            }
        }
    }
}
