using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Domain.Timeliness;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace DossierMonitor.Api.Tests.Fixture;

/// <summary>The real service on a free port with a database of its own and a clock that the test sets.</summary>
public sealed class TestService : IAsyncDisposable
{
    private readonly string _folder;
    private ServiceHost _host;

    private TestService(string folder, ServiceSettings settings, FakeTimeProvider time, ServiceHost host)
    {
        _folder = folder;
        Settings = settings;
        Time = time;
        _host = host;
        Http = Client();
    }

    public ServiceSettings Settings { get; private set; }

    public FakeTimeProvider Time { get; }

    public ServiceHost Host => _host;

    /// <summary>Every answer that passes through it is held against the contract.</summary>
    public HttpClient Http { get; private set; }

    /// <summary>A file, or an address.</summary>
    public string DatabasePath => Settings.DatabasePath;

    public string ReferenceFolder => Path.Combine(_folder, "reference");

    /// <summary>Presented by <see cref="Http"/> unless a test says otherwise.</summary>
    public const string AdminKey = "test-admin-key-of-forty-characters-01234";

    public static DateTimeOffset DefaultNow { get; } = new(2022, 12, 15, 17, 0, 0, TimeSpan.FromHours(7));

    public static async Task<TestService> StartAsync(
        Func<ServiceSettings, ServiceSettings>? adjust = null, IReadOnlyDictionary<string, string>? reference = null, DateTimeOffset? now = null)
    {
        var folder = Directory.CreateTempSubdirectory("dossier-monitor-").FullName;
        WriteReference(Path.Combine(folder, "reference"), reference ?? SmallReference);
        var settings = new ServiceSettings
        {
            Urls = "http://127.0.0.1:0",
            Database = TestDatabase.Create(folder),
            Reference = Path.Combine(folder, "reference"),
            LogLevel = "Fatal",
            AdminKey = AdminKey,

            // Tests share an address.
            FailedKeysPerMinute = 0,
        };
        settings = adjust?.Invoke(settings) ?? settings;
        var time = new FakeTimeProvider(now ?? DefaultNow);
        return new TestService(folder, settings, time, await ServiceHost.StartAsync(settings, time));
    }

    /// <summary>Two districts with a commune and a branch each, one procedure with a limit and one without.</summary>
    public static IReadOnlyDictionary<string, string> SmallReference { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["units.csv"] = """
            code,name,kind,parent,district,validFrom,validTo,successor
            49,Quảng Nam,province,,,,,
            502,Tam Kỳ,district,49,,,,
            503,Hội An,district,49,,,,
            20335,Tân Thạnh,commune,502,502,,,
            20398,Minh An,commune,503,503,,,
            VPDK-502,Branch Tam Kỳ,branch,49,502,,,
            VPDK-503,Branch Hội An,branch,49,503,,,
            STNMT,Department,department,49,,,,
            """,
        ["procedures.csv"] = """
            code,name,field,limit,limitUnit,policy,validFrom,validTo
            1.012784,Tách thửa,land,10,workingDays,,,
            OPEN,No limit known,justice,,,,,
            """,
        ["calendar.csv"] = File.ReadAllText(Path.Combine(Repository.ShippedReference, "calendar.csv")),
    };

    public static void WriteReference(string folder, IReadOnlyDictionary<string, string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in files)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }
    }

    /// <summary>Stops the service and starts another on the same database.</summary>
    public async Task RestartAsync(Func<ServiceSettings, ServiceSettings>? adjust = null)
    {
        Http.Dispose();
        await _host.DisposeAsync();
        Settings = adjust?.Invoke(Settings) ?? Settings;
        _host = await ServiceHost.StartAsync(Settings, Time);
        Http = Client();
    }

    public async Task<JsonElement> GetAsync(string path, int status = 200)
    {
        using var response = await Http.GetAsync(new Uri(path, UriKind.Relative));
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    public async Task<string> GetTextAsync(string path)
    {
        using var response = await Http.GetAsync(new Uri(path, UriKind.Relative));
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(200, text);
        return text;
    }

    public Task<HttpResponseMessage> PostAsync(string json, string type = "application/json", string path = "/v1/events") =>
        PostAsync(Encoding.UTF8.GetBytes(json), type, path);

    public async Task<HttpResponseMessage> PostAsync(byte[] body, string type, string path = "/v1/events", string? encoding = null)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (encoding is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        }

        return await Http.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    public async Task<JsonElement> PostOkAsync(string json, string type = "application/json", string path = "/v1/events")
    {
        using var response = await PostAsync(json, type, path);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(200, text);
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    public async Task<JsonElement> PostProblemAsync(string json, int status, string type = "application/json", string path = "/v1/events")
    {
        using var response = await PostAsync(json, type, path);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    /// <summary>With the admin key, and past the contract's check of every answer.</summary>
    public HttpClient PlainClient(string? key = AdminKey)
    {
        var client = new HttpClient { BaseAddress = Http.BaseAddress, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        TestDatabase.Drop(Settings.Database);
    }

    private HttpClient Client()
    {
        var client = new HttpClient(new Contract.ContractHandler { InnerHandler = new SocketsHttpHandler() })
        {
            BaseAddress = new Uri(_host.Addresses.First()),
            Timeout = TimeSpan.FromMinutes(2),
        };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
        client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("en"));
        return client;
    }
}
