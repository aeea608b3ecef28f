using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Embedding;

/// <summary>Makes points of tracks that have features and a description.</summary>
public sealed class PointComposer(VectorComposer composer)
{
    public int Dimensions => composer.Dimensions;

    /// <returns>The points in the order of the tracks; tracks without one of the two are left out.</returns>
    /// <inheritdoc cref="IEmbedder.EmbedAsync" path="/exception"/>
    public async Task<IReadOnlyList<VectorPoint>> ComposeAsync(IEnumerable<TrackProfile> tracks, CancellationToken cancellationToken)
    {
        var complete = tracks.Where(track => track is { Features: not null, Description: not null }).ToList();
        var vectors = await composer.ComposeAsync([.. complete.Select(track => new DescribedFeatures(track.Features!, track.Description))], cancellationToken).ConfigureAwait(false);
        return [.. complete.Zip(vectors, (track, vector) => new VectorPoint(track.Id, vector, track.Description!, track.Mbid))];
    }
}
