using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.EdgeGateway.Proxy;

/// <summary>Section <c>EdgeGateway:Routes</c>: time and size of requests by kind of route, and the health checks of their destinations.</summary>
public sealed class ProxyRouteOptions
{
    /// <summary>For an answer from the data set, all attempts together.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan LookupTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>For an answer about an account.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan ListeningTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>For an import: upload and parsing.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "12:00:00")]
    public TimeSpan UploadTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Of the body of every request but an upload; those of reads are buffered, so that they can be retried.</summary>
    [Range(1024, 4 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 64 * 1024;

    [Range(1024, 1L << 40)]
    public long MaxUploadBytes { get; set; } = 2L << 30;

    /// <summary>Failed reads are retried once on another instance, for at most this share of the requests.</summary>
    [Range(0, 1)]
    public double RetryShare { get; set; } = 0.1;

    /// <summary>How often each instance of a service is asked for its readiness.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan HealthInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the names in addresses are looked up.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan ResolveInterval { get; set; } = TimeSpan.FromSeconds(5);
}
