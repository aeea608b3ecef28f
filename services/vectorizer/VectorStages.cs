using SpotifyPlatform.Engines;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Vectorizer;

/// <summary>Tracks with features, and vectors.</summary>
internal sealed class VectorStages(CurrentTables tables, IVectorIndex index, StoreSources sources) : IStageCounts
{
    public async Task<IReadOnlyList<StageCount>> CountAsync(CancellationToken cancellationToken)
    {
        var features = tables.Of(FeatureTable.Name);
        await features.RefreshAsync(cancellationToken).ConfigureAwait(false);
        await index.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            new(StageNames.TracksWithFeatures, sources.Tables, await features.ReadAsync(table => table?.Manifest.Rows ?? 0, cancellationToken).ConfigureAwait(false)),
            new(StageNames.Vectors, sources.VectorIndex, await index.CountAsync(cancellationToken).ConfigureAwait(false)),
        ];
    }
}
