using System.ComponentModel.DataAnnotations;
using SpotifyPlatform.CooccurrenceMiner.Mining;

namespace SpotifyPlatform.CooccurrenceMiner;

/// <summary>Where baskets are kept, what counts as a pair, and how much of the machine a run takes.</summary>
public sealed class CooccurrenceMinerOptions : IValidatableObject
{
    public const string Section = "CooccurrenceMiner";

    /// <summary>The folder of <c>baskets.sqlite</c>, <c>mining.sqlite</c> and <c>mining/</c>.</summary>
    [Required]
    public string DataFolder { get; init; } = "data";

    /// <summary>Distinct tracks a playlist needs to be kept.</summary>
    [Range(2, 10_000)]
    public int MinPlaylistTracks { get; init; } = 5;

    /// <summary>Distinct tracks a kept playlist may have. Work grows with its square; Spotify's own limit is 10,000.</summary>
    [Range(2, 10_000)]
    public int MaxPlaylistTracks { get; init; } = 500;

    /// <summary>Pairs are made of tracks above this popularity (0 to 100); -1 takes all.</summary>
    [Range(-1, 100)]
    public int MinPopularityExclusive { get; init; } = 10;

    /// <summary>Kept playlists that must hold both tracks of a pair.</summary>
    [Range(1, 1_000_000)]
    public int MinPairCount { get; init; } = 3;

    /// <summary>A pair is stored when it is among this many best of either track.</summary>
    [Range(1, 10_000)]
    public int MaxPairsPerTrack { get; init; } = 100;

    /// <summary>By what a track's best are chosen: Score, Pmi, Jaccard or Count.</summary>
    public PairMeasure BestBy { get; init; }

    /// <summary>Threads of a step; each has counters of 6 bytes a track.</summary>
    [Range(1, 256)]
    public int Threads { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 256);

    /// <summary>Bytes that tables and slices are measured by; what does not fit is done in several passes.</summary>
    [Range(16L << 20, 1L << 50)]
    public long MemoryBytes { get; init; } = 4_000_000_000;

    /// <summary>Parts that a run is split in for workers; 0 takes as many as keep each within some seconds.</summary>
    [Range(0, 100_000)]
    public int Ranges { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MinPlaylistTracks > MaxPlaylistTracks)
            yield return new ValidationResult(
                $"{MinPlaylistTracks} is more than {nameof(MaxPlaylistTracks)} ({MaxPlaylistTracks}): no playlist would be kept.", [nameof(MinPlaylistTracks)]);
    }
}
