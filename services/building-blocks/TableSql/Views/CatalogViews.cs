using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.TableSql.DuckDb;
using SpotifyPlatform.TableSql.Scans;
using static SpotifyPlatform.TableSql.DuckDb.ScanColumn;

namespace SpotifyPlatform.TableSql.Views;

/// <summary>Tracks, artists and albums, with the columns of the source's databases. What the source lacks is null.</summary>
internal static class CatalogViews
{
    public static readonly ScanColumn[] TrackColumns =
    [
        Text("id"), Text("name"), Text("artist_ids"), Text("album_id"), Integer("disc_number"), Integer("track_number"), Integer("duration_ms"), Integer("explicit"),
        Text("isrc"), Integer("popularity"), Text("preview_url"), Text("external_urls"),
    ];

    public static readonly ScanColumn[] ArtistColumns =
        [Text("id"), Text("name"), Text("genres"), Integer("followers"), Integer("popularity"), Text("external_urls")];

    public static readonly ScanColumn[] AlbumColumns =
    [
        Text("id"), Text("name"), Text("artist_ids"), Text("release_date"), Text("release_date_precision"), Integer("total_tracks"), Text("album_type"), Text("label"),
        Text("upc"), Text("external_urls"),
    ];

    public static readonly ScanColumn[] GenreColumns = [Text("spotify_artist_id"), Text("genre")];

    /// <summary>An empty text of the tables is one that the source lacks.</summary>
    private static string? Known(string text) => text.Length > 0 ? text : null;

    private static long? Known(long number) => number > 0 ? number : null;

    internal sealed class Tracks(IReadOnlyList<bool> wanted) : SingleRowDecoder
    {
        /// <summary>Whether a column is asked for that stands behind the fixed fields.</summary>
        private readonly bool needsText = new[] { 1, 2, 3, 4, 5, 10, 11 }.Any(column => wanted[column]);

        protected override void Write(RowChunk chunk, int row, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            var track = new TrackRow(value);
            chunk.Id(0, row, key);
            chunk.Integer(6, row, Known(track.DurationMs));
            chunk.Integer(7, row, track.KnownExplicit is { } isExplicit ? isExplicit ? 1 : 0 : null);
            if (track.IsrcCode is { IsEmpty: false } isrc)
                chunk.Text(8, row, isrc);
            else
                chunk.Null(8, row);
            chunk.Integer(9, row, track.KnownPopularity);
            if (needsText)
                Write(chunk, row, track.Text);
        }

        private static void Write(RowChunk chunk, int row, TrackText text)
        {
            chunk.Text(1, row, text.Name);
            if (chunk.Wants(2))
                chunk.Text(2, row, JsonText.Ids(text.Artists, artist => artist.Id.Memory));
            if (text.AlbumId.Length > 0)
                chunk.Id(3, row, text.AlbumId.Span);
            else
                chunk.Null(3, row);
            chunk.Integer(4, row, Known(text.DiscNumber));
            chunk.Integer(5, row, Known(text.TrackNumber));
            chunk.Text(10, row, Known(text.PreviewUrl));
            chunk.Text(11, row, Known(text.ExternalUrls));
        }
    }

    internal sealed class Artists : SingleRowDecoder
    {
        protected override void Write(RowChunk chunk, int row, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            var artist = ArtistText.Parser.ParseFrom(value);
            chunk.Id(0, row, key);
            chunk.Text(1, row, artist.Name);
            if (chunk.Wants(2))
                chunk.Text(2, row, JsonText.Array(artist.Genres));
            chunk.Integer(3, row, artist.Followers);
            chunk.Integer(4, row, artist.Popularity);
            chunk.Text(5, row, Known(artist.ExternalUrls));
        }
    }

    internal sealed class Albums : SingleRowDecoder
    {
        protected override void Write(RowChunk chunk, int row, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            var album = AlbumText.Parser.ParseFrom(value);
            chunk.Id(0, row, key);
            chunk.Text(1, row, album.Name);
            if (chunk.Wants(2))
                chunk.Text(2, row, JsonText.Ids(album.ArtistIds, artist => artist.Memory));
            chunk.Text(3, row, Known(album.ReleaseDate));
            chunk.Text(4, row, Known(album.ReleaseDatePrecision));
            chunk.Integer(5, row, Known(album.TotalTracks));
            chunk.Text(6, row, Known(album.AlbumType));
            chunk.Text(7, row, Known(album.Label));
            chunk.Text(8, row, Known(album.Upc));
            chunk.Text(9, row, Known(album.ExternalUrls));
        }
    }

    internal sealed class Genres : ManyRowsDecoder
    {
        private Google.Protobuf.Collections.RepeatedField<string> genres = [];

        public override int Begin(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            genres = ArtistText.Parser.ParseFrom(value).Genres;
            return genres.Count;
        }

        public override void Write(RowChunk chunk, int row, int entry, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            chunk.Id(0, row, key);
            chunk.Text(1, row, genres[entry]);
        }
    }
}
