using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.ListeningHistory.Publishing;

/// <summary>Reads tracks from the feature store, and recordings from xref where the feature store has none.</summary>
internal sealed class PlatformTrackMetadata(IFeatureStore features, IXrefStore matches) : ITrackMetadataSource
{
    public async Task<IReadOnlyList<TrackMetadata>> GetAsync(IReadOnlyCollection<TrackId> tracks, CancellationToken cancellationToken)
    {
        var profiles = (await features.GetAsync(tracks, cancellationToken).ConfigureAwait(false)).ToDictionary(profile => profile.Id);
        var matched = (await matches.GetAsync(tracks, cancellationToken).ConfigureAwait(false)).ToDictionary(match => match.Id);
        return [.. tracks
            .Where(track => profiles.ContainsKey(track) || matched.ContainsKey(track))
            .Select(track => ToMetadata(track, profiles.GetValueOrDefault(track), matched.GetValueOrDefault(track)))];
    }

    private static TrackMetadata ToMetadata(TrackId track, TrackProfile? profile, TrackMatch? match)
    {
        var description = profile?.Description;
        return new TrackMetadata(
            track, description?.Title, Artists(description), description?.Isrc ?? match?.Isrc, profile?.Mbid ?? match?.Mbid, description?.Year,
            description?.Popularity, description?.Explicit, description?.Genres ?? [], profile?.Features);
    }

    private static IReadOnlyList<(string Name, ArtistId? Id)> Artists(TrackDescription? description)
    {
        if (description is not { Artist.Length: > 0 })
            return [];
        // The store joins names by ", ", which a name may hold too: only as many parts as ids are artists.
        var names = description.Artist.Split(", ");
        return description.ArtistIds.Count <= 1 ? [(description.Artist, description.ArtistIds.Count == 1 ? description.ArtistIds[0] : null)]
            : names.Length == description.ArtistIds.Count ? [.. names.Zip(description.ArtistIds, (name, id) => (name, (ArtistId?)id))]
            : [];
    }
}
