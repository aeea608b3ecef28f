using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace SpotifyPlatform.ServiceDefaults.Admission;

/// <summary>Concurrency limits of endpoints, as policies of ASP.NET's rate limiter.</summary>
public static class ConcurrencyLimits
{
    /// <summary>
    /// Adds a policy for <c>RequireRateLimiting</c> or <c>[EnableRateLimiting]</c>. Requests over the limit wait in a bounded queue; when that
    /// is full they end with 503 or RESOURCE_EXHAUSTED and a retry hint. Endpoints without a policy, such as health, are not limited.
    /// </summary>
    /// <param name="policy">Unique in the process.</param>
    /// <param name="limit">Read once, when the first request comes.</param>
    public static IHostApplicationBuilder AddConcurrencyLimit(
        this IHostApplicationBuilder builder, string policy, Func<IServiceProvider, ConcurrencyLimit> limit)
    {
        builder.Services.AddRateLimiter(options =>
        {
            options.OnRejected = Rejection.WriteAsync;
            options.AddPolicy(policy, context => RateLimitPartition.GetConcurrencyLimiter(policy, _ =>
            {
                var (permits, queue) = limit(context.RequestServices);
                return new ConcurrencyLimiterOptions { PermitLimit = permits, QueueLimit = queue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst };
            }));
        });
        return builder;
    }
}

/// <param name="Permits">Requests that run at a time.</param>
/// <param name="Queue">Requests that wait; 0 rejects at once.</param>
public readonly record struct ConcurrencyLimit(int Permits, int Queue);
