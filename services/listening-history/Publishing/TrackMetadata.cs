using SpotifyPlatform.Music;

namespace SpotifyPlatform.ListeningHistory.Publishing;

/// <summary>What else is known of a track that was played; null where it is not.</summary>
/// <param name="Artists">Names and ids in order; several of a joint track.</param>
/// <param name="Genres">Of all its artists together.</param>
internal sealed record TrackMetadata(
    TrackId Id, string? Title, IReadOnlyList<(string Name, ArtistId? Id)> Artists, Isrc? Isrc, Mbid? RecordingMbid, int? ReleaseYear, int? Popularity,
    bool? Explicit, IReadOnlyList<string> Genres, AudioFeatures? Features);

/// <summary>The platform's own tables, asked for the tracks that were played.</summary>
internal interface ITrackMetadataSource
{
    /// <summary>Those that are known, in no order; none where no data set is loaded.</summary>
    Task<IReadOnlyList<TrackMetadata>> GetAsync(IReadOnlyCollection<TrackId> tracks, CancellationToken cancellationToken);
}
