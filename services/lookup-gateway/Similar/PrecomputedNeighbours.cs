using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Similar;

/// <summary>Answers from precomputed neighbours.</summary>
public sealed class PrecomputedNeighbours(INeighbourStore neighbours, IFeatureStore features)
{
    /// <summary>The nearest tracks; null where fewer than <paramref name="limit"/> are stored, or one has no description any more.</summary>
    public async Task<IReadOnlyList<VectorHit>?> FindAsync(TrackId seed, int limit, CancellationToken cancellationToken)
    {
        var found = await neighbours.GetAsync(seed, cancellationToken).ConfigureAwait(false);
        if (found is null || found.Neighbours.Count < limit)
            return null;
        var nearest = found.Neighbours.Take(limit).ToList();
        var profiles = (await features.GetAsync([.. nearest.Select(neighbour => neighbour.Id)], cancellationToken).ConfigureAwait(false))
            .ToDictionary(profile => profile.Id);
        return nearest.All(neighbour => profiles.GetValueOrDefault(neighbour.Id)?.Description is not null)
            ? [.. nearest.Select(neighbour => Hit(neighbour, profiles[neighbour.Id]))]
            : null;
    }

    private static VectorHit Hit(Neighbour neighbour, TrackProfile profile) => new(neighbour.Id, neighbour.Score, [], profile.Description!, profile.Mbid);
}
