using System.Globalization;
using System.Text.Json.Nodes;
using DossierMonitor.Api.Tests.Contract;
using DossierMonitor.Api.Tests.Fixture;
using Microsoft.OpenApi;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>
/// Requests as the contract describes them: every operation, each parameter now and then, bodies by their schemas. Those that could store
/// something are wrong in several places already, or come from a key that may not: whatever is done to them then, they stay bad.
/// </summary>
public sealed class ContractRequests(NastyService service)
{
    private const string Json = "application/json";

    private static readonly (string Method, string Path, IOpenApiPathItem Item, OpenApiOperation Operation)[] Operations =
    [
        .. ContractDocument.Instance.Document.Paths.SelectMany(path => path.Value.Operations!
            .Select(operation => (operation.Key.Method, path.Key, path.Value, operation.Value))),
    ];

    private static readonly (string Method, string Path, IOpenApiPathItem Item, OpenApiOperation Operation)[] WithBodies =
        [.. Operations.Where(operation => operation.Operation.RequestBody is not null)];

    private static readonly (string Method, string Path, IOpenApiPathItem Item, OpenApiOperation Operation)[] Events =
        [.. Operations.Where(operation => operation.Operation.OperationId == "submitEvents")];

    private static readonly string[] Dates = ["2022-01-01", "2022-11-30", "2022-12-15", "1990-01-01", "2100-12-31", "2024-02-29"];
    private static readonly string[] Instants = ["2022-12-15T17:00:00+07:00", "2022-11-10T00:00:00Z", "1990-01-01T00:00:00Z", "2100-12-31T16:59:59.999Z"];

    public static int Count => Operations.Length;

    public Draft Make(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var (method, path, item, operation) = Pick(random, random.Next(100) switch { < 25 => Events, < 45 => WithBodies, _ => Operations });
        var draft = new Draft { Method = method, Key = TestService.AdminKey };
        foreach (var parameter in (operation.Parameters ?? []).Concat(item.Parameters ?? []))
        {
            var value = Text(parameter.Schema!, parameter.Name!, random);
            switch (parameter.In)
            {
                case ParameterLocation.Path:
                    path = path.Replace("{" + parameter.Name + "}", Uri.EscapeDataString(RouteValue(operation.OperationId!, parameter.Name!, value)), StringComparison.Ordinal);
                    break;
                case ParameterLocation.Query when parameter.Required || random.Next(3) == 0:
                    draft.Query.Add(Uri.EscapeDataString(parameter.Name!) + "=" + Uri.EscapeDataString(value));
                    break;
                case ParameterLocation.Header when parameter.Name is "If-None-Match" && random.Next(4) == 0:
                    draft.Headers.Add((parameter.Name, $"\"{value}\""));
                    break;
            }
        }

        draft.Path = path;
        if (operation.RequestBody is { Content: { } content })
        {
            var (type, media) = Pick(random, [.. content]);
            draft.Headers.Add(("Content-Type", type));
            draft.Body = Nasty.Utf8(Body(type, media, random));
        }

        Guard(operation.OperationId!, draft, random);
        return draft;
    }

