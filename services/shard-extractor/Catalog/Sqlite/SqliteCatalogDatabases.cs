using Microsoft.Data.Sqlite;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>Opens the SQLite files of a data set; the schema is detected from their tables.</summary>
internal sealed class SqliteCatalogDatabases : ICatalogDatabases
{
    public ICatalogRows<ExtractedBasket> OpenPlaylists(string path, string tracksPath, Func<TrackTable> table, int maxTracks) =>
        Open<ICatalogRows<ExtractedBasket>>(path, connection =>
        {
            if (SchemaVersion.Detect(connection, SchemaVersions.Playlists, SchemaVersions.LegacyPlaylists) == SchemaVersions.LegacyPlaylists)
                return new SqliteLegacyPlaylistRows(connection, OpenTracksById(tracksPath), maxTracks);
            return new SqlitePlaylistRows(connection, table(), maxTracks);
        });

    public IEnumerable<NumberedTrack> ReadNumberedTracks(string path)
    {
        using var connection = OpenTracksOfPlaylists(path);
        using var query = new RangeQuery(connection, "SELECT rowid, id, popularity FROM tracks WHERE rowid >= 0 ORDER BY rowid");
        using var reader = SqliteReadErrors.Guard(path, () => query.Read());
        while (SqliteReadErrors.Guard(path, reader.Read))
            if (reader.TryId(1, out var id))
                yield return new(reader.GetInt64(0), id, (byte)reader.Bounded(2, 0, 100));
    }

    public long FindLastTrack(string path)
    {
        using var connection = OpenTracksOfPlaylists(path);
        return SqliteReadErrors.Guard(path, () => connection.Scalar<long>("SELECT max(rowid) FROM tracks"));
    }

    private static SqliteConnection OpenTracksOfPlaylists(string path) => Open(path, connection =>
    {
        SchemaVersion.Detect(connection, SchemaVersions.TracksOfPlaylists);
        return connection;
    });

    private static SqliteConnection OpenTracksById(string path) => Open(path, connection =>
    {
        SchemaVersion.Detect(connection, SchemaVersions.TracksById);
        return connection;
    });

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
