using SpotifyPlatform.Music;

namespace SpotifyPlatform.Engines.Warehouse;

/// <summary>
/// A warehouse for analysts, and the tables that this platform answers from: a shard's table becomes current when its rows are in the warehouse. Repeating
/// both is harmless, so a crash between them is.
/// </summary>
/// <param name="remote">Loaded first.</param>
/// <param name="tables">Answers all reads.</param>
internal sealed class MirroredWarehouse(IWarehouse remote, IWarehouse tables) : IWarehouse
{
    public async Task<LoadOutcome> LoadAsync(ShardRows shard, CancellationToken cancellationToken) =>
        (await LoadManyAsync([shard], cancellationToken).ConfigureAwait(false))[0].OutcomeOrThrow();

    public async Task<IReadOnlyList<ShardLoad>> LoadManyAsync(IReadOnlyList<ShardRows> shards, CancellationToken cancellationToken)
    {
        var loads = (await remote.LoadManyAsync(shards, cancellationToken).ConfigureAwait(false)).ToArray();
        var sound = Enumerable.Range(0, loads.Length).Where(i => loads[i].Fault is null && loads[i].Outcome != LoadOutcome.Superseded).ToList();
        var published = await tables.LoadManyAsync([.. sound.Select(i => shards[i])], cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < sound.Count; i++)
            if (published[i].Fault is not null || published[i].Outcome is LoadOutcome.Loaded or LoadOutcome.Pinned)
                loads[sound[i]] = published[i];
        return loads;
    }

    public Task<LoadedShard?> FindShardAsync(ShardId shard, CancellationToken cancellationToken) => tables.FindShardAsync(shard, cancellationToken);

    public Task<IReadOnlyList<LoadedShard>> ListShardsAsync(CancellationToken cancellationToken) => tables.ListShardsAsync(cancellationToken);

    public Task<TrackAnalysis?> FindAnalysisAsync(TrackId track, CancellationToken cancellationToken) => tables.FindAnalysisAsync(track, cancellationToken);
}
