using Microsoft.Data.Sqlite;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>Opens the SQLite files of a data set, each in the form that its tables show.</summary>
internal sealed class SqliteCatalogDatabases : ICatalogDatabases
{
    public ICatalogRows<CatalogTrack> OpenTracks(string path) => Open<ICatalogRows<CatalogTrack>>(path, connection =>
        KnownForm.Detect(connection, KnownForms.Tracks, KnownForms.OlderTracks) == KnownForms.Tracks
            ? new SqliteTrackRows(connection)
            : new SqliteOlderTrackRows(connection));

    public ICatalogRows<TrackAudioFeatures> OpenFeatures(string path) => Open<ICatalogRows<TrackAudioFeatures>>(path, connection =>
        KnownForm.Detect(connection, KnownForms.Features, KnownForms.OlderFeatures) == KnownForms.Features
            ? new SqliteFeatureRows(connection, "track_audio_features", "track_id", "null_response")
            : new SqliteFeatureRows(connection, "audio_features", "id", "0"));

    public ICatalogRows<Basket> OpenPlaylists(string path, string tracksPath, Func<TrackTable> table, int maxTracks) =>
        Open<ICatalogRows<Basket>>(path, connection =>
        {
            if (KnownForm.Detect(connection, KnownForms.Playlists, KnownForms.OlderPlaylists) == KnownForms.OlderPlaylists)
                return new SqliteOlderPlaylistRows(connection, OpenTracksById(tracksPath), maxTracks);
            return new SqlitePlaylistRows(connection, table(), maxTracks);
        });

    public IEnumerable<TrackKey> ReadTrackKeys(string path)
    {
        using var connection = OpenTracksOfPlaylists(path);
        using var query = new RangeQuery(connection, "SELECT rowid, id, popularity FROM tracks WHERE rowid >= 0 ORDER BY rowid");
        using var reader = SqliteFaults.Guard(path, () => query.Read());
        while (SqliteFaults.Guard(path, reader.Read))
            if (reader.TryId(1, out var id))
                yield return new(reader.GetInt64(0), id, (byte)reader.Bounded(2, 0, 100));
    }

    public long FindLastTrack(string path)
    {
        using var connection = OpenTracksOfPlaylists(path);
        return SqliteFaults.Guard(path, () => connection.Scalar<long>("SELECT max(rowid) FROM tracks"));
    }

    private static SqliteConnection OpenTracksOfPlaylists(string path) => Open(path, connection =>
    {
        KnownForm.Detect(connection, KnownForms.TracksOfPlaylists);
        return connection;
    });

    private static SqliteConnection OpenTracksById(string path) => Open(path, connection =>
    {
        KnownForm.Detect(connection, KnownForms.TracksById);
        return connection;
    });

    private static T Open<T>(string path, Func<SqliteConnection, T> use) => SqliteFaults.Guard(path, () =>
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
