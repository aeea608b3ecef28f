using System.ComponentModel.DataAnnotations;
using SpotifyPlatform.CooccurrenceMiner.Rules;

namespace SpotifyPlatform.CooccurrenceMiner;

/// <summary>Data folder, mining rules and resource limits, section <c>CooccurrenceMiner</c>.</summary>
public sealed class CooccurrenceMinerOptions : IValidatableObject
{
    public const string Section = "CooccurrenceMiner";

    /// <summary>The folder of <c>mining/</c>, where the basket file stands while it is counted.</summary>
    [Required]
    public string DataFolder { get; init; } = "data";

    /// <summary>Minimum number of distinct tracks of a kept playlist.</summary>
    [Range(2, 10_000)]
    public int MinPlaylistTracks { get; init; } = 5;

    /// <summary>Maximum number of distinct tracks of a kept playlist. Work grows with its square; Spotify's own limit is 10,000.</summary>
    [Range(2, 10_000)]
    public int MaxPlaylistTracks { get; init; } = 500;

    /// <summary>Pairs are made of tracks above this popularity (0 to 100); -1 includes all.</summary>
    [Range(-1, 100)]
    public int MinPopularityExclusive { get; init; } = 10;

    /// <summary>Kept playlists that must contain both tracks of a pair.</summary>
    [Range(1, 1_000_000)]
    public int MinPairCount { get; init; } = 3;

    /// <summary>Each track lists this many best pairs; a pair is stored when either track lists it.</summary>
    [Range(1, 10_000)]
    public int MaxPairsPerTrack { get; init; } = 100;

    /// <summary>The measure that ranks the pairs of a track: Score, Pmi, Jaccard or Count.</summary>
    public PairMeasure BestBy { get; init; }

    /// <summary>Threads of each step. Every thread has counters of 6 bytes per track.</summary>
    [Range(1, 256)]
    public int Threads { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 256);

    /// <summary>Limits hash tables and sort buffers; what does not fit is processed in several passes.</summary>
    [Range(16L << 20, 1L << 50)]
    public long MemoryBytes { get; init; } = 4_000_000_000;

    /// <summary>Ranges that the table is mined in; 0 chooses enough that each takes a few seconds. Part of what names a generation.</summary>
    [Range(0, 100_000)]
    public int Ranges { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MinPlaylistTracks > MaxPlaylistTracks)
            yield return new ValidationResult(
                $"{MinPlaylistTracks} is more than {nameof(MaxPlaylistTracks)} ({MaxPlaylistTracks}): no playlist would be kept.", [nameof(MinPlaylistTracks)]);
    }
}
