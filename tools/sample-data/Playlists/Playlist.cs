namespace SpotifyPlatform.SampleData.Playlists;

/// <param name="Index">From 0; the row id is one more.</param>
/// <param name="Rows">In the order of position.</param>
/// <param name="AddedAtMs">Whether its rows have <c>added_at</c> in milliseconds; most have seconds.</param>
internal sealed record Playlist(
    int Index,
    string Id,
    string Name,
    string? Description,
    string OwnerId,
    string OwnerName,
    int Followers,
    bool Collaborative,
    bool AddedAtMs,
    IReadOnlyList<PlaylistRow> Rows)
{
    /// <summary>Its distinct catalogue tracks, as the platform defines a basket.</summary>
    public IReadOnlyCollection<int> Basket() =>
        [.. Rows.Where(row => row.Kind == PlaylistRowKind.Track).Select(row => row.Track).Distinct()];
}

internal enum PlaylistRowKind
{
    Track,

    /// <summary>A podcast episode: an id outside the catalogue.</summary>
    Episode,

    /// <summary>A local file of the owner: names only, no id.</summary>
    Local,

    /// <summary>An id of a track outside the catalogue.</summary>
    Unknown,

    /// <summary>A removed track: neither row id nor track id.</summary>
    Vanished,
}

/// <param name="Track">Index of the track, or -1.</param>
/// <param name="AddedAt">Unix seconds; 0 on playlists by Spotify.</param>
internal readonly record struct PlaylistRow(PlaylistRowKind Kind, int Track, long AddedAt);
