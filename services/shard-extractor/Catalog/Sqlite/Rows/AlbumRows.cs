using Microsoft.Data.Sqlite;
using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

/// <summary>Albums of any known schema: artists are rows of another table, or a JSON list of ids.</summary>
internal sealed class AlbumRows : MessageRows
{
    private const int Name = 2;
    private const int Artists = 3;
    private const int Released = 4;
    private const int Precision = 5;
    private const int Tracks = 6;
    private const int Type = 7;
    private const int Label = 8;
    private const int Upc = 9;
    private const int Urls = 10;
    private const int Popularity = 11;

    /// <summary>An artist that merely appears on an album is not the album's. The last column tells where both flags are numbers that say so.</summary>
    private const string OwnArtists =
        """
        SELECT l.album_rowid, a.id, l.is_appears_on IS 0 AND l.is_implicit_appears_on IS 0 FROM artist_albums l LEFT JOIN artists a ON a.rowid = l.artist_rowid
        WHERE l.is_appears_on IS NOT 1 AND l.is_implicit_appears_on IS NOT 1 ORDER BY l.album_rowid, l.index_in_album IS NULL, l.index_in_album, l.rowid
        """;

    private readonly ChildRows? artists;
    private readonly HashSet<TrackId> written = [];

    private AlbumRows(SqliteConnection connection, string sql, ChildRows? artists)
        : base(connection, "albums", sql) => this.artists = artists;

    public static AlbumRows Open(SqliteConnection connection, TableSet tables) => new(
        connection,
        $"""
        SELECT t.rowid, t.id, t.name, {tables.First("albums t", "artist_ids")}, {tables.First("albums t", "release_date")},
            {tables.First("albums t", "release_date_precision")}, {tables.First("albums t", "total_tracks")}, {tables.First("albums t", "album_type")},
            {tables.First("albums t", "label")}, {tables.First("albums t", "external_id_upc", "upc")}, {tables.First("albums t", "external_urls")},
            {tables.First("albums t", "popularity")}
        FROM albums t ORDER BY t.rowid
        """,
        tables.RequireIndexed(SchemaVersions.AlbumArtists) ? new ChildRows(new SqliteCursor(connection, OwnArtists), "albums") : null);

    protected override void Write(MessageBytes message)
    {
        message.Text(AlbumText.NameFieldNumber, Cursor.Text(Name));
        WriteArtists(message);
        message.Text(AlbumText.ReleaseDateFieldNumber, Cursor.Text(Released));
        ReadYear(Cursor.Text(Released));
        message.Text(AlbumText.ReleaseDatePrecisionFieldNumber, Cursor.Text(Precision));
        message.Number(AlbumText.TotalTracksFieldNumber, Cursor.Bounded(Tracks, 0, int.MaxValue, InvalidValues) ?? 0);
        message.Text(AlbumText.AlbumTypeFieldNumber, Cursor.Text(Type));
        message.Text(AlbumText.LabelFieldNumber, Cursor.Text(Label));
        message.Text(AlbumText.UpcFieldNumber, Cursor.Text(Upc));
        message.Text(AlbumText.ExternalUrlsFieldNumber, Cursor.Text(Urls));
        message.Number(AlbumText.PopularityFieldNumber, Cursor.Bounded(Popularity, 0, 100, InvalidValues) ?? 0);
    }

    protected override void End()
    {
        if (artists is not null)
            InvalidValues.Add(artists.ReadOrphans());
    }

    protected override void Dispose(bool disposing)
    {
        artists?.Dispose();
        base.Dispose(disposing);
    }

    private void WriteArtists(MessageBytes message)
    {
        written.Clear();
        foreach (var text in TextList.Read(Cursor.Text(Artists), InvalidValues))
            WriteArtist(message, TrackId.TryParse(text, out var listed) ? listed : null);
        while (artists?.MoveNext(Row) == true)
            if (artists.Current.Row(2) == 0)
                InvalidValues.Add(DropReasons.FlagInvalid);
            else
                WriteArtist(message, artists.Current.TryId(1, out var joined) ? joined : null);
    }

    private void WriteArtist(MessageBytes message, TrackId? artist)
    {
        // An album that is left out anyway needs no more ids in memory.
        if (message.IsTooLarge)
            return;
        if (artist is not { } id)
            InvalidValues.Add(DropReasons.ArtistInvalid);
        else if (written.Add(id))
            message.Id(AlbumText.ArtistIdsFieldNumber, id);
        else
            InvalidValues.Add(DropReasons.ArtistRepeated);
    }
}
