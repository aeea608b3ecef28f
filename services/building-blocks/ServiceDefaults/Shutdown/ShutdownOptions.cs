using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.ServiceDefaults;

/// <summary>Times of a graceful shutdown.</summary>
public sealed class ShutdownOptions
{
    public const string Section = "Shutdown";

    /// <summary>
    /// Time between reporting "not ready" and stopping, in which load balancers stop sending requests. Zero, because a single process
    /// has no load balancer; deployments set it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan DrainDelay { get; init; } = TimeSpan.Zero;

    /// <summary>Limit for work in flight to finish afterwards. A pod's grace period must exceed the sum of both.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
