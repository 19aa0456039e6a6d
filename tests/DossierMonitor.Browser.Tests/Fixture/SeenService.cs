using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Simulation;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace DossierMonitor.Browser.Tests.Fixture;

/// <summary>The real service on a free port, with a database of its own and a clock that stands still, to be looked at.</summary>
public sealed class SeenService : IAsyncDisposable
{
    public const string AdminKey = "browser-admin-key-of-forty-characters-01";

    private readonly string _folder;
    private readonly ServiceHost _host;

    private SeenService(string folder, ServiceHost host)
    {
        _folder = folder;
        _host = host;
        Address = host.Addresses.First().TrimEnd('/');
        Http = new HttpClient { BaseAddress = new Uri(Address) };
        Http.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("vi"));
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
    }

    public string Address { get; }

    /// <summary>With all rights.</summary>
    public HttpClient Http { get; }

    /// <param name="units">Content of <c>units.csv</c>; null = the shipped province.</param>
    /// <param name="adjust">Other settings; as it is, the read side is open as in the demo.</param>
    public static async Task<SeenService> StartAsync(string? units = null, Func<ServiceSettings, ServiceSettings>? adjust = null)
    {
        var folder = Directory.CreateTempSubdirectory("dossier-seen-").FullName;
        var reference = Repository.ShippedReference;
        if (units is not null)
        {
            reference = Path.Combine(folder, "reference");
            Directory.CreateDirectory(reference);
            File.WriteAllText(Path.Combine(reference, "units.csv"), units);
            foreach (var file in (string[])["calendar.csv", "calendar-years.csv", "procedures.csv", "fields.csv", "targets.json"])
            {
                File.Copy(Path.Combine(Repository.ShippedReference, file), Path.Combine(reference, file));
            }
        }

        var settings = new ServiceSettings
        {
            Urls = "http://127.0.0.1:0",
            Database = $"sqlite:{Path.Combine(folder, "seen.db")}",
            Reference = reference,
            LogLevel = "Fatal",
            AdminKey = AdminKey,
            Simulated = true,
            FailedKeysPerMinute = 0,
            RequestsPerMinute = 0,
        };
        return new SeenService(folder, await ServiceHost.StartAsync(adjust?.Invoke(settings) ?? settings, new FakeTimeProvider(new SimulationSettings().Until)));
    }

    public async Task PushAsync(byte[] lines)
    {
        using var content = new ByteArrayContent(lines);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using var response = await Http.PostAsync(new Uri("/v1/events", UriKind.Relative), content);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        using var answer = JsonDocument.Parse(text);
        answer.RootElement.GetProperty("accepted").GetInt64().ShouldBe(answer.RootElement.GetProperty("received").GetInt64(), text);
    }

    public Task PushAsync(IEnumerable<string> lines) => PushAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines)));

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await Http.GetAsync(new Uri(path, UriKind.Relative));
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(200, $"{path}: {text}");
        using var answer = JsonDocument.Parse(text);
        return answer.RootElement.Clone();
    }

    public async Task<JsonElement> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await Http.PostAsync(new Uri(path, UriKind.Relative), content);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        using var answer = JsonDocument.Parse(text);
        return answer.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
