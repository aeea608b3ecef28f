using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>What an operator asks of the warehouse.</summary>
public interface IWarehouseOperations
{
    /// <summary>Where the rows are, for people.</summary>
    string Name { get; }

    /// <summary>The loaded shards, by id.</summary>
    Task<IReadOnlyList<LoadedShard>> ListShardsAsync(CancellationToken cancellationToken);

    /// <summary>Shards whose load was begun and has not ended.</summary>
    Task<IReadOnlyList<ShardId>> ListPendingAsync(CancellationToken cancellationToken);

    /// <summary>Loads a shard's rows again in the place of those that are there.</summary>
    /// <returns>False where the shard was never loaded.</returns>
    Task<bool> ReloadAsync(ShardId shard, CancellationToken cancellationToken);

    /// <summary>Counts the rows that are there.</summary>
    /// <returns>Shards whose rows are not as many as were loaded, and rows of shards that nobody loaded.</returns>
    Task<IReadOnlyList<ShardDifference>> VerifyAsync(CancellationToken cancellationToken);
}

/// <summary>A shard whose rows in the warehouse are not those that were loaded.</summary>
/// <param name="DistinctTracks">Different ids among the rows that are there.</param>
public sealed record ShardDifference(string Shard, long TracksLoaded, long SectionsLoaded, long Tracks, long Sections, long DistinctTracks);
