using System.ComponentModel.DataAnnotations;
using SpotifyPlatform.ShardExtractor.Extraction;

namespace SpotifyPlatform.ShardExtractor;

/// <summary>Settings of the shard extractor, section <c>ShardExtractor</c>.</summary>
public sealed class ShardExtractorOptions
{
    public const string Section = "ShardExtractor";

    /// <summary>The output folder of analysis shards: tracks, sections, quarantine and the ledger.</summary>
    [Required]
    public string OutputFolder { get; set; } = "data/analysis";

    /// <summary>The folder of decompressed databases, of <c>extractor.sqlite</c> and of temporary files.</summary>
    [Required]
    public string DataFolder { get; set; } = "data";

    /// <summary>Limits on analysis shards, and how their rows are written.</summary>
    [Required]
    public ExtractionOptions Extraction { get; set; } = new();

    /// <summary>Distinct tracks in a basket; a longer playlist is left out.</summary>
    [Range(1, 15_000)]
    public int MaxBasketTracks { get; set; } = 10_000;

    /// <summary>Threads that read playlists.</summary>
    [Range(1, 64)]
    public int PlaylistThreads { get; set; } = Math.Clamp(Environment.ProcessorCount, 1, 64);

    /// <summary>Bytes of the data folder's disk that decompression and the look-up of tracks leave free.</summary>
    [Range(0, long.MaxValue)]
    public long DiskReserveBytes { get; set; } = 1L << 30;

    /// <summary>Most decompressed bytes per compressed byte of a catalogue file; real ones have 2 to 4.</summary>
    [Range(1, 1_000)]
    public int MaxCatalogRatio { get; set; } = 20;

    /// <summary>Decompressed bytes of a catalogue file that are allowed in addition to the ratio, because small inputs compress well.</summary>
    [Range(0, long.MaxValue)]
    public long RatioFloorBytes { get; set; } = 1L << 30;

    /// <summary>The least time between two reports of progress.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan ProgressInterval { get; set; } = TimeSpan.FromSeconds(5);
}
