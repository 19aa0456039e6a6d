using System.Text.Json;
using DossierMonitor.Api.Simulation;
using DossierMonitor.Storage.Reference;
using Xunit;

namespace DossierMonitor.Browser.Tests.Fixture;

/// <summary>A simulated year of the province with one closing, loaded once.</summary>
public sealed class SeenProvince : IAsyncLifetime
{
    private SeenService? _service;

    public SeenService Service => _service!;

    public async ValueTask InitializeAsync()
    {
        _service = await SeenService.StartAsync();
        await _service.PushAsync(Lines(new SimulationSettings { Dossiers = 3_000 }));
        await _service.PostAsync("/v1/closings", """{"name":"Năm 2022","from":"2021-11-15","to":"2022-11-14"}""");
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }
    }

    internal static byte[] Lines(SimulationSettings settings)
    {
        using var stream = new MemoryStream();
        var province = new ProvinceSimulation(settings, ReferenceFolder.Load(Repository.ShippedReference), ClockSettings.ForZone("Asia/Ho_Chi_Minh"));
        foreach (var e in province.Events())
        {
            using (var writer = new Utf8JsonWriter(stream))
            {
                e.WriteTo(writer);
            }

            stream.WriteByte((byte)'\n');
        }

        return stream.ToArray();
    }
}
