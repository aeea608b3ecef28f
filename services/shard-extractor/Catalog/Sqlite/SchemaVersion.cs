using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>A known schema of a catalogue file.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Columns">Required columns, as <c>table.column</c>.</param>
/// <param name="Indexed">Columns that need an index to be extracted in one pass.</param>
internal sealed record SchemaVersion(string Name, string[] Columns, params string[] Indexed)
{
    /// <summary>The first schema that the database matches.</summary>
    /// <exception cref="CatalogRefusedException">It matches none, and the message lists the missing columns; or an index is missing.</exception>
    public static SchemaVersion Detect(SqliteConnection connection, params ReadOnlySpan<SchemaVersion> versions)
    {
        var tables = new TableSet(connection);
        var lacks = new List<string>();
        foreach (var version in versions)
        {
            var missing = tables.Missing(version.Columns);
            if (missing.Count == 0)
            {
                version.RequireIndexes(connection, tables);
                return version;
            }

            lacks.Add($"{version.Name} lacks {string.Join(", ", missing)}");
        }

        throw new CatalogRefusedException(
            CatalogFault.SchemaUnknown, $"{connection.DataSource} has an unknown schema: {string.Join("; ", lacks)}. Fetch the file again.");
    }

    public void RequireIndexes(SqliteConnection connection, TableSet tables)
    {
        foreach (var name in Indexed)
        {
            var (table, column) = (name.Split('.')[0], name.Split('.')[1]);
            if (!tables.IsIndexed(table, column))
                throw new CatalogRefusedException(
                    CatalogFault.IndexMissing,
                    $"{connection.DataSource} has no index on {name}, so that every step would read the whole table. Add it: CREATE INDEX {table}_{column} ON {table}({column}).");
        }
    }
}

/// <summary>The data set's schema of 2025, and the legacy schema with text ids and JSON lists.</summary>
internal static class SchemaVersions
{
    private const string Current = "the schema of 2025";
    private const string Legacy = "the legacy schema";

    public static readonly SchemaVersion Tracks = new(
        Current,
        [
            "tracks.rowid", "tracks.id", "tracks.name", "tracks.album_rowid", "tracks.external_id_isrc", "tracks.popularity",
            "tracks.duration_ms", "tracks.explicit", "albums.rowid", "albums.name", "albums.release_date", "artists.rowid", "artists.id",
            "artists.name", "track_artists.rowid", "track_artists.track_rowid", "track_artists.artist_rowid", "artist_genres.artist_rowid",
            "artist_genres.genre",
        ],
        "track_artists.track_rowid",
        "artist_genres.artist_rowid");

    public static readonly SchemaVersion LegacyTracks = new(
        Legacy,
        [
            "tracks.rowid", "tracks.id", "tracks.name", "tracks.artist_ids", "tracks.album_id", "tracks.isrc", "tracks.popularity",
            "tracks.duration_ms", "tracks.explicit", "albums.id", "albums.name", "albums.release_date", "artists.id", "artists.name",
            "artists.genres",
        ],
        "albums.id",
        "artists.id");

    public static readonly SchemaVersion Artists = new("a catalogue", ["artists.rowid", "artists.id", "artists.name"]);

    public static readonly SchemaVersion Albums = new("a catalogue", ["albums.rowid", "albums.id", "albums.name"]);

    /// <summary>Genres in a table of their own, as the schema of 2025 has them.</summary>
    public static readonly SchemaVersion ArtistGenres = new(Current, ["artist_genres.artist_rowid", "artist_genres.genre"], "artist_genres.artist_rowid");

    /// <summary>Artists of albums in a table of their own, as the schema of 2025 has them.</summary>
    public static readonly SchemaVersion AlbumArtists = new(
        Current,
        [
            "artist_albums.rowid", "artist_albums.album_rowid", "artist_albums.artist_rowid", "artist_albums.is_appears_on",
            "artist_albums.is_implicit_appears_on", "artist_albums.index_in_album", "artists.id",
        ],
        "artist_albums.album_rowid");

    public static readonly SchemaVersion Features = new(Current, FeatureColumns("track_audio_features", "track_id", "null_response"));

    public static readonly SchemaVersion LegacyFeatures = new(Legacy, FeatureColumns("audio_features", "id"));

    public static readonly SchemaVersion Playlists = new(
        Current,
        [
            "playlists.rowid", "playlists.id", "playlist_tracks.playlist_rowid", "playlist_tracks.position", "playlist_tracks.is_episode",
            "playlist_tracks.is_local", "playlist_tracks.track_rowid",
        ],
        "playlist_tracks.playlist_rowid");

    public static readonly SchemaVersion LegacyPlaylists = new(
        Legacy,
        ["playlists.rowid", "playlists.id", "playlist_tracks.playlist_id", "playlist_tracks.track_id", "playlist_tracks.position"],
        "playlist_tracks.playlist_id");

    /// <summary>The columns of tracks that playlists need.</summary>
    public static readonly SchemaVersion TracksOfPlaylists = new(Current, ["tracks.rowid", "tracks.id", "tracks.popularity", "tracks.album_rowid"]);

    /// <summary>The columns of tracks that their numbers are made of, in any schema.</summary>
    public static readonly SchemaVersion NumberedTracks = new("a catalogue", ["tracks.rowid", "tracks.id", "tracks.popularity"]);

    private static string[] FeatureColumns(string table, params string[] own) =>
        [.. own.Append("rowid").Concat(AudioFeatures.Names).Append("duration_ms").Select(column => $"{table}.{column}")];
}
