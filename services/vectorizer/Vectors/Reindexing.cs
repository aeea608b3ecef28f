using Microsoft.Extensions.Options;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Vectorizer.Vectors;

/// <summary>
/// Fills an index from the feature store: one of another engine, of other dimensions, or one that was lost. Points are written by
/// their track's id, so a run that ended early is repeated from the start, to the same end.
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

    /// <summary>Writes every track of tier A, most popular first, then every promoted one.</summary>
    public async Task<ReindexingProgress> RunAsync(IProgress<ReindexingProgress>? watch, CancellationToken cancellationToken)
    {
        var counts = await ranking.CountByPopularityAsync(cancellationToken).ConfigureAwait(false);
        var tierA = await ranking.MostPopularAsync((int)counts.Skip(minPopularity).Sum(), cancellationToken).ConfigureAwait(false);
        var progress = new ReindexingProgress(0, 0);
        foreach (var batch in tierA.Chunk(BatchSize))
            progress = await WriteAsync(batch, progress, watch, cancellationToken).ConfigureAwait(false);

        TrackId? last = null;
        while (await accesses.PromotedAsync(last, BatchSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            progress = await WriteAsync(page, progress, watch, cancellationToken).ConfigureAwait(false);
            last = page[^1];
        }

        return progress;
    }

    private async Task<ReindexingProgress> WriteAsync(
        IReadOnlyCollection<TrackId> ids, ReindexingProgress before, IProgress<ReindexingProgress>? watch, CancellationToken cancellationToken)
    {
        var written = await vectors.RewriteAsync(ids, cancellationToken).ConfigureAwait(false);
        var progress = new ReindexingProgress(before.Done + ids.Count, before.Written + written);
        watch?.Report(progress);
        return progress;
    }
}

/// <param name="Done">Tracks looked at.</param>
/// <param name="Written">Points written; one that is promoted and popular is written twice.</param>
public sealed record ReindexingProgress(long Done, long Written);
