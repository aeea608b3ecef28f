using System.Text.Json.Serialization;

namespace SpotifyPlatform.ShardExtractor.Extraction;

/// <summary>Why a whole shard is not complete.</summary>
[JsonConverter(typeof(SnakeCaseNames<ShardFault>))]
public enum ShardFault
{
    None = 0,

    /// <summary>The input ended inside a zstd frame, or has fewer bytes than its source says.</summary>
    Truncated,

    /// <summary>The input has more bytes than its source says.</summary>
    TooLong,

    /// <summary>The input's SHA-256 is not the one its source says.</summary>
    HashMismatch,

    /// <summary>A zstd block does not decode.</summary>
    Corrupt,

    /// <summary>A zstd frame's content differs from its checksum.</summary>
    ChecksumMismatch,

    /// <summary>Bytes that are no zstd frame follow the last one.</summary>
    TrailingGarbage,

    /// <summary>The file is not <c>XX.jsonl.zst</c>.</summary>
    NotAShard,

    /// <summary>The first bytes are not zstd, or need what this reader lacks.</summary>
    NotReadable,

    /// <summary>The zstd window is above <see cref="ExtractionOptions.MaxWindowLog"/>.</summary>
    WindowTooLarge,

    /// <summary>Above <see cref="ExtractionOptions.MaxRatio"/>.</summary>
    RatioTooHigh,

    /// <summary>Above <see cref="ExtractionOptions.MaxDecompressedBytes"/>.</summary>
    TooMuchOutput,

    /// <summary>Above <see cref="ExtractionOptions.MaxTracks"/>.</summary>
    TooManyTracks,

    /// <summary>Above <see cref="ExtractionOptions.MaxRefusedShare"/> or <see cref="ExtractionOptions.MaxRefusedLines"/>.</summary>
    TooManyRefusedLines,
}
