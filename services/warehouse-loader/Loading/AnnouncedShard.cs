using SpotifyPlatform.Storage;

namespace SpotifyPlatform.WarehouseLoader.Loading;

/// <summary>An extracted shard.</summary>
/// <param name="QuarantinedLines">Lines of the source that are in quarantine.</param>
internal sealed record AnnouncedShard(ShardRows Rows, long QuarantinedLines)
{
    /// <summary>Each line of the source is a track or in quarantine.</summary>
    public long SourceLines => Rows.Tracks.Rows + QuarantinedLines;
}
