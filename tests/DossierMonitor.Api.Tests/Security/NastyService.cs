using System.Data.Common;
using System.Text.Json;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>One service for all bad requests of a class: with dossiers, a closing, keys and a signing secret that they could spoil.</summary>
public sealed class NastyService : IAsyncLifetime
{
    public const string Closing = "Closed";
    public const string SignedSource = "/portal/signed";
    public const string Nobody = "/portal/nobody";

    private readonly TextWriter _console = Console.Error;
    private readonly StringWriter _log = new();
    private TestService? _service;
    private WireConnection? _connection;
    private DbConnection? _watch;
    private long _version = -1;

    public TestService Service => _service!;

    public Uri Address => Service.Http.BaseAddress!;

    /// <summary>Writes for a source that no event of these tests names: whatever becomes of an event, it is at most forbidden.</summary>
    public string NobodysKey { get; private set; } = "";

    /// <summary>Writes for a source that must sign.</summary>
    public string SignersKey { get; private set; } = "";

    public string ReadersKey { get; private set; } = "";

    /// <summary>What the service said of its own failures.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    public async ValueTask InitializeAsync()
    {
        // Where the service's log goes. Services of tests never run side by side.
        Console.SetError(TextWriter.Synchronized(_log));
        _service = await TestService.StartAsync(settings => settings with { LogLevel = "Error", RequestsPerMinute = 0, VerifyAt = "off" });
        await _service.PostOkAsync(SampleProvince.Events);
        await CreateAsync("/v1/closings", new { name = Closing, from = "2022-01-01", to = "2022-11-30" });
        NobodysKey = await KeyAsync("nobody", Nobody, "events:write");
        SignersKey = await KeyAsync("signer", SignedSource, "events:write");
        ReadersKey = await KeyAsync("reader", null, "metrics:read");
        await CreateAsync($"/v1/sources/{Uri.EscapeDataString(SignedSource)}/signing-secrets", new { });
        _connection = new WireConnection(Address);
        _watch = await TestDatabase.OpenAsync(_service);
        Dump();
    }

    public Task<WireAnswer> SendAsync(WireRequest request) => _connection!.SendAsync(request);

    /// <summary>The latest one: before a request the database is as the last one left it.</summary>
    public DatabaseDump LastDump { get; private set; } = null!;

    /// <summary>Read anew whenever anybody has committed anything, as the engine tells.</summary>
    public DatabaseDump Dump()
    {
        using var command = _watch!.CreateCommand();
        command.CommandText = TestDatabase.IsPostgres ? "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint" : "pragma data_version";
        var version = (long)command.ExecuteScalar()!;
        if (version != _version)
        {
            (_version, LastDump) = (version, DatabaseDump.Of(_watch));
        }

        return LastDump;
    }

    public async ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        if (_watch is not null)
        {
            await _watch.DisposeAsync();
        }

        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        Console.SetError(_console);
        await _log.DisposeAsync();
    }

    private async Task<string> KeyAsync(string name, string? source, string scope) =>
        (await CreateAsync("/v1/keys", new { name, source, scopes = new[] { scope } })).Text("key");

    private async Task<JsonElement> CreateAsync(string path, object body)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        using var response = await Service.Http.PostAsync(new Uri(path, UriKind.Relative), content);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(201, text);
        return JsonDocument.Parse(text).RootElement.Clone();
    }
}
