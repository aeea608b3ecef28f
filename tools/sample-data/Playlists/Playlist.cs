namespace SpotifyPlatform.SampleData.Playlists;

/// <param name="Index">From 0; the row id is one more.</param>
/// <param name="Rows">What it holds, by position.</param>
/// <param name="AddedAtMs">Whether its rows tell <c>added_at</c> in milliseconds; most tell seconds.</param>
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
    /// <summary>The different catalogue tracks it holds, as the platform's basket defines them.</summary>
    public IReadOnlyCollection<int> Basket() =>
        [.. Rows.Where(row => row.Kind == PlaylistRowKind.Track).Select(row => row.Track).Distinct()];
}

internal enum PlaylistRowKind
{
    Track,

    /// <summary>A podcast episode: an id that no track has.</summary>
    Episode,

    /// <summary>A file on its owner's disk: names alone.</summary>
    Local,

    /// <summary>A track that the catalogue lacks, by id.</summary>
    Unknown,

    /// <summary>A track that is gone: neither row nor id.</summary>
    Vanished,
}

/// <param name="Track">Index of the track, or -1.</param>
/// <param name="AddedAt">Unix seconds; 0 on lists that Spotify made.</param>
internal readonly record struct PlaylistRow(PlaylistRowKind Kind, int Track, long AddedAt);
