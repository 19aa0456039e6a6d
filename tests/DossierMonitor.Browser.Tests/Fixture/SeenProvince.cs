using DossierMonitor.Api.Simulation;
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
        await _service.PushAsync(await SimulatedLines.OfAsync(new SimulationSettings { Dossiers = 3_000 }));
        await _service.PostAsync("/v1/closings", """{"name":"Năm 2022","from":"2021-11-15","to":"2022-11-14"}""");
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }
    }
}
