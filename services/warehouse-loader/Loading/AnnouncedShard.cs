using SpotifyPlatform.Storage;

namespace SpotifyPlatform.WarehouseLoader.Loading;

/// <summary>A shard that stands extracted.</summary>
/// <param name="QuarantinedLines">Lines of the source that gave no row.</param>
internal sealed record AnnouncedShard(ShardFiles Files, long QuarantinedLines)
{
    /// <summary>A line of the source is a track or in quarantine.</summary>
    public long SourceLines => Files.Tracks.Rows + QuarantinedLines;
}
