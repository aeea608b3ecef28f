using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.EdgeGateway.Limits;

/// <summary>Section <c>EdgeGateway:Limits</c>. Each instance counts for itself.</summary>
public sealed class LimitOptions
{
    /// <summary>Of each client with a valid key or token; its keys count together.</summary>
    public CallerLimitOptions Client { get; set; } = new() { RequestsPerSecond = 200, Burst = 400, Concurrency = 100 };

    /// <summary>Of each address (IPv6: each /64), for requests without a valid key or token. They are refused with 401, beyond the limit with 429.</summary>
    public CallerLimitOptions Address { get; set; } = new() { RequestsPerSecond = 5, Burst = 20, Concurrency = 10 };
}

public sealed class CallerLimitOptions
{
    [Range(0.001, 1_000_000)]
    public double RequestsPerSecond { get; set; } = 100;

    /// <summary>Requests that may come at once after a pause.</summary>
    [Range(1, 1_000_000)]
    public int Burst { get; set; } = 100;

    /// <summary>Requests that run at a time.</summary>
    [Range(1, 100_000)]
    public int Concurrency { get; set; } = 100;
}
