using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.LookupGateway.Similar;

/// <summary>Section <c>LookupGateway:SeedCache</c>.</summary>
public sealed class SeedCacheOptions
{
    /// <summary>Lower bound of tier B: vectors of seeds of at least this popularity are cached, those of tier C are not.</summary>
    [Range(0, 100)]
    public int MinPopularity { get; set; } = 10;

    /// <summary>Cached seeds, about 500 bytes each.</summary>
    [Range(1, 100_000_000)]
    public int Capacity { get; set; } = 100_000;

    /// <summary>A newer catalogue's features take effect for a cached seed after at most this time.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);
}
