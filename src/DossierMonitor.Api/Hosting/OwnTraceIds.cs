using System.Diagnostics;

namespace DossierMonitor.Api.Hosting;

/// <summary>
/// Trace ids are the service's own: one that a caller sends stands in problems and in the log, and its 32 digits could be
/// anybody's number.
/// </summary>
public sealed class OwnTraceIds : DistributedContextPropagator
{
    public override IReadOnlyCollection<string> Fields => [];

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
    {
        // The service calls nobody.
    }

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
    {
        traceId = null;
        traceState = null;
    }

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
}
