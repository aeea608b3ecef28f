using Microsoft.Data.Sqlite;
using SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;
using SpotifyPlatform.ShardExtractor.Catalog.Tables;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>Opens playlists and the tracks in them; the schema is detected from their tables.</summary>
internal sealed class SqlitePlaylistDatabases : IPlaylistDatabases
{
    private static readonly SchemaVersion[] playlistVersions = [SchemaVersions.Playlists, SchemaVersions.LegacyPlaylists];
    private static readonly SchemaVersion[] trackVersions = [SchemaVersions.TracksOfPlaylists, SchemaVersions.NumberedTracks];

    public bool ReferByNumber(string path) => IsFirst(path, playlistVersions);

    public ICatalogRows<ExtractedBasket> OpenPlaylists(string path, ITracksByNumber tracks, int maxTracks) =>
        Open(path, connection => new SqlitePlaylistRows(connection, tracks, maxTracks));

    public ICatalogRows<ExtractedBasket> OpenPlaylists(string path, ITracksById tracks, int maxTracks) =>
        Open(path, connection => new SqliteLegacyPlaylistRows(connection, tracks, maxTracks));

    public bool HasRowNumbers(string tracksPath) => IsFirst(tracksPath, trackVersions);

    public IEnumerable<NumberedTrack> ReadTracks(string tracksPath, DropCounts dropped)
    {
        using var connection = Open(tracksPath, connection =>
        {
            SchemaVersion.Detect(connection, trackVersions);
            return connection;
        });
        using var tracks = SqliteReadErrors.Guard(tracksPath, () => new SqliteCursor(connection, "SELECT rowid, id, popularity FROM tracks ORDER BY rowid"));
        var invalid = new DropCounts();
        while (SqliteReadErrors.Guard(tracksPath, tracks.Step))
        {
            var row = tracks.Row(0);
            if (row < 0)
                dropped.Add(DropReasons.RowNumberInvalid);
            else if (tracks.TryId(1, out var id))
                yield return new(row, id, (byte)tracks.Bounded(2, 0, 100, invalid));
            else
                dropped.Add(DropReasons.TrackIdInvalid);
        }
    }

    private static bool IsFirst(string path, SchemaVersion[] versions)
    {
        using var connection = Open(path, connection => connection);
        return SqliteReadErrors.Guard(path, () => SchemaVersion.Detect(connection, versions) == versions[0]);
    }

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
