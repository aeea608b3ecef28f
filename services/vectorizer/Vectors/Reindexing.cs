using Microsoft.Extensions.Options;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Vectorizer.Vectors;

/// <summary>
/// Fills a vector index from the feature store: after a change of engine or dimensions, or when the index was lost. Points are keyed by
/// track, so an interrupted run is repeated from the start with the same result.
/// </summary>
public sealed class Reindexing
{
    private const int BatchSize = 1000;

    private readonly IFeatureRanking ranking;
    private readonly IAccessStore accesses;
    private readonly TrackVectors vectors;
    private readonly int minPopularity;

    internal Reindexing(IFeatureRanking ranking, IAccessStore accesses, TrackVectors vectors, IOptions<VectorizerOptions> options) =>
        (this.ranking, this.accesses, this.vectors, minPopularity) = (ranking, accesses, vectors, options.Value.MinPopularity);

    /// <summary>Writes every track of tier A, most popular first, then every promoted track.</summary>
    public async Task<ReindexingProgress> RunAsync(IProgress<ReindexingProgress>? observer, CancellationToken cancellationToken)
    {
        var counts = await ranking.CountByPopularityAsync(cancellationToken).ConfigureAwait(false);
        var tierA = await ranking.MostPopularAsync((int)counts.Skip(minPopularity).Sum(), cancellationToken).ConfigureAwait(false);
        var progress = new ReindexingProgress(0, 0);
        foreach (var batch in tierA.Chunk(BatchSize))
            progress = await WriteAsync(batch, progress, observer, cancellationToken).ConfigureAwait(false);

        TrackId? last = null;
        while (await accesses.PromotedAsync(last, BatchSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            progress = await WriteAsync(page, progress, observer, cancellationToken).ConfigureAwait(false);
            last = page[^1];
        }

        return progress;
    }

    private async Task<ReindexingProgress> WriteAsync(
        IReadOnlyCollection<TrackId> ids, ReindexingProgress before, IProgress<ReindexingProgress>? observer, CancellationToken cancellationToken)
    {
        var written = await vectors.RewriteAsync(ids, cancellationToken).ConfigureAwait(false);
        var progress = new ReindexingProgress(before.Done + ids.Count, before.Written + written);
        observer?.Report(progress);
        return progress;
    }
}

/// <param name="Done">Tracks processed.</param>
/// <param name="Written">Points written; a track that is both promoted and in tier A counts twice.</param>
public sealed record ReindexingProgress(long Done, long Written);
