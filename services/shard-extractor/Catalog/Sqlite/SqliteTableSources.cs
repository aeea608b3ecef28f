using Microsoft.Data.Sqlite;
using SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;
using SpotifyPlatform.ShardExtractor.Catalog.Tables;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>Opens the SQLite files that tables are made of; the schema is detected from their tables.</summary>
internal sealed class SqliteTableSources : ITableSources
{
    public ITableRows OpenTracks(string path, string? artistsPath, string? albumsPath) => SqliteReadErrors.Open(path, connection =>
    {
        Attach(connection, artistsPath, "artist_file", SchemaVersions.Artists);
        Attach(connection, albumsPath, "album_file", SchemaVersions.Albums);
        // Row numbers of one file need not be those of another, so separate files must refer to one another by id.
        var isWhole = artistsPath is null && albumsPath is null;
        var version = SchemaVersion.Detect(connection, isWhole ? [SchemaVersions.Tracks, SchemaVersions.LegacyTracks] : [SchemaVersions.LegacyTracks]);
        return TrackRows.Open(connection, new TableSet(connection), version == SchemaVersions.LegacyTracks);
    });

    public ITableRows OpenArtists(string path) => SqliteReadErrors.Open(path, connection =>
    {
        SchemaVersion.Detect(connection, SchemaVersions.Artists);
        return ArtistRows.Open(connection, new TableSet(connection));
    });

    public ITableRows OpenAlbums(string path) => SqliteReadErrors.Open(path, connection =>
    {
        SchemaVersion.Detect(connection, SchemaVersions.Albums);
        return AlbumRows.Open(connection, new TableSet(connection));
    });

    public ITableRows OpenFeatures(string path) => SqliteReadErrors.Open(path, connection =>
        SchemaVersion.Detect(connection, SchemaVersions.Features, SchemaVersions.LegacyFeatures) == SchemaVersions.Features
            ? new FeatureRows(connection, "track_audio_features", "track_id", "null_response")
            : new FeatureRows(connection, "audio_features", "id", "0"));

    /// <summary>Attaches a separate file. It is opened by itself first, so that an error names it.</summary>
    private static void Attach(SqliteConnection connection, string? path, string name, SchemaVersion version)
    {
        if (path is null)
            return;
        using (SqliteReadErrors.Open(path, separate =>
        {
            SchemaVersion.Detect(separate, version);
            return separate;
        }))
        {
        }

        SqliteDataSet.Attach(connection, path, name);
    }
}