    private static string Body(string type, IOpenApiMediaType media, Random random)
    {
        if (type == "application/x-ndjson")
        {
            var schema = ((IOpenApiPathItem)ContractDocument.Instance.Document.Paths["/v1/events"]).Operations![HttpMethod.Post].RequestBody!.Content!["application/cloudevents+json"].Schema!;
            return string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => Value(schema, "", random)!.ToJsonString() + "\n"));
        }

        return media.Examples is { Count: > 0 } examples && random.Next(3) == 0
            ? Pick(random, [.. examples.Values]).Value!.ToJsonString()
            : Value(media.Schema!, "", random)?.ToJsonString() ?? "null";
    }

    // What may be stored otherwise is wrong in more places than a request is changed in.
    private void Guard(string operation, Draft draft, Random random)
    {
        switch (operation)
        {
            case "submitEvents" when random.Next(5) < 2:
                // All is checked, and nothing kept.
                draft.Query.RemoveAll(parameter => parameter.StartsWith("dryRun", StringComparison.Ordinal));
                draft.Query.Add("dryRun=true");
                draft.KeepsQuery = true;
                break;
            case "submitEvents":
                draft.Key = random.Next(10) switch { 0 => service.SignersKey, 1 => service.ReadersKey, _ => service.NobodysKey };
                break;
            case "listDossiers" when random.Next(3) == 0:
                draft.Query.Clear();
                draft.Query.Add("cursor=" + RequestDamage.Cursor(random));
                break;
            case "createKey":
                Spoil(draft, ("name", "Gọi 0905123456"), ("scopes", new JsonArray("events:erase")), ("unit", "NONE"), ("expiresAt", "2001-01-01"));
                break;
            case "closePeriod":
                Spoil(draft, ("name", NastyService.Closing), ("from", "2098-06-01"), ("to", "2097-06-01"), ("definition", "none"), ("asOf", "2098-06-01T00:00:00Z"));
                break;
        }
    }

    private static void Spoil(Draft draft, params (string Name, JsonNode Value)[] members)
    {
        var json = JsonNode.Parse(draft.Body!)!.AsObject();
        foreach (var (name, value) in members)
        {
            json[name] = value;
        }

        draft.Body = Nasty.Utf8(json.ToJsonString());
    }

    // Of what there is, and of what could be revoked none.
    private static string RouteValue(string operation, string name, string value) => (operation, name) switch
    {
        ("revokeKey", _) => "dm_none",
        ("revokeSigningSecret", "id") => "99",
        ("getTargetBadge", _) => "branch-on-time",
        (_, "code") => "D1",
        (_, "id") => "1",
        (_, "year") => "2022",
        (_, "source") => "/portal/test",
        _ => value,
    };

    private static string Text(IOpenApiSchema schema, string name, Random random) => Value(schema, name, random) switch
    {
        null => "",
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        var other => other.ToJsonString(),
    };

    private static JsonNode? Value(IOpenApiSchema schema, string name, Random random)
    {
        if (schema.OneOf is { Count: > 0 } choices)
        {
            return Value(Pick(random, [.. choices]), name, random);
        }

        if (schema.Enum is { Count: > 0 } values)
        {
            return Pick(random, [.. values])?.DeepClone();
        }

        var type = schema.Type ?? JsonSchemaType.String;
        if (type.HasFlag(JsonSchemaType.Null) && random.Next(5) == 0)
        {
            return null;
        }

        if (type.HasFlag(JsonSchemaType.Object))
        {
            var json = new JsonObject();
            foreach (var (member, value) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal))
            {
                if (schema.Required?.Contains(member) == true || random.Next(2) == 0)
                {
                    json[member] = Value(value, member, random);
                }
            }

            return json;
        }

        return type.HasFlag(JsonSchemaType.Array) ? new JsonArray([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Value(schema.Items!, name, random))])
            : type.HasFlag(JsonSchemaType.Integer) ? JsonValue.Create(random.Next(Number(schema.Minimum, 0), Number(schema.Maximum, 1_000)))
            : type.HasFlag(JsonSchemaType.Boolean) ? JsonValue.Create(random.Next(2) == 0)
            : JsonValue.Create(String(schema, name, random));
    }

    private static string String(IOpenApiSchema schema, string name, Random random) => (schema.Format, name) switch
    {
        ("date", _) => Pick(random, Dates),
        ("date-time", _) => Pick(random, Instants),
        (_, "dueAt" or "stepDueAt") => random.Next(2) == 0 ? Pick(random, Dates) : Pick(random, Instants),
        (_, "unit" or "parent") => Pick(random, ["502", "503", "49", "VPDK-502", "20335"]),
        (_, "procedure") => Pick(random, ["1.012784", "OPEN", "1.012784.H47"]),
        (_, "field") => "land",
        (_, "source") => "/portal/test",
        (_, "subject") => Pick(random, ["D1", "D2", "D9"]),
        (_, "id" or "eventId") => random.Next(1, 40).ToString(CultureInfo.InvariantCulture),
        (_, "datacontenttype") => "application/json",
        _ => "text",
    };

    private static int Number(string? text, int otherwise) => text is null ? otherwise : int.Parse(text, CultureInfo.InvariantCulture);

    private static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];
}

/// <summary>A request that is still being changed.</summary>
public sealed class Draft
{
    public required string Method { get; set; }

    public string Path { get; set; } = "/";

    /// <summary>Each <c>name=value</c>, as it goes out.</summary>
    public List<string> Query { get; } = [];

    /// <summary>The query is what keeps it from storing anything.</summary>
    public bool KeepsQuery { get; set; }

    public List<(string Name, string Value)> Headers { get; } = [];

    public string? Key { get; set; }

    public byte[]? Body { get; set; }

    public WireRequest Request()
    {
        // A secret can be made for any source: that must not come to pass, whatever path and method have become.
        if (Path.Contains("signing-secrets", StringComparison.OrdinalIgnoreCase) && Method.Equals("POST", StringComparison.OrdinalIgnoreCase))
        {
            Query.Add("never=1");
        }

        IReadOnlyList<(string, string)> headers = Key is null ? Headers : [("Authorization", "Bearer " + Key), .. Headers];
        return new WireRequest(Method, Query.Count == 0 ? Path : Path + "?" + string.Join('&', Query), [.. headers], Body);
    }
}
