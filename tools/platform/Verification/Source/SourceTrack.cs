using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Catalog.Sqlite;
using SpotifyPlatform.Storage.Catalog;

namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>A track of the catalogue.</summary>
internal sealed record SourceTrack(long Row, TrackId? Id) : SourceRow(Row, Id)
{
    /// <summary>What a row of the table may have at most; texts and credits of more than that are left out.</summary>
    private const int MaxRowBytes = 256 << 10;

    public required string Name { get; init; }

    /// <summary>As it is stored; empty for none.</summary>
    public required string Isrc { get; init; }

    public required long? Popularity { get; init; }

    /// <summary>Milliseconds, or 0.</summary>
    public required long Duration { get; init; }

    public required long? Explicit { get; init; }

    public required string AlbumName { get; init; }

    public required TrackId? Album { get; init; }

    public required string Released { get; init; }

    public required long Disc { get; init; }

    public required long Number { get; init; }

    public required string Preview { get; init; }

    public required string Urls { get; init; }

    public required IReadOnlyList<SourceArtistCredit> Artists { get; init; }

    public override bool IsLeftOut => 3L * (Name.Length + AlbumName.Length + Released.Length + Preview.Length + Urls.Length + Artists.Sum(artist => artist.Characters)) > MaxRowBytes;

    /// <summary>Reads tracks of either schema.</summary>
    public static SourceTable Open(SqliteConnection connection, TableSet tables)
    {
        var legacy = tables.Has("tracks", "artist_ids");
        var credits = new SourceCredits(connection, legacy);
        var (isrc, album, join) = legacy
            ? ("t.isrc", "t.album_id", "LEFT JOIN albums a ON a.rowid = (SELECT max(rowid) FROM albums WHERE id = t.album_id)")
            : ("t.external_id_isrc", "a.id", "LEFT JOIN albums a ON a.rowid = t.album_rowid");
        return new SourceTable(
            connection, "tracks", "id",
            $"""
            t.rowid, CAST(t.id AS TEXT), CAST(t.name AS TEXT), CAST({isrc} AS TEXT), t.popularity, t.duration_ms, t.explicit, CAST(a.name AS TEXT), CAST({album} AS TEXT),
            CAST(a.release_date AS TEXT), {tables.First("tracks t", "disc_number")}, {tables.First("tracks t", "track_number")},
            CAST({tables.First("tracks t", "preview_url")} AS TEXT), CAST({tables.First("tracks t", "external_urls")} AS TEXT), {(legacy ? "CAST(t.artist_ids AS TEXT)" : "NULL")}
            """,
            join, r => Read(r, credits));
    }

    public override void Compare(ReadOnlySpan<byte> value, Comparison differences)
    {
        var row = new TrackRow(value);
        var text = row.Text;
        differences.Same(Subject, "name", Name, text.Name);
        differences.Same(Subject, "ISRC", Isrc, row.Isrc?.ToString() ?? "");
        differences.Same(Subject, "popularity", Popularity, row.KnownPopularity);
        differences.Same(Subject, "duration", Duration, row.DurationMs);
        differences.Same(Subject, "explicit", Explicit is { } flag ? flag == 1 : null, row.KnownExplicit);
        differences.Same(Subject, "year", ReleaseYear.Of(Released), row.Year);
        differences.Same(Subject, "release date", Released, text.ReleaseDate);
        differences.Same(Subject, "album", AlbumName, text.AlbumName);
        differences.Same(Subject, "album id", $"{Album}", text.AlbumId.IsEmpty ? "" : $"{TrackId.FromKey(text.AlbumId.Span)}");
        differences.Same(Subject, "disc number", Disc, text.DiscNumber);
        differences.Same(Subject, "track number", Number, text.TrackNumber);
        differences.Same(Subject, "preview URL", Preview, text.PreviewUrl);
        differences.Same(Subject, "external URLs", Urls, text.ExternalUrls);
        differences.Same(
            Subject, "artists", string.Join(", ", Artists.Select(artist => $"{artist.Id} {artist.Name}")),
            string.Join(", ", text.Artists.Select(artist => $"{TrackId.FromKey(artist.Id.Span)} {artist.Name}")));
        differences.Same(Subject, "genres", SourceCredits.GenresOf(Artists), string.Join(", ", text.Genres));
    }

    private static SourceTrack Read(SqliteDataReader r, SourceCredits credits) => new(r.GetInt64(0), r.Id(1))
    {
        Name = r.Text(2),
        Isrc = SourceValue.IsrcOf(r.Text(3)),
        Popularity = r.Whole(4, 0, 100),
        Duration = r.Whole(5, 0, long.MaxValue) ?? 0,
        Explicit = r.Whole(6, 0, 1),
        AlbumName = r.Text(7),
        Album = r.Id(8),
        Released = r.Text(9),
        Disc = r.Whole(10, 0, int.MaxValue) ?? 0,
        Number = r.Whole(11, 0, int.MaxValue) ?? 0,
        Preview = r.Text(12),
        Urls = r.Text(13),
        Artists = credits.Of(r.GetInt64(0), r.Text(14)),
    };
}
