using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Catalog;

namespace SpotifyPlatform.ListeningHistory.Publishing;

/// <summary>Reads what the platform's tables know of tracks. A table that is not built knows nothing: listening needs no data set.</summary>
internal sealed class PlatformTrackMetadata(ICatalog catalog, IFeatureStore features, IXrefStore matches) : ITrackMetadataSource
{
    public async Task<IReadOnlyList<TrackMetadata>> GetAsync(IReadOnlyCollection<TrackId> tracks, CancellationToken cancellationToken)
    {
        var described = (await IfBuiltAsync(() => catalog.GetAsync(tracks, cancellationToken).AsTask()).ConfigureAwait(false)).ToDictionary(track => track.Id);
        var sounds = (await IfBuiltAsync(() => features.GetAsync(tracks, cancellationToken)).ConfigureAwait(false)).ToDictionary(profile => profile.Id, profile => profile.Features);
        var matched = (await matches.GetAsync(tracks, cancellationToken).ConfigureAwait(false)).ToDictionary(match => match.Id);
        return [.. tracks
            .Where(track => described.ContainsKey(track) || sounds.ContainsKey(track) || matched.ContainsKey(track))
            .Select(track => ToMetadata(track, described.GetValueOrDefault(track), sounds.GetValueOrDefault(track), matched.GetValueOrDefault(track)))];
    }

    private static TrackMetadata ToMetadata(TrackId id, CatalogTrack? track, AudioFeatures? features, TrackMatch? match) => new(
        id, track?.Name, [.. (track?.Artists ?? []).Select(artist => (artist.Name, (ArtistId?)artist.Id))], track?.Isrc ?? match?.Isrc, match?.Mbid,
        track is null ? null : ReleaseYear.Of(track.ReleaseDate), track?.Popularity, track?.Explicit, track?.Genres ?? [], features);

    private static async Task<IReadOnlyList<T>> IfBuiltAsync<T>(Func<Task<IReadOnlyList<T>>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (TableNotBuiltException)
        {
            return [];
        }
    }
}
