using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>A track of the catalogue.</summary>
/// <param name="Popularity">0 to 100.</param>
/// <param name="ReleaseDate">As in the source: YYYY, YYYY-MM or YYYY-MM-DD; may be empty.</param>
internal sealed record ExtractedTrack(
    TrackId Id, string Name, Isrc? Isrc, int Popularity, long DurationMs, bool Explicit, string AlbumName, string ReleaseDate)
{
    /// <summary>In the source's order of insertion; it has no other.</summary>
    public IReadOnlyList<ExtractedArtist> Artists { get; init; } = [];

    /// <summary>The artists' genres, distinct, in ordinal order.</summary>
    public IReadOnlyList<string> Genres { get; init; } = [];
}

internal sealed record ExtractedArtist(ArtistId Id, string Name);

/// <summary>Audio features of a track.</summary>
internal sealed record ExtractedFeatures(TrackId Id, AudioFeatures Features);

/// <summary>The distinct catalogued tracks of one playlist.</summary>
/// <param name="TrackIds">Concatenated 16-byte keys, ascending.</param>
/// <param name="Popularities">One byte (0 to 100) a track.</param>
internal sealed record ExtractedBasket(TrackId Playlist, byte[] TrackIds, byte[] Popularities);
