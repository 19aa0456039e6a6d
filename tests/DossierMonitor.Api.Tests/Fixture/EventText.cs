using System.Text.Json;
using System.Text.Json.Nodes;

namespace DossierMonitor.Api.Tests.Fixture;

/// <summary>Events as a portal writes them.</summary>
public static class EventText
{
    public static JsonObject Event(string id, string type, string subject, string time, object? data = null, string source = "/portal/test")
    {
        var json = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = id,
            ["source"] = source,
            ["type"] = "dossier." + type,
            ["subject"] = subject,
            ["time"] = time,
        };
        if (data is not null)
        {
            json["data"] = JsonSerializer.SerializeToNode(data);
        }

        return json;
    }

    public static JsonObject Received(string id, string subject, string time, string unit, string? dueAt = null, string procedure = "OPEN") =>
        dueAt is null
            ? Event(id, "received", subject, time, new { unit, procedure })
            : Event(id, "received", subject, time, new { unit, procedure, dueAt });

    public static string Batch(params IEnumerable<JsonObject> events) => new JsonArray([.. events.Select(e => (JsonNode)e.DeepClone())]).ToJsonString();
}
