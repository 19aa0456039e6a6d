using DossierMonitor.Api.Problems;
using DossierMonitor.Storage.EventLog;
using Microsoft.AspNetCore.Http.Features;

namespace DossierMonitor.Api.Security;

/// <summary>
/// Refuses what a proxy before the service may have read as other requests than the web server did: two lengths, codings beside
/// <c>chunked</c>, control characters in the request line. The server takes the last of several codings for the only one, and of two
/// lengths the chunks; a proxy that does otherwise would pass the rest on as a request of somebody else's.
/// </summary>
public sealed class RequestFraming(RequestDelegate next)
{
    // Under this name the server keeps a Content-Length that it does not go by.
    private const string SecondLength = "X-Content-Length";

    /// <summary>For the whole process, and before the server starts: lines end with CR LF, not with LF alone.</summary>
    public static void RequireWholeLineBreaks() => AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", true);

    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return IsClear(context.Request)
            ? next(context)
            : throw new ApiProblemException(ProblemKind.InvalidRequest, new RefusalReason("", "brokenFraming"));
    }

    private static bool IsClear(HttpRequest request)
    {
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.AsSpan();
        if (target.ContainsAnyInRange('\0', ' ') || target.Contains('\u007F'))
        {
            return false;
        }

        var codings = request.Headers.TransferEncoding;
        return codings.Count == 0
            || (codings.Count == 1
                && codings[0]!.Trim().Equals("chunked", StringComparison.OrdinalIgnoreCase)
                && !HttpProtocol.IsHttp10(request.Protocol)
                && !request.Headers.ContainsKey(SecondLength));
    }
}
