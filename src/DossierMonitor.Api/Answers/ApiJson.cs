using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DossierMonitor.Api.Endpoints.GetOnTime;
using DossierMonitor.Api.Endpoints.GetTargets;
using DossierMonitor.Api.Endpoints.Health;
using DossierMonitor.Api.Endpoints.SubmitEvents;

namespace DossierMonitor.Api.Answers;

public static class ApiJson
{
    /// <summary>camelCase; nulls are written; Vietnamese stays readable (the answer is never embedded in HTML).</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>
    /// The answers that are asked for first are described at build time, so that the first portal, the first dashboard and whatever
    /// watches the start do not wait for reflection. The others follow.
    /// </summary>
    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            NumberHandling = JsonNumberHandling.Strict,
        };
        options.TypeInfoResolverChain.Add(FirstAnswersJson.Default);
        options.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver());
        options.MakeReadOnly();
        return options;
    }
}

[JsonSerializable(typeof(EventsAnswer))]
[JsonSerializable(typeof(LivenessAnswer))]
[JsonSerializable(typeof(ReadinessAnswer))]
[JsonSerializable(typeof(OnTimeAnswer))]
[JsonSerializable(typeof(TargetsAnswer))]
internal sealed partial class FirstAnswersJson : JsonSerializerContext;
