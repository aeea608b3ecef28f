using SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;
using SpotifyPlatform.ShardExtractor.Catalog.Tables;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>Opens playlists and the tracks in them; the schema is detected from their tables.</summary>
internal sealed class SqlitePlaylistDatabases : IPlaylistDatabases
{
    private const int RowsPerCheck = 4096;

    private static readonly SchemaVersion[] playlistVersions = [SchemaVersions.Playlists, SchemaVersions.LegacyPlaylists];
    private static readonly SchemaVersion[] trackVersions = [SchemaVersions.TracksOfPlaylists, SchemaVersions.NumberedTracks];

    public bool ReferByNumber(string path) => IsFirst(path, playlistVersions);

    public ICatalogRows<ExtractedBasket> OpenPlaylists(string path, ITracksByNumber tracks, int maxTracks) =>
        SqliteReadErrors.Open(path, connection => new SqlitePlaylistRows(connection, tracks, maxTracks));

    public ICatalogRows<ExtractedBasket> OpenPlaylists(string path, ITracksById tracks, int maxTracks) =>
        SqliteReadErrors.Open(path, connection => new SqliteLegacyPlaylistRows(connection, tracks, maxTracks));

    public bool HasRowNumbers(string tracksPath) => IsFirst(tracksPath, trackVersions);

    public IEnumerable<NumberedTrack> ReadTracks(string tracksPath, DropCounts leftOut, DropCounts invalidValues, CancellationToken cancellationToken)
    {
        using var connection = SqliteReadErrors.Open(tracksPath, connection =>
        {
            SchemaVersion.Detect(connection, trackVersions);
            return connection;
        });
        using var tracks = SqliteReadErrors.Guard(tracksPath, () => new SqliteCursor(connection, "SELECT rowid, id, popularity FROM tracks ORDER BY rowid"));
        for (var read = 0L; SqliteReadErrors.Guard(tracksPath, tracks.Step); read++)
        {
            // Rows that are left out count too: a source may have nothing else.
            if (read % RowsPerCheck == 0)
                cancellationToken.ThrowIfCancellationRequested();
            var row = leftOut.Row = invalidValues.Row = tracks.Row(0);
            if (row < 0)
                leftOut.Add(DropReasons.RowNumberInvalid);
            else if (tracks.TryId(1, out var id))
                yield return new(row, id, (byte)(tracks.Bounded(2, 0, 100, invalidValues) ?? 0));
            else
                leftOut.Add(DropReasons.TrackIdInvalid);
        }
    }

    private static bool IsFirst(string path, SchemaVersion[] versions)
    {
        using var connection = SqliteReadErrors.Open(path, connection => connection);
        return SqliteReadErrors.Guard(path, () => SchemaVersion.Detect(connection, versions) == versions[0]);
    }
}
