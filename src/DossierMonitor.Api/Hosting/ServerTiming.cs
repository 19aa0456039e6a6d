using System.Diagnostics;
using System.Globalization;

namespace DossierMonitor.Api.Hosting;

/// <summary>
/// <c>Server-Timing: total;dur=MS</c> on the answers to reads: the time from the arrival of the request until the first byte
/// of its answer is written, so that a slow page can be told from a slow service. Not on writes, whose time is the wait for
/// the commit of others too.
/// </summary>
public sealed class ServerTiming(RequestDelegate next)
{
    /// <summary>A request that reads from the interface, and not a page, the contract or a health check.</summary>
    public static bool IsRead(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return HttpMethods.IsGet(request.Method) && request.Path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase);
    }

    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (IsRead(context.Request))
        {
            // Not the service's own clock, which stands still in the demo.
            var start = Stopwatch.GetTimestamp();
            context.Response.OnStarting(() =>
            {
                var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                context.Response.Headers["Server-Timing"] = string.Create(CultureInfo.InvariantCulture, $"total;dur={elapsed:0.###}");
                return Task.CompletedTask;
            });
        }

        return next(context);
    }
}
