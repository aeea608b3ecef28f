using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.EdgeGateway.Limits;

/// <summary>Rate and concurrency of each client, and of each address without a valid key. Limiters of callers that are idle are dropped.</summary>
internal sealed class CallerLimits(IOptions<EdgeGatewayOptions> options) : IDisposable
{
    /// <summary>Retry-After when the concurrency limit is reached.</summary>
    public static readonly TimeSpan ConcurrencyRetryAfter = TimeSpan.FromSeconds(1);

    private const int Ipv6NetworkBytes = 8;

    // The concurrency first: its permit is given back when the rate refuses, a spent token is not.
    private readonly PartitionedRateLimiter<LimitedCaller> limiter = PartitionedRateLimiter.CreateChained(
        OfEachCaller(caller => new ConcurrencyLimiter(Concurrency(Of(options, caller)))),
        OfEachCaller(caller => new TokenBucketRateLimiter(Rate(Of(options, caller)))));

    /// <summary>Held until the request has ended; <see cref="RateLimitLease.IsAcquired"/> is false for one over a limit.</summary>
    public RateLimitLease Acquire(LimitedCaller caller) => limiter.AttemptAcquire(caller);

    public void Dispose() => limiter.Dispose();

    public static LimitedCaller OfAddress(IPAddress? address)
    {
        var mapped = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return new(
            IsClient: false,
            mapped is { AddressFamily: AddressFamily.InterNetworkV6 } ? Convert.ToHexString(mapped.GetAddressBytes().AsSpan(0, Ipv6NetworkBytes)) : mapped?.ToString() ?? "");
    }

    private static PartitionedRateLimiter<LimitedCaller> OfEachCaller(Func<LimitedCaller, RateLimiter> create) =>
        PartitionedRateLimiter.Create<LimitedCaller, LimitedCaller>(caller => RateLimitPartition.Get(caller, create));

    private static CallerLimitOptions Of(IOptions<EdgeGatewayOptions> options, LimitedCaller caller) =>
        caller.IsClient ? options.Value.Limits.Client : options.Value.Limits.Address;

    private static ConcurrencyLimiterOptions Concurrency(CallerLimitOptions limit) => new() { PermitLimit = limit.Concurrency, QueueLimit = 0 };

    private static TokenBucketRateLimiterOptions Rate(CallerLimitOptions limit)
    {
        // Whole tokens: at least one in each period.
        var tokens = Math.Max(1, (int)limit.RequestsPerSecond);
        return new()
        {
            TokenLimit = limit.Burst,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = TimeSpan.FromSeconds(tokens / limit.RequestsPerSecond),
            QueueLimit = 0,
            AutoReplenishment = false, // The partitioned limiter does it for all.
        };
    }
}

/// <param name="Name">Of the client, or the address.</param>
internal readonly record struct LimitedCaller(bool IsClient, string Name);
