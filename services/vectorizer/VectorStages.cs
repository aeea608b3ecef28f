using SpotifyPlatform.Engines;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Vectorizer;

/// <summary>Tracks with features, and vectors.</summary>
internal sealed class VectorStages(IFeatureStore features, IVectorIndex index, StoreSources sources) : IStageCounts
{
    public async Task<IReadOnlyList<StageCount>> CountAsync(CancellationToken cancellationToken) =>
    [
        new(StageNames.TracksWithFeatures, sources.Stores, await features.CountFeaturesAsync(cancellationToken).ConfigureAwait(false)),
        new(StageNames.Vectors, sources.VectorIndex, await index.CountAsync(cancellationToken).ConfigureAwait(false)),
    ];
}
