using SpotifyPlatform.Engines;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.CooccurrenceMiner;

/// <summary>The stored pairs.</summary>
internal sealed class PairStages(IPairStore pairs, StoreSources sources) : IStageCounts
{
    public async Task<IReadOnlyList<StageCount>> CountAsync(CancellationToken cancellationToken) =>
        [new(StageNames.Pairs, sources.Tables, await pairs.CountAsync(cancellationToken).ConfigureAwait(false))];
}
