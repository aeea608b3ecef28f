using System.Text.Json.Serialization;

namespace SpotifyPlatform.ShardExtractor.Extraction;

/// <summary>Why a shard is not complete.</summary>
[JsonConverter(typeof(SnakeCaseNames<ShardFault>))]
public enum ShardFault
{
    None = 0,

    /// <summary>The input ended inside a zstd frame, or has fewer bytes than announced.</summary>
    Truncated,

    /// <summary>The input has more bytes than announced.</summary>
    TooLong,

    /// <summary>The input's SHA-256 differs from the announced one.</summary>
    HashMismatch,

    /// <summary>A zstd block cannot be decoded.</summary>
    Corrupt,

    /// <summary>The content of a zstd frame does not match its checksum.</summary>
    ChecksumMismatch,

    /// <summary>The last zstd frame is followed by other bytes.</summary>
    TrailingGarbage,

    /// <summary>The file is not a regular file named <c>XX.jsonl.zst</c>.</summary>
    NotAShard,

    /// <summary>The input is not zstd, or needs a feature that the decoder lacks.</summary>
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
