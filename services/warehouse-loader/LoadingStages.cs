using SpotifyPlatform.Engines;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.WarehouseLoader;

/// <summary>The analysis shards in the warehouse.</summary>
internal sealed class LoadingStages(IWarehouse warehouse, StoreSources sources) : IStageCounts
{
    public async Task<IReadOnlyList<StageCount>> CountAsync(CancellationToken cancellationToken)
    {
        var loaded = await warehouse.ListShardsAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            new(StageNames.ShardsLoaded, sources.Tables, loaded.Count),
            new(StageNames.AnalysisTracks, sources.Tables, loaded.Sum(shard => shard.Tracks)),
            new(StageNames.AnalysisSections, sources.Tables, loaded.Sum(shard => shard.Sections)),
        ];
    }
}
