using Microsoft.Data.Sqlite;
using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

/// <summary>Tracks with the names of their albums and artists, of any known schema.</summary>
internal sealed class TrackRows : MessageRows
{
    private const int Name = 2;
    private const int IsrcCode = 3;
    private const int Popularity = 4;
    private const int Duration = 5;
    private const int Explicit = 6;
    private const int AlbumName = 7;
    private const int AlbumId = 8;
    private const int Released = 9;
    private const int Disc = 10;
    private const int Number = 11;
    private const int Preview = 12;
    private const int Urls = 13;
    private const int Credits = 14;

    private readonly ITrackCredits credits;
    private readonly List<CreditedArtist> artists = [];
    private readonly GenreSet genres = new();
    private readonly byte[] isrc = new byte[Isrc.Length];

    private TrackRows(SqliteConnection connection, string sql, ITrackCredits credits)
        : base(connection, "tracks", sql, Storage.Catalog.TrackTable.TextAt) => this.credits = credits;

    public static TrackRows Open(SqliteConnection connection, TableSet tables, bool legacy)
    {
        ITrackCredits credits = legacy ? new ListedCredits(connection) : new JoinedCredits(connection);
        var (code, album, join) = legacy ? ("isrc", "t.album_id", "a.rowid = (SELECT max(rowid) FROM albums WHERE id = t.album_id)") : ("external_id_isrc", "a.id", "a.rowid = t.album_rowid");
        return new TrackRows(
            connection,
            $"""
            SELECT t.rowid, t.id, t.name, t.{code}, t.popularity, t.duration_ms, t.explicit, {Short("a.name")}, {Short(album)}, {Short("a.release_date")},
                {tables.First("tracks t", "disc_number")}, {tables.First("tracks t", "track_number")}, {tables.First("tracks t", "preview_url")},
                {tables.First("tracks t", "external_urls")}, {credits.Column}
            FROM tracks t LEFT JOIN albums a ON {join} ORDER BY t.rowid
            """,
            credits);
    }

    protected override void Write(MessageBytes message)
    {
        artists.Clear();
        credits.AddTo(artists, Cursor, Credits, InvalidValues);
        message.Text(TrackText.NameFieldNumber, Cursor.Text(Name));
        foreach (var artist in artists)
            artist.WriteArtist(message);
        message.Text(TrackText.AlbumNameFieldNumber, Cursor.Text(AlbumName));
        message.Id(TrackText.AlbumIdFieldNumber, Cursor, AlbumId, InvalidValues);
        var released = Cursor.Text(Released);
        message.Text(TrackText.ReleaseDateFieldNumber, released);
        var year = ReadYear(released);
        CreditedArtists.WriteGenres(message, artists, genres, InvalidValues);
        message.Number(TrackText.DiscNumberFieldNumber, Cursor.Bounded(Disc, 0, int.MaxValue, InvalidValues) ?? 0);
        message.Number(TrackText.TrackNumberFieldNumber, Cursor.Bounded(Number, 0, int.MaxValue, InvalidValues) ?? 0);
        message.Text(TrackText.PreviewUrlFieldNumber, Cursor.Text(Preview));
        message.Text(TrackText.ExternalUrlsFieldNumber, Cursor.Text(Urls));
        Storage.Catalog.TrackTable.WriteFixed(
            message.All(),
            ReadIsrc(),
            (int?)Cursor.Bounded(Popularity, 0, 100, InvalidValues),
            Cursor.Bounded(Explicit, 0, 1, InvalidValues) is { } flag ? flag == 1 : null,
            year,
            Cursor.Bounded(Duration, 0, long.MaxValue, InvalidValues) ?? 0);
    }

    protected override void End() => InvalidValues.Add(credits.ReadOrphans());

    protected override void Dispose(bool disposing)
    {
        credits.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>A column of the album, which many tracks may share. A value that makes a row too large anyway is not read for each of them.</summary>
    private static string Short(string column) =>
        $"CASE WHEN octet_length({column}) > {MessageBytes.MaxBytes} THEN zeroblob({MessageBytes.MaxBytes + 1}) ELSE {column} END";

    private ReadOnlySpan<byte> ReadIsrc()
    {
        var text = Cursor.Text(IsrcCode);
        if (text.IsEmpty)
            return [];
        if (Isrc.TryNormalize(text, isrc))
            return isrc;
        InvalidValues.Add(DropReasons.IsrcInvalid);
        return [];
    }
}
