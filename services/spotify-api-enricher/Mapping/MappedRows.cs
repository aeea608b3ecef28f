namespace SpotifyPlatform.SpotifyApiEnricher.Mapping;

/// <summary>An artist; null is unknown, never empty or 0.</summary>
/// <param name="Genres">Null or empty: none known.</param>
/// <param name="ImagesJson">Array of <c>{url,width,height}</c>.</param>
internal sealed record MappedArtist(string Id, string? Name, string? Uri, string? ImagesJson, IReadOnlyList<string>? Genres, long? Popularity, long? Followers);

/// <param name="ReleaseDate">YYYY, YYYY-MM or YYYY-MM-DD.</param>
internal sealed record MappedAlbum(string Id, string? Name, string? ReleaseDate, string? Uri, string? ImagesJson);

/// <param name="Id">Of the track that was asked for or added; a local track's URI.</param>
/// <param name="RelinkedId">Of the track that Spotify plays in its place; null where it plays the track itself.</param>
/// <param name="Isrc">In its normal form.</param>
/// <param name="ArtistIds">In their order.</param>
internal sealed record MappedTrack(
    string Id, string? Name, string? AlbumId, long? DurationMs, long? Popularity, string? Uri, bool IsLocal, bool? Explicit, string? Isrc, string? RelinkedId,
    IReadOnlyList<string> ArtistIds);

internal sealed record MappedPlay(string TrackId, long PlayedAtMs, string? ContextType, string? ContextUri)
{
    /// <summary>The playlist it was played from; null for other contexts.</summary>
    public string? PlaylistId => ContextType == "playlist" && ContextUri?.Split(':') is [.., "playlist", var id] && JsonValues.IsId(id) ? id : null;
}

internal sealed record MappedPlaylist(
    string Id, string? Name, string? OwnerId, bool? Public, bool? Collaborative, string? Description, string? Uri, string? ImagesJson);

/// <param name="Kind"><c>track</c>, <c>local</c>, <c>episode</c>, or <c>vanished</c>: nothing is left of it.</param>
/// <param name="TrackId">Null for what is vanished.</param>
/// <param name="PlayedTrackId">The track that Spotify plays in its place.</param>
internal sealed record MappedItem(int Position, string Kind, string? TrackId, string? PlayedTrackId, string? AddedAt, string? AddedBy);

/// <param name="AccountId">Stable since 2026-05; null in older answers.</param>
internal sealed record MappedUser(string Id, string? DisplayName, string? Uri, string? ImagesJson, string? AccountId);

/// <summary>A page of a playlist's items.</summary>
internal sealed record MappedPage(string PlaylistId, int Offset, IReadOnlyList<MappedItem> Items, bool IsLast);
