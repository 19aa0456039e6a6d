using System.Security.Cryptography;
using System.Text;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Problems;
using DossierMonitor.Storage.Administration;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Api.Security;

/// <summary>Says who a request speaks for, and lets it in if its endpoint's policy allows that.</summary>
public sealed class Authentication(RequestDelegate next, ServiceSettings settings, KeyRing keys, RequestLimits limits)
{
    private const string Scheme = "Bearer ";

    // Both sides are hashed, so that neither the comparison nor its length tells anything about the key.
    private readonly byte[]? _adminKey = settings.AdminKey is { } key ? SHA256.HashData(Encoding.UTF8.GetBytes(key)) : null;

    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var endpoint = context.GetEndpoint();
        var policy = endpoint?.Metadata.GetMetadata<AccessPolicy>();
        if (policy is { IsOpen: true } || (endpoint is not RouteEndpoint && !IsGuarded(context.Request.Path)))
        {
            return next(context);
        }

        var caller = Identify(context, policy);
        if (caller.Limited is { } name && limits.Request(name) is { } wait)
        {
            throw new ApiProblemException(ProblemKind.TooManyRequests, new RefusalReason("", "tooOften")) { RetryAfter = wait };
        }

        // Where there is no endpoint of ours, there is nothing to allow: the path or the method is wrong.
        if (endpoint is RouteEndpoint)
        {
            Authorize(caller, policy);
        }

        context.Features.Set(caller);
        return next(context);
    }

    private static bool IsGuarded(PathString path) =>
        path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/metrics", StringComparison.OrdinalIgnoreCase);

    private static void Authorize(Caller caller, AccessPolicy? policy)
    {
        if (policy is null || !policy.Allows(caller.Scopes))
        {
            throw new ApiProblemException(
                ProblemKind.Forbidden, new RefusalReason("", "scopeMissing", policy is null ? "-" : string.Join(", ", ScopeNames.Of(policy.Scopes | Scopes.Admin))));
        }

        if (policy.IsWhole && caller.Unit is not null)
        {
            throw new ApiProblemException(ProblemKind.Forbidden, new RefusalReason("", "wholeOnly"));
        }
    }

    private Caller Identify(HttpContext context, AccessPolicy? policy)
    {
        var request = context.Request;
        var header = request.Headers.Authorization;
        if (header.Count == 0)
        {
            var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
            if (isRead && ((settings.Simulated && policy is not { Scopes: Scopes.Admin }) || (settings.PublicFigures && policy is { IsPublic: true })))
            {
                return Caller.Public(RequestLimits.AddressOf(context), withDossiers: settings.Simulated);
            }

            throw new ApiProblemException(ProblemKind.Unauthorized, new RefusalReason("", "keyMissing"));
        }

        var value = header.ToString();
        if (header.Count == 1 && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            var presented = value[Scheme.Length..].Trim();
            if (_adminKey is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(presented)), _adminKey))
            {
                return Caller.Administrator;
            }

            if (keys.Find(presented) is { } key)
            {
                return Caller.Of(key);
            }
        }

        // Only those that fail are counted: nobody can lock another caller of the same address out.
        throw limits.Failure(RequestLimits.AddressOf(context)) is { } wait
            ? new ApiProblemException(ProblemKind.TooManyRequests, new RefusalReason("", "tooManyFailures")) { RetryAfter = wait }
            : new ApiProblemException(ProblemKind.Unauthorized, new RefusalReason("", "keyInvalid"));
    }
}
