using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DossierMonitor.Api.Endpoints.SubmitEvents;

namespace DossierMonitor.Api.Answers;

public static class ApiJson
{
    /// <summary>camelCase; nulls are written; Vietnamese stays readable (the answer is never embedded in HTML).</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>
    /// The answer of POST /v1/events is described at build time, so that the first portal does not wait for reflection. Others
    /// are read often and written rarely: for them it would be a list of every record without a use.
    /// </summary>
    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            NumberHandling = JsonNumberHandling.Strict,
        };
        options.TypeInfoResolverChain.Add(EventsAnswerJson.Default);
        options.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver());
        options.MakeReadOnly();
        return options;
    }
}

[JsonSerializable(typeof(EventsAnswer))]
internal sealed partial class EventsAnswerJson : JsonSerializerContext;
