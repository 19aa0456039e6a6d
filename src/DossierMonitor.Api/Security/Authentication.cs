using System.Security.Cryptography;
using System.Text;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Problems;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Api.Security;

/// <summary>
/// Lets requests to /v1 and /metrics in. With an admin key configured it must be presented (reads may be open, as in the demo); without
/// one the service listens on loopback only, and whoever reaches it there may do everything.
/// </summary>
public sealed class Authentication(RequestDelegate next, ServiceSettings settings)
{
    // Both sides are hashed, so that neither the comparison nor its length tells anything about the key.
    private readonly byte[]? _adminKey = settings.AdminKey is { } key ? SHA256.HashData(Encoding.UTF8.GetBytes(key)) : null;

    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Request.Path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase)
            || context.Request.Path.StartsWithSegments("/metrics", StringComparison.OrdinalIgnoreCase))
        {
            context.Features.Set(Identify(context.Request));
        }

        return next(context);
    }

    private AuthenticatedSource Identify(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        if (header.Count == 0)
        {
            if (_adminKey is null)
            {
                return AuthenticatedSource.Loopback;
            }

            return settings.OpenReads && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
                ? AuthenticatedSource.OpenReader
                : throw new ApiProblemException(ProblemKind.Unauthorized, new RefusalReason("", "keyMissing"));
        }

        const string scheme = "Bearer ";
        var value = header.ToString();
        if (_adminKey is not null && header.Count == 1 && value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(value[scheme.Length..].Trim())), _adminKey))
        {
            return AuthenticatedSource.Administrator;
        }

        // Without a configured key there is nothing that a presented one could be compared with, and nothing it could add.
        return _adminKey is null
            ? AuthenticatedSource.Loopback
            : throw new ApiProblemException(ProblemKind.Unauthorized, new RefusalReason("", "keyInvalid"));
    }
}
