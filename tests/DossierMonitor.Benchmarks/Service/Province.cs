using System.Text.Encodings.Web;
using System.Text.Json;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Simulation;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Benchmarks.Service;

/// <summary>The events of the province that <c>simulate</c> writes, from some place on: what the service has not seen yet.</summary>
internal sealed class Province : IDisposable
{
    public const int BatchEvents = 1_000;
    public const int Years = 3;

    // A little fewer than there are, to be safe.
    private const double EventsPerDossier = 4.5;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly IEnumerator<SimulatedEvent> _events;

    public Province(int dossiers, EventIds ids, long skip)
    {
        var clock = new ServiceSettings().Clock;
        var settings = SimulationSettings.OfYears(dossiers, Years, LastDay, clock.Days) with { Ids = ids };
        _events = new EventPart(skip, long.MaxValue).Of(new ProvinceSimulation(settings, Reference, clock).Events()).GetEnumerator();
    }

    public static DateOnly LastDay { get; } = new(2024, 12, 31);

    public static ReferenceData Reference { get; } = ReferenceFolder.Load(ServiceSettings.ShippedReference);

    /// <summary>So many dossiers that their events suffice; a round number, so that several loads share a prepared database.</summary>
    public static int DossiersFor(long events)
    {
        var rounded = 1_000;
        for (var i = 0; rounded * EventsPerDossier < events; i++)
        {
            rounded = i % 3 == 1 ? rounded / 2 * 5 : rounded * 2;
        }

        return rounded;
    }

    public List<SimulatedEvent> Take(int count)
    {
        var taken = new List<SimulatedEvent>(count);
        while (taken.Count < count && _events.MoveNext())
        {
            taken.Add(_events.Current);
        }

        return taken.Count == count ? taken : throw new InvalidOperationException("The simulated province has no more events; give it more dossiers.");
    }

    /// <summary>Bodies of one event each.</summary>
    public static List<byte[]> Singles(IEnumerable<SimulatedEvent> events) => [.. events.Select(e => Body([e], isArray: false))];

    /// <summary>Bodies of an array each.</summary>
    public static List<byte[]> Batches(IEnumerable<SimulatedEvent> events) => [.. events.Chunk(BatchEvents).Select(chunk => Body(chunk, isArray: true))];

    public void Dispose() => _events.Dispose();

    private static byte[] Body(SimulatedEvent[] events, bool isArray)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            if (isArray)
            {
                writer.WriteStartArray();
            }

            foreach (var e in events)
            {
                e.WriteTo(writer);
            }

            if (isArray)
            {
                writer.WriteEndArray();
            }
        }

        return stream.ToArray();
    }
}
