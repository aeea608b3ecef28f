using SpotifyPlatform.ListeningHistory.Store;

namespace SpotifyPlatform.ListeningHistory.Publishing;

/// <summary>How much of what was played has metadata, and what the Web API is to be asked about.</summary>
internal static class MetadataCoverage
{
    /// <summary>Popularity is left out: applications in development mode get none.</summary>
    private const string MissingTracks = """
        SELECT DISTINCT p.spotify_track_uri
        FROM plays p LEFT JOIN tracks t ON t.spotify_track_uri = p.spotify_track_uri
        WHERE starts_with(p.spotify_track_uri, 'spotify:track:')
          AND (t.release_date IS NULL OR t.album_name IS NULL OR t.duration_ms IS NULL OR t.explicit IS NULL)
        ORDER BY 1
        """;

    private const string MissingArtists = """
        SELECT p.artist_name, min(p.spotify_track_uri)
        FROM plays p LEFT JOIN artists a ON a.artist_name = p.artist_name
        WHERE p.artist_name IS NOT NULL AND (a.artist_id IS NULL OR a.genres = '' OR a.followers IS NULL)
        GROUP BY p.artist_name ORDER BY 1
        """;

    private const string Tracks = """
        SELECT count(*), count(t.release_date), count(t.release_year), count(t.album_name), count(t.duration_ms), count(t.explicit), count(t.popularity)
        FROM (SELECT DISTINCT spotify_track_uri FROM plays WHERE starts_with(spotify_track_uri, 'spotify:track:')) p
        LEFT JOIN tracks t ON t.spotify_track_uri = p.spotify_track_uri
        """;

    private const string Artists = """
        SELECT count(*), count(a.artist_id), count(CASE WHEN a.genres <> '' THEN 1 END), count(a.popularity), count(a.followers)
        FROM (SELECT DISTINCT artist_name FROM plays WHERE artist_name IS NOT NULL) p LEFT JOIN artists a ON a.artist_name = p.artist_name
        """;

    /// <summary>URIs of tracks, and artists each with a track of theirs.</summary>
    public static (IReadOnlyList<string> Tracks, IReadOnlyList<NewArtist> Artists) Missing(ITablesSnapshot snapshot)
    {
        var (tracks, artists) = (new List<string>(), new List<NewArtist>());
        using (var reader = snapshot.Query(MissingTracks))
            while (reader.Read())
                tracks.Add(reader.GetString(0));
        using (var reader = snapshot.Query(MissingArtists))
            while (reader.Read())
                artists.Add(new NewArtist(reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1)));
        return (tracks, artists);
    }

    /// <summary>Each column of the tables with the number of played tracks or artists that have it.</summary>
    public static IReadOnlyList<CoveredColumn> Read(ITablesSnapshot snapshot) =>
    [
        .. Read(snapshot, "tracks", Tracks, ["release_date", "release_year", "album_name", "duration_ms", "explicit", "popularity"]),
        .. Read(snapshot, "artists", Artists, ["artist_id", "genres", "popularity", "followers"]),
    ];

    private static List<CoveredColumn> Read(ITablesSnapshot snapshot, string table, string sql, string[] columns)
    {
        using var reader = snapshot.Query(sql);
        reader.Read();
        return [.. columns.Select((column, i) => new CoveredColumn(table, column, reader.GetInt64(i + 1), reader.GetInt64(0)))];
    }
}

/// <param name="Known">Played tracks or artists that have a value.</param>
/// <param name="Played">All of them.</param>
internal sealed record CoveredColumn(string Table, string Column, long Known, long Played)
{
    /// <summary>Percentage with two decimals; null where nothing was played.</summary>
    public double? Percentage => Played == 0 ? null : Math.Round(100.0 * Known / Played, 2);
}
