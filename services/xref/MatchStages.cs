using SpotifyPlatform.Engines;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Xref;

/// <summary>The matches by method.</summary>
internal sealed class MatchStages(IXrefStore store, StoreSources sources) : IStageCounts
{
    public async Task<IReadOnlyList<StageCount>> CountAsync(CancellationToken cancellationToken) =>
    [
        .. (await store.CountByMethodAsync(cancellationToken).ConfigureAwait(false))
            .Select(method => new StageCount(StageNames.MatchesPrefix + method.Key.Name(), sources.Tables, method.Value)),
    ];
}
