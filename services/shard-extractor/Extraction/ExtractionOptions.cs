using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace SpotifyPlatform.ShardExtractor.Extraction;

/// <summary>Limits on the resources that a shard may use, and how its rows are written.</summary>
public sealed class ExtractionOptions
{
    /// <summary>Longest line in bytes. A long mix has a few million.</summary>
    [Range(1024, int.MaxValue)]
    public int MaxLineBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Most nested containers in a line, the root counted. A real line has four.</summary>
    [Range(4, 64)]
    public int MaxDepth { get; set; } = 32;

    /// <summary>Longest <c>meta</c>, <c>track</c> or <c>sections</c> value, bytes: the most that is copied of a line when it spans chunks.</summary>
    [Range(1024, 256 * 1024 * 1024)]
    public int MaxValueBytes { get; set; } = 8 * 1024 * 1024;

    [Range(0, 1_000_000)]
    public int MaxSectionsPerTrack { get; set; } = 10_000;

    /// <summary>Most tracks in a shard; a real one has about 74,000. Each costs 32 bytes of memory at most.</summary>
    [Range(1, 100_000_000)]
    public int MaxTracks { get; set; } = 500_000;

    /// <summary>Most decompressed bytes per compressed byte; a real shard has about 4. Counted past <see cref="RatioFloorBytes"/>.</summary>
    [Range(1, 1_000_000)]
    public int MaxRatio { get; set; } = 200;

    /// <summary>Decompressed bytes below which the ratio does not count.</summary>
    [Range(0, long.MaxValue)]
    public long RatioFloorBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>Most decompressed bytes of a shard.</summary>
    [Range(1, long.MaxValue)]
    public long MaxDecompressedBytes { get; set; } = 256L * 1024 * 1024 * 1024;

    /// <summary>Base-2 logarithm of the largest zstd window in bytes. 27 is what <c>zstd -d</c> accepts; memory use grows with it.</summary>
    [Range(10, 30)]
    public int MaxWindowLog { get; set; } = 27;

    /// <summary>Share of refused lines above which the whole shard is refused.</summary>
    [Range(0.0, 1.0)]
    public double MaxRefusedShare { get; set; } = 0.05;

    /// <summary>Refused lines that are always allowed: a small shard may have a few bad lines.</summary>
    [Range(0, 1_000_000)]
    public int FreeRefusedLines { get; set; } = 100;

    /// <summary>Refused lines after which reading stops and the shard is refused.</summary>
    [Range(1, 1_000_000)]
    public int MaxRefusedLines { get; set; } = 10_000;

    /// <summary>
    /// Decode with the system's libzstd where it can be loaded; it is about half as fast again. Without it, or when this is off, the
    /// managed decoder is used.
    /// </summary>
    public bool UseLibzstd { get; set; } = true;

    /// <summary>Validate the full grammar in skipped values too; much slower.</summary>
    public bool Strict { get; set; }

    public Compression Compression { get; set; }

    /// <summary>Shards read at once; 0 is one per core.</summary>
    [Range(0, 1024)]
    public int Workers { get; set; }

    /// <summary>What decides which lines of a complete shard give rows; the other limits only decide whether it is complete.</summary>
    internal SortedDictionary<string, string> Rules() => new(StringComparer.Ordinal)
    {
        ["max_depth"] = Text(MaxDepth),
        ["max_line_bytes"] = Text(MaxLineBytes),
        ["max_sections_per_track"] = Text(MaxSectionsPerTrack),
        ["max_value_bytes"] = Text(MaxValueBytes),
        ["strict"] = Strict ? "true" : "false",
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
