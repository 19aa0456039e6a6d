using System.Text;
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
        if (RequestBody.MediaTypeOf(context.Request) != "application/json")
        {
            throw new ApiProblemException(ProblemKind.UnsupportedMediaType, new RefusalReason("", "wrongJsonMediaType"));
        }

        await using var body = RequestBody.Open(context, EventFormat.OneOrBatch);
        using var bytes = await RequestBody.ReadAllAsync(body, context.Request.ContentLength, cancellation, "jsonTooLarge");
        try
        {
            return JsonSerializer.Deserialize<T>(RequestBody.Json(bytes), Options)
                ?? throw new ApiProblemException(ProblemKind.InvalidRequest, new RefusalReason("", "invalidBody"));
        }
        catch (JsonException error)
        {
            // The reader's own complaint lies inside: then it is not a member that is wrong, but the text.
            throw new ApiProblemException(
                ProblemKind.InvalidRequest,
                error.InnerException is JsonException ? new RefusalReason("", "notJson") : new RefusalReason(Pointer(error.Path), "invalidBody"));
        }
    }

    /// <summary><c>$.days[3].date</c> → <c>/days/3/date</c>, as far as the names on the way may be repeated.</summary>
    private static string Pointer(string? path)
    {
        var pointer = new StringBuilder();
        var rest = (path ?? "$").AsSpan(1);
        while (rest.Length > 0)
        {
            // A name with other characters stands as ['a.b'], and is none of ours.
            var isIndex = rest[0] == '[' && rest.Length > 1 && char.IsAsciiDigit(rest[1]);
            var length = rest[1..].IndexOfAny(".[]");
            length = length < 0 ? rest.Length - 1 : length;
            var part = rest.Slice(1, length).ToString();
            if (!isIndex && !PersonalData.MayBeRepeated(part))
            {
                break;
            }

            pointer.Append('/').Append(part);
            rest = rest[(1 + length)..];
            rest = rest.StartsWith("]") ? rest[1..] : rest;
        }

        return pointer.ToString();
    }
}
