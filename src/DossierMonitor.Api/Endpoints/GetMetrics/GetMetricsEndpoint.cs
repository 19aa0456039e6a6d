using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Security;
using Prometheus;

namespace DossierMonitor.Api.Endpoints.GetMetrics;

/// <summary>GET /metrics: Prometheus text.</summary>
public sealed class GetMetricsEndpoint(ServiceMetrics metrics, TimeProvider time) : ApiEndpoint(time)
{
    public override void Configure()
    {
        Get("/metrics");
        Allow(AccessPolicy.Metrics);
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        HttpContext.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return metrics.Registry.CollectAndExportAsTextAsync(HttpContext.Response.Body, ExpositionFormat.PrometheusText, ct);
    }
}
