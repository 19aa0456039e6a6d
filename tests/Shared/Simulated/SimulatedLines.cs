using DossierMonitor.Api.Simulation;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Tests.Shared.Simulated;

/// <summary>A simulated year of the shipped province, as its portal pushes it.</summary>
public static class SimulatedLines
{
    public static async Task<byte[]> OfAsync(SimulationSettings settings)
    {
        using var stream = new MemoryStream();
        await EventLines.WriteAsync(Province(settings).Events(), stream, CancellationToken.None);
        return stream.ToArray();
    }

    public static ProvinceSimulation Province(SimulationSettings settings) =>
        new(settings, ReferenceFolder.Load(Repository.ShippedReference), ClockSettings.ForZone("Asia/Ho_Chi_Minh"));
}
