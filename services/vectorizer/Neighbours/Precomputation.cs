using Microsoft.Extensions.Options;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Vectorizer.Neighbours;

/// <summary>
/// Precomputes the nearest neighbours of the most popular tracks, batch by batch, with the same query that a request would run. Seeds
/// computed within <see cref="PrecomputedOptions.MaxAge"/> are skipped, so an interrupted run resumes where it stopped.
/// </summary>
public sealed class Precomputation(
    IFeatureRanking ranking, IFeatureStore features, IVectorIndex index, INeighbourStore neighbours, IOptions<VectorizerOptions> options, TimeProvider time)
{
    private readonly PrecomputedOptions options = options.Value.Precomputed;

    /// <param name="seeds">Number of most popular tracks; null for the configured number.</param>
    /// <param name="refresh">Whether recent results are computed again too.</param>
    public async Task<PrecomputationProgress> RunAsync(int? seeds, bool refresh, IProgress<PrecomputationProgress>? observer, CancellationToken cancellationToken)
    {
        var since = refresh ? time.GetUtcNow() : time.GetUtcNow() - options.MaxAge;
        var popular = await ranking.MostPopularAsync(seeds ?? options.Seeds, cancellationToken).ConfigureAwait(false);
        var progress = new PrecomputationProgress(0, 0, popular.Count);
        foreach (var batch in popular.Chunk(options.BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var recent = await neighbours.ComputedSinceAsync(since, batch, cancellationToken).ConfigureAwait(false);
            var computed = await ComputeAsync([.. batch.Where(seed => !recent.Contains(seed))], cancellationToken).ConfigureAwait(false);
            progress = progress with { Done = progress.Done + batch.Length, Computed = progress.Computed + computed };
            observer?.Report(progress);
        }

        return progress;
    }

    /// <summary>Computes the neighbours of the seeds that are in the index; others have no vector to search with.</summary>
    private async Task<int> ComputeAsync(IReadOnlyCollection<TrackId> seeds, CancellationToken cancellationToken)
    {
        var points = await index.GetAsync(seeds, cancellationToken).ConfigureAwait(false);
        if (points.Count == 0)
            return 0;
        var profiles = (await features.GetAsync(seeds, cancellationToken).ConfigureAwait(false)).ToDictionary(profile => profile.Id);
        var queries = points.Select(point => Query(point, profiles[point.Id])).ToList();
        var hits = await index.SearchAsync(queries, cancellationToken).ConfigureAwait(false);
        await neighbours.PutAsync(
            [.. points.Zip(hits, (point, found) => new SeedNeighbours(point.Id, [.. found.Select(hit => new Neighbour(hit.Id, hit.Score))]))],
            cancellationToken).ConfigureAwait(false);
        return points.Count;
    }

    private VectorQuery Query(VectorPoint point, TrackProfile profile) => new(point.Vector, options.Neighbours)
    {
        Except = point.Id,
        Weights = FeatureVector.Weights(FeatureVector.Known(profile.Features!, profile.Description?.Popularity), point.Vector.Length),
    };
}

/// <param name="Done">Seeds processed.</param>
/// <param name="Computed">Seeds whose neighbours this run computed.</param>
/// <param name="Total">All seeds of the run.</param>
public sealed record PrecomputationProgress(long Done, long Computed, long Total);
