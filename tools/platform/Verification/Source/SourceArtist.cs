using Microsoft.Data.Sqlite;
using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Catalog.Sqlite;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>An artist of the catalogue.</summary>
internal sealed record SourceArtist(long Row, TrackId? Id, string Name, string Genres, long Followers, long Popularity, string Urls) : SourceRow(Row, Id)
{
    /// <summary>Reads artists of either schema.</summary>
    public static SourceTable Open(SqliteConnection connection, TableSet tables)
    {
        var joined = tables.Has("artist_genres", "artist_rowid");
        return new SourceTable(
            connection, "artists", "id",
            $"""
            t.rowid, CAST(t.id AS TEXT), CAST(t.name AS TEXT), CAST({tables.First("artists t", "genres")} AS TEXT), {tables.First("artists t", "followers_total", "followers")},
            {tables.First("artists t", "popularity")}, CAST({tables.First("artists t", "external_urls")} AS TEXT)
            """,
            "",
            r => new SourceArtist(
                r.GetInt64(0), r.Id(1), r.Text(2), SourceCredits.Joined(SourceCredits.TextListOf(r.Text(3)).Concat(joined ? GenresOf(connection, r.GetInt64(0)) : [])),
                r.Whole(4, 0, long.MaxValue) ?? 0, r.Whole(5, 0, 100) ?? 0, r.Text(6)));
    }

    public override void Compare(ReadOnlySpan<byte> value, Comparison differences)
    {
        var found = ArtistText.Parser.ParseFrom(value);
        differences.Same(Subject, "name", Name, found.Name);
        differences.Same(Subject, "genres", Genres, string.Join(", ", found.Genres));
        differences.Same(Subject, "followers", Followers, found.Followers);
        differences.Same(Subject, "popularity", Popularity, found.Popularity);
        differences.Same(Subject, "external URLs", Urls, found.ExternalUrls);
    }

    private static List<string> GenresOf(SqliteConnection connection, long row) =>
        connection.Query("SELECT CAST(genre AS TEXT) FROM artist_genres WHERE artist_rowid = $row LIMIT 100000", r => r.Text(0), ("$row", row));
}
