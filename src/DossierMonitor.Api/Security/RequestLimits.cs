using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using DossierMonitor.Api.Hosting;

namespace DossierMonitor.Api.Security;

/// <summary>How often a caller may ask. By key, or by the address of the connection: what a header says of addresses anybody can write.</summary>
public sealed class RequestLimits : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> _requests;
    private readonly PartitionedRateLimiter<string> _failures;

    public RequestLimits(ServiceSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var perMinute = settings.RequestsPerMinute;
        _requests = PartitionedRateLimiter.Create<string, string>(caller => perMinute == 0
            ? RateLimitPartition.GetNoLimiter(caller)
            : RateLimitPartition.GetTokenBucketLimiter(caller, _ => new TokenBucketRateLimiterOptions
            {
                // A minute's worth at once, then as it comes in.
                TokenLimit = perMinute,
                TokensPerPeriod = Math.Max(1, perMinute / 60),
                ReplenishmentPeriod = perMinute >= 60 ? Step : Minute / perMinute,
                QueueLimit = 0,
            }));
        var failures = settings.FailedKeysPerMinute;
        _failures = PartitionedRateLimiter.Create<string, string>(address => failures == 0
            ? RateLimitPartition.GetNoLimiter(address)
            : RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions { PermitLimit = failures, Window = Minute, QueueLimit = 0 }));
    }

    /// <returns>Seconds to wait; null = go on.</returns>
    public int? Request(string caller) => Take(_requests, caller);

    /// <summary>A key that is none of this service's was presented.</summary>
    /// <returns>Seconds to wait; null = go on.</returns>
    public int? Failure(string address) => Take(_failures, address);

    /// <summary>An IPv6 subscriber has a whole network of addresses.</summary>
    public static string AddressOf(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    public void Dispose()
    {
        _requests.Dispose();
        _failures.Dispose();
    }

    private static int? Take(PartitionedRateLimiter<string> limiter, string name)
    {
        using var lease = limiter.AttemptAcquire(name);
        if (lease.IsAcquired)
        {
            return null;
        }

        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 1;
    }
}
