using System.Text.Json.Serialization;

namespace SpotifyPlatform.ShardExtractor.Extraction;

/// <summary>The result of extracting a shard. Only complete shards are listed as processed.</summary>
[JsonConverter(typeof(SnakeCaseNames<ExtractionStatus>))]
public enum ExtractionStatus
{
    /// <summary>Read to its end; every line is in the rows or in quarantine.</summary>
    Complete,

    /// <summary>The input ended early. The valid lines before the end are written.</summary>
    Truncated,

    /// <summary>The input is damaged. The valid lines before the damage are written.</summary>
    Corrupt,

    /// <summary>A limit was exceeded, or the file is not a shard. No rows are written.</summary>
    Refused,
}

internal static class ExtractionStatuses
{
    public static ExtractionStatus Of(ShardFault fault) => fault switch
    {
        ShardFault.None => ExtractionStatus.Complete,
        ShardFault.Truncated => ExtractionStatus.Truncated,
        ShardFault.TooLong or ShardFault.HashMismatch or ShardFault.Corrupt or ShardFault.ChecksumMismatch
            or ShardFault.TrailingGarbage => ExtractionStatus.Corrupt,
        _ => ExtractionStatus.Refused,
    };
}
