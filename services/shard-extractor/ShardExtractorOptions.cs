using System.ComponentModel.DataAnnotations;
using SpotifyPlatform.ShardExtractor.Extraction;

namespace SpotifyPlatform.ShardExtractor;

/// <summary>Settings of the shard extractor, section <c>ShardExtractor</c>.</summary>
public sealed class ShardExtractorOptions
{
    public const string Section = "ShardExtractor";

    /// <summary>Where rows of analysis shards are written: tracks, sections, quarantine and the list of what is done.</summary>
    [Required]
    public string OutputFolder { get; set; } = "data/analysis";

    /// <summary>Where the catalogue's databases and the progress through them stand.</summary>
    [Required]
    public string DataFolder { get; set; } = "data";

    /// <summary>Bounds on analysis shards, and how their rows are written.</summary>
    [Required]
    public ExtractionOptions Extraction { get; set; } = new();

    /// <summary>Different tracks in a basket; a playlist of more is left out. An event has room for 15,000.</summary>
    [Range(1, 15_000)]
    public int MaxBasketTracks { get; set; } = 10_000;

    /// <summary>Bytes of the disk under the data folder that decompression leaves free.</summary>
    [Range(0, long.MaxValue)]
    public long DiskReserveBytes { get; set; } = 1L << 30;

    /// <summary>Decompressed bytes for each compressed byte of a catalogue file past which it is refused; real ones have 2 to 4.</summary>
    [Range(1, 1_000)]
    public int MaxCatalogRatio { get; set; } = 20;

    /// <summary>Decompressed bytes of a catalogue file that are allowed beside the ratio: little input compresses well.</summary>
    [Range(0, long.MaxValue)]
    public long RatioFloorBytes { get; set; } = 1L << 30;

    /// <summary>The least time between two reports of progress.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan ProgressInterval { get; set; } = TimeSpan.FromSeconds(5);
}
