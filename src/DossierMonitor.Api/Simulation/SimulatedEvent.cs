using System.Text.Json;
using DossierMonitor.Domain.Dossiers;

namespace DossierMonitor.Api.Simulation;

/// <summary>An event as the simulated portal sends it. Its texts are made when they are asked for.</summary>
public readonly record struct SimulatedEvent
{
    private readonly PlannedEvent _planned;
    private readonly EventTexts _texts;

    internal SimulatedEvent(in PlannedEvent planned, EventTexts texts)
    {
        _planned = planned;
        _texts = texts;
    }

    public string Id => _texts.Id(_planned).ToString();

    public DateTimeOffset Time => _texts.Local(_planned.Time);

    /// <summary>What the service makes of it when it is sent.</summary>
    public DossierEvent ToDossierEvent() => _texts.ToDossierEvent(_planned);

    /// <summary>As a CloudEvent in JSON.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _texts.Write(_planned, writer);
    }
}
