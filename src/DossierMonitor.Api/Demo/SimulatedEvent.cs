using System.Globalization;
using System.Text.Json;
using DossierMonitor.Domain.Dossiers;

namespace DossierMonitor.Api.Demo;

/// <summary>An event as the simulated portal sends it.</summary>
public sealed record SimulatedEvent
{
    public required string Source { get; init; }

    public required string Id { get; init; }

    public required DossierEventType Type { get; init; }

    public required string Subject { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>Members of <c>data</c>, in the order in which they are written.</summary>
    public IReadOnlyList<(string Name, string Value)> Data { get; init; } = [];

    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("specversion", "1.0");
        writer.WriteString("id", Id);
        writer.WriteString("source", Source);
        writer.WriteString("type", Type.Name());
        writer.WriteString("subject", Subject);
        writer.WriteString("time", Text(Time));
        if (Data.Count > 0)
        {
            writer.WriteStartObject("data");
            foreach (var (name, value) in Data)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    public static string Text(DateTimeOffset time) => time.ToString(
        time.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:sszzz" : "yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
}
