using SpotifyPlatform.Embedding;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Vectors;

/// <summary>Where an index takes promoted tracks from.</summary>
internal interface IPromotedPoints
{
    int Dimensions { get; }

    Task<IReadOnlyList<TrackId>> ListAsync(CancellationToken cancellationToken);

    Task<IReadOnlyList<VectorPoint>> ComposeAsync(IReadOnlyList<TrackId> ids, CancellationToken cancellationToken);
}

/// <summary>The promoted tracks and their points, which are composed from what is known of them now.</summary>
public sealed class PromotedTracks(IAccessStore accesses, IFeatureStore features, PointComposer composer) : IPromotedPoints
{
    private const int PageSize = 1000;

    public int Dimensions => composer.Dimensions;

    /// <summary>All promoted ids, ascending.</summary>
    public async Task<IReadOnlyList<TrackId>> ListAsync(CancellationToken cancellationToken)
    {
        var ids = new List<TrackId>();
        while (await accesses.PromotedAsync(ids.Count > 0 ? ids[^1] : null, PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
            ids.AddRange(page);
        return ids;
    }

    /// <summary>Counts the promoted tracks that have a point and a popularity below one; points are not composed.</summary>
    public async Task<long> CountAsync(int popularity, CancellationToken cancellationToken)
    {
        var count = 0L;
        foreach (var page in (await ListAsync(cancellationToken).ConfigureAwait(false)).Chunk(PageSize))
            count += (await features.GetAsync(page, cancellationToken).ConfigureAwait(false))
                .Count(profile => profile is { Features: not null, Description: { } description } && description.Popularity < popularity);
        return count;
    }

    /// <summary>The points of tracks; those that have lost features or description are left out.</summary>
    /// <inheritdoc cref="IEmbedder.EmbedAsync" path="/exception"/>
    public async Task<IReadOnlyList<VectorPoint>> ComposeAsync(IReadOnlyList<TrackId> ids, CancellationToken cancellationToken)
    {
        var points = new List<VectorPoint>(ids.Count);
        foreach (var page in ids.Chunk(PageSize))
            points.AddRange(await composer.ComposeAsync(await features.GetAsync(page, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false));
        return points;
    }
}
