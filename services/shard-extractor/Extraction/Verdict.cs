using System.Text.Json.Serialization;

namespace SpotifyPlatform.ShardExtractor.Extraction;

/// <summary>What became of a shard. Only a complete one is listed as processed.</summary>
[JsonConverter(typeof(SnakeCaseNames<Verdict>))]
public enum Verdict
{
    /// <summary>Read to its end; every line is a row or a quarantine record.</summary>
    Complete,

    /// <summary>The input ended early. The good lines before the end are written.</summary>
    Truncated,

    /// <summary>The input is damaged. The good lines before the damage are written.</summary>
    Corrupt,

    /// <summary>A bound was crossed, or this is no shard. No rows are written.</summary>
    Refused,
}

internal static class Verdicts
{
    public static Verdict Of(ShardFault fault) => fault switch
    {
        ShardFault.None => Verdict.Complete,
        ShardFault.Truncated => Verdict.Truncated,
        ShardFault.TooLong or ShardFault.HashMismatch or ShardFault.Corrupt or ShardFault.ChecksumMismatch
            or ShardFault.TrailingGarbage => Verdict.Corrupt,
        _ => Verdict.Refused,
    };
}
