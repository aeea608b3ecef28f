using System.Globalization;
using SpotifyPlatform.Engines;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Vectorizer.Vectors;
using SpotifyPlatform.Vectors;

namespace SpotifyPlatform.Vectorizer;

/// <summary>Tracks with features, and vectors.</summary>
internal sealed class VectorStages(CurrentTables tables, TableStore store, IVectorIndex index, PromotedTracks promoted, StoreSources sources) : IStageCounts
{
    public async Task<IReadOnlyList<StageCount>> CountAsync(CancellationToken cancellationToken)
    {
        var features = tables.Of(FeatureTable.Name);
        await features.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            new(StageNames.TracksWithFeatures, sources.Tables, await features.ReadAsync(table => table?.Manifest.Rows ?? 0, cancellationToken).ConfigureAwait(false)),
            new(StageNames.Vectors, sources.VectorIndex, await CountVectorsAsync(cancellationToken).ConfigureAwait(false)),
        ];
    }

    /// <summary>The embedded index is not asked, because it would load the table.</summary>
    private async Task<long> CountVectorsAsync(CancellationToken cancellationToken)
    {
        if (index is IVectorIndexWriter)
            return await index.CountAsync(cancellationToken).ConfigureAwait(false);
        var pointer = await store.FindCurrentAsync(VectorTable.Name, cancellationToken).ConfigureAwait(false);
        var manifest = pointer is null ? null : await store.ReadAsync(VectorTable.Name, pointer.Id, cancellationToken).ConfigureAwait(false);
        var inTable = manifest?.Counts.GetValueOrDefault(VectorTable.Vectors) ?? 0;
        var minPopularity = manifest?.Plan.Rules.GetValueOrDefault(VectorRules.MinPopularityRule) is { } rule ? int.Parse(rule, CultureInfo.InvariantCulture) : int.MaxValue;
        return inTable + await promoted.CountAsync(minPopularity, cancellationToken).ConfigureAwait(false);
    }
}
