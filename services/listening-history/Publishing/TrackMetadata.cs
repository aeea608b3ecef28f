using SpotifyPlatform.Music;

namespace SpotifyPlatform.ListeningHistory.Publishing;

/// <summary>What else is known of a track that was played; null where it is not.</summary>
/// <param name="Artists">Names and ids in order; several of a joint track.</param>
/// <param name="Genres">Of all its artists together.</param>
internal sealed record TrackMetadata(
    TrackId Id, string? Title, IReadOnlyList<(string Name, ArtistId? Id)> Artists, Isrc? Isrc, Mbid? RecordingMbid, int? ReleaseYear, int? Popularity,
    bool? Explicit, IReadOnlyList<string> Genres, AudioFeatures? Features)
{
    public string? Album { get; init; }

    /// <summary>YYYY, YYYY-MM or YYYY-MM-DD.</summary>
    public string? ReleaseDate { get; init; }

    public long? DurationMs { get; init; }
}

/// <summary>What else is known of an artist that was played; null where it is not.</summary>
/// <param name="Name">As the plays have it.</param>
internal sealed record ArtistMetadata(string Name, string? Id, IReadOnlyList<string> Genres, int? Popularity, long? Followers);

/// <summary>The platform's own tables and answers of the Web API, asked for what was played.</summary>
internal interface ITrackMetadataSource
{
    /// <summary>Those that are known, in no order; none where no data set is loaded.</summary>
    Task<IReadOnlyList<TrackMetadata>> GetAsync(IReadOnlyCollection<TrackId> tracks, CancellationToken cancellationToken);

    /// <summary>Artists that the Web API was asked about, in no order.</summary>
    Task<IReadOnlyList<ArtistMetadata>> GetArtistsAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken);
}
