using SpotifyPlatform.LookupGateway.Explanations;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Similar;

/// <summary>Finds similar tracks: plain queries from precomputed neighbours where there are some, all others from the vector index.</summary>
public sealed class SimilarLookup(
    TrackResolver resolver, PrecomputedNeighbours precomputed, SeedVectorCache seeds, IVectorIndex index, IFeatureStore features, IAccessRecorder accesses)
{
    /// <summary>The nearest tracks. Dimensions without a value in the seed do not count.</summary>
    /// <exception cref="NotFoundException">The seed has no audio features, none in a weighted dimension, or no known artists to exclude.</exception>
    public async Task<SimilarTracksResult> FindAsync(SimilarTracksQuery query, CancellationToken cancellationToken)
    {
        var id = await resolver.ResolveAsync(query.Track, cancellationToken).ConfigureAwait(false);
        if (query.IsPlain && await FindPrecomputedAsync(id, query, cancellationToken).ConfigureAwait(false) is { } neighbours)
        {
            accesses.Record(id);
            return new SimilarTracksResult(id, neighbours, ResultSource.Precomputed);
        }

        var seed = await seeds.GetAsync(id, cancellationToken).ConfigureAwait(false);
        accesses.Record(id);
        var weights = seed.Weights(query.Weights);
        if (weights is not null && weights.All(weight => weight == 0))
            throw new NotFoundException($"The seed track {id} has no value in any weighted dimension.");
        var vectorQuery = new VectorQuery(seed.Vector, query.Limit) { Except = id, Weights = weights, Filter = Filter(query, seed) };
        var hits = await index.SearchAsync(vectorQuery, cancellationToken).ConfigureAwait(false);
        return new SimilarTracksResult(id, hits, ResultSource.VectorIndex)
        {
            Explanations = query.Explain ? await ExplainAsync(seed, weights, hits, cancellationToken).ConfigureAwait(false) : [],
        };
    }

    /// <summary>Precomputed neighbours, and promoted tracks, which are in no table; null where the index has to be asked.</summary>
    private async Task<IReadOnlyList<VectorHit>?> FindPrecomputedAsync(TrackId id, SimilarTracksQuery query, CancellationToken cancellationToken)
    {
        if (await precomputed.FindAsync(id, query.Limit, cancellationToken).ConfigureAwait(false) is not { } neighbours)
            return null;
        var seed = await seeds.GetAsync(id, cancellationToken).ConfigureAwait(false);
        var tail = await index
            .SearchTailAsync(new VectorQuery(seed.Vector, query.Limit) { Except = id, Weights = seed.Weights(query.Weights) }, cancellationToken)
            .ConfigureAwait(false);
        return tail is null
            ? null
            : [.. neighbours.Concat(tail).DistinctBy(hit => hit.Id).OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Id).Take(query.Limit)];
    }

    private static VectorFilter? Filter(SimilarTracksQuery query, Seed seed)
    {
        if (!query.ExcludeSeedArtists)
            return query.Filter;
        if (seed.Description is not { ArtistIds: { Count: > 0 } artists })
            throw new NotFoundException($"The artists of track {seed.Id} are unknown, so exclude_seed_artists cannot be applied.");
        var filter = query.Filter ?? new VectorFilter();
        return filter with { ExcludeArtists = [.. filter.ExcludeArtists, .. artists] };
    }

    private async Task<IReadOnlyList<Explanation>> ExplainAsync(
        Seed seed, float[]? weights, IReadOnlyList<VectorHit> hits, CancellationToken cancellationToken)
    {
        var found = await features.GetAsync([.. hits.Select(hit => hit.Id)], cancellationToken).ConfigureAwait(false);
        var byId = found.ToDictionary(profile => profile.Id, profile => profile.Features);
        var seedValues = new AudioFeatureValues(seed.Features, seed.Description?.KnownPopularity);
        return [.. hits.Select(hit =>
            Explanation.Create(seed.Vector, weights, hit.Vector, seedValues, new AudioFeatureValues(byId.GetValueOrDefault(hit.Id), hit.Payload.Popularity)))];
    }
}
