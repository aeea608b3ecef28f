using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.Vectorizer.Neighbours;

/// <summary>Which nearest neighbours are precomputed.</summary>
public sealed class PrecomputedOptions
{
    /// <summary>Number of most popular tracks whose neighbours are computed.</summary>
    [Range(0, 10_000_000)]
    public int Seeds { get; set; } = 100_000;

    /// <summary>Neighbours of each seed.</summary>
    [Range(1, 1_000)]
    public int Neighbours { get; set; } = 100;

    /// <summary>Seeds that are searched and stored together.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 64;

    /// <summary>Younger results are skipped. The gateway serves results of the same age.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(7);
}
