using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.LookupGateway.Similar;

/// <summary>Section <c>LookupGateway:SeedCache</c>.</summary>
public sealed class SeedCacheOptions
{
    /// <summary>Tier B begins here: vectors of this popularity and above are kept when they have been computed, those of tier C are not.</summary>
    [Range(0, 100)]
    public int MinPopularity { get; set; } = 10;

    /// <summary>Seeds kept, about 500 bytes each.</summary>
    [Range(1, 100_000_000)]
    public int Capacity { get; set; } = 100_000;

    /// <summary>How long a seed is kept, and so how late a newer catalogue's features are seen here.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);
}
