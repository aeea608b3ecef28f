using Microsoft.Data.Sqlite;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>Opens the SQLite files of a data set; the schema is detected from their tables.</summary>
internal sealed class SqliteCatalogDatabases : ICatalogDatabases
{
    public ICatalogRows<ExtractedTrack> OpenTracks(string path) => Open<ICatalogRows<ExtractedTrack>>(path, connection =>
        SchemaVersion.Detect(connection, SchemaVersions.Tracks, SchemaVersions.LegacyTracks) == SchemaVersions.Tracks
            ? new SqliteTrackRows(connection)
            : new SqliteLegacyTrackRows(connection));

    public ICatalogRows<ExtractedFeatures> OpenFeatures(string path) => Open<ICatalogRows<ExtractedFeatures>>(path, connection =>
        SchemaVersion.Detect(connection, SchemaVersions.Features, SchemaVersions.LegacyFeatures) == SchemaVersions.Features
            ? new SqliteFeatureRows(connection, "track_audio_features", "track_id", "null_response")
            : new SqliteFeatureRows(connection, "audio_features", "id", "0"));

    private static T Open<T>(string path, Func<SqliteConnection, T> use) => SqliteReadErrors.Guard(path, () =>
    {
        var connection = SqliteDataSet.Open(path);
        try
        {
            return use(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    });
}
