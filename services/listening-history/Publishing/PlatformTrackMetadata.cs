using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Catalog;

namespace SpotifyPlatform.ListeningHistory.Publishing;

/// <summary>
/// Reads what the platform's tables and the Web API know of tracks. Answers of the Web API are later, so what they know wins. A table that is not
/// built knows nothing: listening needs no data set.
/// </summary>
internal sealed class PlatformTrackMetadata(ICatalog catalog, IFeatureStore features, IXrefStore matches, IEnrichedRows enriched) : ITrackMetadataSource
{
    public async Task<IReadOnlyList<TrackMetadata>> GetAsync(IReadOnlyCollection<TrackId> tracks, CancellationToken cancellationToken)
    {
        var described = (await IfBuiltAsync(() => catalog.GetAsync(tracks, cancellationToken).AsTask()).ConfigureAwait(false)).ToDictionary(track => track.Id);
        var sounds = (await IfBuiltAsync(() => features.GetAsync(tracks, cancellationToken)).ConfigureAwait(false)).ToDictionary(profile => profile.Id, profile => profile.Features);
        var matched = (await matches.GetAsync(tracks, cancellationToken).ConfigureAwait(false)).ToDictionary(match => match.Id);
        var answered = (await enriched.FindTracksAsync(tracks, cancellationToken).ConfigureAwait(false)).ToDictionary(track => track.Id);
        return [.. tracks
            .Where(track => described.ContainsKey(track) || sounds.ContainsKey(track) || matched.ContainsKey(track) || answered.ContainsKey(track))
            .Select(track => Enriched(
                ToMetadata(track, described.GetValueOrDefault(track), sounds.GetValueOrDefault(track), matched.GetValueOrDefault(track)), answered.GetValueOrDefault(track)))];
    }

    public async Task<IReadOnlyList<ArtistMetadata>> GetArtistsAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        [.. (await enriched.FindByNameAsync(names, cancellationToken).ConfigureAwait(false)).Select(found => new ArtistMetadata(
            found.Key, found.Value.Id.ToString(), found.Value.Genres, found.Value.Popularity, found.Value.Followers))];

    private static TrackMetadata ToMetadata(TrackId id, CatalogTrack? track, AudioFeatures? features, TrackMatch? match) => new(
        id, track?.Name, [.. (track?.Artists ?? []).Select(artist => (artist.Name, (ArtistId?)artist.Id))], track?.Isrc ?? match?.Isrc, match?.Mbid,
        track is null ? null : ReleaseYear.Of(track.ReleaseDate), track?.Popularity, track?.Explicit, track?.Genres ?? [], features)
    {
        Album = OrNull(track?.Album), ReleaseDate = OrNull(track?.ReleaseDate), DurationMs = track?.DurationMs ?? features?.DurationMs,
    };

    private static TrackMetadata Enriched(TrackMetadata known, WebApiTrack? answer) => answer is null ? known : known with
    {
        Title = answer.Name ?? known.Title,
        Artists = answer.Artists.Count > 0 ? [.. answer.Artists.Select(artist => (artist.Name, (ArtistId?)artist.Id))] : known.Artists,
        Isrc = answer.Isrc ?? known.Isrc,
        ReleaseYear = ReleaseYear.Of(answer.ReleaseDate ?? "") ?? known.ReleaseYear,
        Popularity = answer.Popularity ?? known.Popularity,
        Explicit = answer.Explicit ?? known.Explicit,
        Album = answer.Album ?? known.Album,
        ReleaseDate = answer.ReleaseDate ?? known.ReleaseDate,
        DurationMs = answer.DurationMs ?? known.DurationMs,
    };

    private static string? OrNull(string? text) => text is { Length: > 0 } ? text : null;

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
