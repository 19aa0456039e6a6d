using System.Text.Json;
using System.Text.Json.Serialization;
using DossierMonitor.Api.Problems;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Api.Ingest;

/// <summary>A JSON body of an administrative request, read as strictly as events are: nothing unknown, nothing twice.</summary>
public static class JsonBody
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        MaxDepth = 16,
    };

    public static async Task<T> ReadAsync<T>(HttpContext context, CancellationToken cancellation)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(context);
        if (RequestBody.FormatOf(context.Request) != EventFormat.OneOrBatch)
        {
            throw new ApiProblemException(ProblemKind.UnsupportedMediaType, new RefusalReason("", "wrongJsonMediaType"));
        }

        var bytes = await RequestBody.ReadAllAsync(RequestBody.Open(context, EventFormat.OneOrBatch), cancellation);
        try
        {
            return JsonSerializer.Deserialize<T>(bytes.Span, Options)
                ?? throw new ApiProblemException(ProblemKind.InvalidRequest, new RefusalReason("", "invalidBody"));
        }
        catch (JsonException error)
        {
            throw new ApiProblemException(ProblemKind.InvalidRequest, new RefusalReason(Pointer(error.Path), "invalidBody"));
        }
    }

    // "$.days[3].date" → "/days/3/date"
    private static string Pointer(string? path) =>
        path is null or "$" ? "" : path[1..].Replace("[", "/", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Replace('.', '/');
}
