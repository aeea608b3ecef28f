using Microsoft.Data.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>A form that a catalogue file may have.</summary>
/// <param name="Name">For people.</param>
/// <param name="Columns">What must be there, as <c>table.column</c>.</param>
/// <param name="Indexed">What must have an index to be extracted in one pass.</param>
internal sealed record KnownForm(string Name, string[] Columns, params string[] Indexed)
{
    /// <summary>The first form that the database has.</summary>
    /// <exception cref="CatalogRefusedException">It has none, and the message says what each misses; or an index is missing.</exception>
    public static KnownForm Detect(SqliteConnection connection, params ReadOnlySpan<KnownForm> forms)
    {
        var tables = new TableSet(connection);
        var lacks = new List<string>();
        foreach (var form in forms)
        {
            var missing = tables.Missing(form.Columns);
            if (missing.Count == 0)
            {
                form.RequireIndexes(connection, tables);
                return form;
            }

            lacks.Add($"{form.Name} misses {string.Join(", ", missing)}");
        }

        throw new CatalogRefusedException(
            CatalogFault.SchemaUnknown, $"{connection.DataSource} has no known form: {string.Join("; ", lacks)}.");
    }

    private void RequireIndexes(SqliteConnection connection, TableSet tables)
    {
        foreach (var name in Indexed)
        {
            var (table, column) = (name.Split('.')[0], name.Split('.')[1]);
            if (!tables.IsIndexed(table, column))
                throw new CatalogRefusedException(
                    CatalogFault.IndexMissing,
                    $"{connection.DataSource} has no index on {name}, and without one every step would read the whole table. Add it: CREATE INDEX {table}_{column} ON {table}({column}).");
        }
    }
}

/// <summary>The data set's own schema of 2025, and the older description with text ids and JSON lists.</summary>
internal static class KnownForms
{
    private const string Own = "the data set's own schema";
    private const string Older = "the older description";

    public static readonly KnownForm Tracks = new(
        Own,
        [
            "tracks.rowid", "tracks.id", "tracks.name", "tracks.album_rowid", "tracks.external_id_isrc", "tracks.popularity",
            "tracks.duration_ms", "tracks.explicit", "albums.rowid", "albums.name", "albums.release_date", "artists.rowid", "artists.id",
            "artists.name", "track_artists.rowid", "track_artists.track_rowid", "track_artists.artist_rowid", "artist_genres.artist_rowid",
            "artist_genres.genre",
        ],
        "track_artists.track_rowid",
        "artist_genres.artist_rowid");

    public static readonly KnownForm OlderTracks = new(
        Older,
        [
            "tracks.rowid", "tracks.id", "tracks.name", "tracks.artist_ids", "tracks.album_id", "tracks.isrc", "tracks.popularity",
            "tracks.duration_ms", "tracks.explicit", "albums.id", "albums.name", "albums.release_date", "artists.id", "artists.name",
            "artists.genres",
        ],
        "albums.id",
        "artists.id");

    public static readonly KnownForm Features = new(Own, FeatureColumns("track_audio_features", "track_id", "null_response"));

    public static readonly KnownForm OlderFeatures = new(Older, FeatureColumns("audio_features", "id"));

    public static readonly KnownForm Playlists = new(
        Own,
        [
            "playlists.rowid", "playlists.id", "playlist_tracks.playlist_rowid", "playlist_tracks.position", "playlist_tracks.is_episode",
            "playlist_tracks.is_local", "playlist_tracks.track_rowid",
        ],
        "playlist_tracks.playlist_rowid");

    public static readonly KnownForm OlderPlaylists = new(
        Older,
        ["playlists.rowid", "playlists.id", "playlist_tracks.playlist_id", "playlist_tracks.track_id", "playlist_tracks.position"],
        "playlist_tracks.playlist_id");

    /// <summary>What playlists need of the tracks that they name.</summary>
    public static readonly KnownForm TracksOfPlaylists = new(Own, ["tracks.rowid", "tracks.id", "tracks.popularity", "tracks.album_rowid"]);

    /// <summary>What playlists with track ids need of either form.</summary>
    public static readonly KnownForm TracksById = new("a catalogue", ["tracks.id", "tracks.popularity"], "tracks.id");

    private static string[] FeatureColumns(string table, params string[] own) =>
        [.. own.Append("rowid").Concat(FeatureRow.Columns).Select(column => $"{table}.{column}")];
}
