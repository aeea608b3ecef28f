using SpotifyPlatform.LookupGateway.Explanations;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Similar;

/// <summary>Answers what sounds like a track: a plain question from the precomputed neighbours where there are young ones, else from the vector index.</summary>
public sealed class SimilarLookup(
    TrackResolver resolver, PrecomputedNeighbours precomputed, Seeds seeds, IVectorIndex index, IFeatureStore features, IAccessLog accesses)
{
    /// <summary>The nearest tracks. Dimensions whose value the seed lacks do not count.</summary>
    /// <exception cref="NotKnownException">The track has no features, or none that weighs, or its artists are unknown and were to be left out.</exception>
    public async Task<SimilarAnswer> FindAsync(SimilarQuestion question, CancellationToken cancellationToken)
    {
        var id = await resolver.ResolveAsync(question.Track, cancellationToken).ConfigureAwait(false);
        if (question.IsPlain && await precomputed.FindAsync(id, question.Limit, cancellationToken).ConfigureAwait(false) is { } neighbours)
        {
            accesses.Note(id);
            return new SimilarAnswer(id, neighbours, AnswerSource.Precomputed);
        }

        var seed = await seeds.GetAsync(id, cancellationToken).ConfigureAwait(false);
        accesses.Note(id);
        var weights = seed.Weights(question.Weights);
        if (weights is not null && weights.All(weight => weight == 0))
            throw new NotKnownException($"Nothing that weighs is known of track {id}: it has no value in those dimensions.");
        var query = new VectorQuery(seed.Vector, question.Limit) { Except = id, Weights = weights, Filter = Filter(question, seed) };
        var hits = await index.SearchAsync(query, cancellationToken).ConfigureAwait(false);
        return new SimilarAnswer(id, hits, AnswerSource.VectorIndex)
        {
            Explanations = question.Explain ? await ExplainAsync(seed, weights, hits, cancellationToken).ConfigureAwait(false) : [],
        };
    }

    private static VectorFilter? Filter(SimilarQuestion question, Seed seed)
    {
        if (!question.ExcludeSeedArtists)
            return question.Filter;
        if (seed.Description is not { ArtistIds: { Count: > 0 } artists })
            throw new NotKnownException($"The artists of track {seed.Id} are unknown, so their tracks cannot be left out.");
        var filter = question.Filter ?? new VectorFilter();
        return filter with { ExcludeArtists = [.. filter.ExcludeArtists, .. artists] };
    }

    private async Task<IReadOnlyList<Explanation>> ExplainAsync(
        Seed seed, float[]? weights, IReadOnlyList<VectorHit> hits, CancellationToken cancellationToken)
    {
        var found = await features.GetAsync([.. hits.Select(hit => hit.Id)], cancellationToken).ConfigureAwait(false);
        var sounds = found.ToDictionary(profile => profile.Id, profile => profile.Features);
        var own = new SoundValues(seed.Features, seed.Description?.Popularity);
        return [.. hits.Select(hit =>
            Explanation.Of(seed.Vector, weights, hit.Vector, own, new SoundValues(sounds.GetValueOrDefault(hit.Id), hit.Payload.Popularity)))];
    }
}
