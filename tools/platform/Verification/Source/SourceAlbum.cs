using Microsoft.Data.Sqlite;
using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Catalog.Sqlite;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>An album of the catalogue.</summary>
internal sealed record SourceAlbum(long Row, TrackId? Id) : SourceRow(Row, Id)
{
    private static readonly string[] Fields = ["name", "release date", "precision", "type", "label", "UPC", "external URLs"];

    public required IReadOnlyList<string> Texts { get; init; }

    public required string Artists { get; init; }

    public required long Tracks { get; init; }

    public required long Popularity { get; init; }

    /// <summary>Reads albums of either schema.</summary>
    public static SourceTable Open(SqliteConnection connection, TableSet tables)
    {
        var joined = tables.Has("artist_albums", "album_rowid");
        string Text(params string[] names) => $"CAST({tables.First("albums t", names)} AS TEXT)";
        return new SourceTable(
            connection, "albums", "id",
            $"""
            t.rowid, CAST(t.id AS TEXT), CAST(t.name AS TEXT), {Text("release_date")}, {Text("release_date_precision")}, {Text("album_type")}, {Text("label")},
            {Text("external_id_upc", "upc")}, {Text("external_urls")}, {Text("artist_ids")}, {tables.First("albums t", "total_tracks")}, {tables.First("albums t", "popularity")}
            """,
            "",
            r => new SourceAlbum(r.GetInt64(0), r.Id(1))
            {
                Texts = [.. Enumerable.Range(2, Fields.Length).Select(column => r.Text(column))],
                Artists = Distinct(SourceCredits.TextListOf(r.Text(9)).Concat(joined ? ArtistsOf(connection, r.GetInt64(0)) : [])),
                Tracks = r.Whole(10, 0, int.MaxValue) ?? 0,
                Popularity = r.Whole(11, 0, 100) ?? 0,
            });
    }

    public override void Compare(ReadOnlySpan<byte> value, Comparison differences)
    {
        var found = AlbumText.Parser.ParseFrom(value);
        string[] texts = [found.Name, found.ReleaseDate, found.ReleaseDatePrecision, found.AlbumType, found.Label, found.Upc, found.ExternalUrls];
        for (var i = 0; i < Fields.Length; i++)
            differences.Same(Subject, Fields[i], Texts[i], texts[i]);
        differences.Same(Subject, "artists", Artists, string.Join(", ", found.ArtistIds.Select(id => TrackId.FromKey(id.Span))));
        differences.Same(Subject, "tracks", Tracks, found.TotalTracks);
        differences.Same(Subject, "popularity", Popularity, found.Popularity);
    }

    private static string Distinct(IEnumerable<string> ids) =>
        string.Join(", ", ids.Select(text => TrackId.TryParse(text.AsSpan(), out var id) ? id : default(TrackId?)).OfType<TrackId>().Distinct());

    /// <summary>An artist that merely appears on an album is not the album's.</summary>
    private static List<string> ArtistsOf(SqliteConnection connection, long album) => connection.Query(
        """
        SELECT CAST(a.id AS TEXT) FROM artist_albums l JOIN artists a ON a.rowid = l.artist_rowid
        WHERE l.album_rowid = $album AND l.is_appears_on IS 0 AND l.is_implicit_appears_on IS 0 ORDER BY l.index_in_album IS NULL, l.index_in_album, l.rowid LIMIT 100000
        """,
        r => r.Text(0), ("$album", album));
}
