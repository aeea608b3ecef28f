using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.Vectorizer.Neighbours;

/// <summary>Which nearest neighbours are precomputed.</summary>
public sealed class PrecomputedOptions
{
    /// <summary>Whether they are computed whenever the vectors change. Otherwise they are computed when they are asked for, and answer no request once the vectors have changed.</summary>
    public bool Enabled { get; set; }

    /// <summary>Number of most popular tracks whose neighbours are computed.</summary>
    [Range(0, 10_000_000)]
    public int Seeds { get; set; } = 100_000;

    /// <summary>Neighbours of each seed.</summary>
    [Range(1, 1_000)]
    public int Neighbours { get; set; } = 100;
}
