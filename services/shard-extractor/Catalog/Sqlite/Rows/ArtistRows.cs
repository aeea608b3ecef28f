using System.Text;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.Contracts.Tables.V1;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

/// <summary>Artists of any known schema: genres are rows of another table, or a JSON list.</summary>
internal sealed class ArtistRows : MessageRows
{
    private const int Name = 2;
    private const int Genres = 3;
    private const int Followers = 4;
    private const int Popularity = 5;
    private const int Urls = 6;

    private readonly ChildRows? genres;
    private readonly GenreSet names = new();

    private ArtistRows(SqliteConnection connection, string sql, ChildRows? genres)
        : base(connection, "artists", sql) => this.genres = genres;

    public static ArtistRows Open(SqliteConnection connection, TableSet tables) => new(
        connection,
        $"""
        SELECT t.rowid, t.id, t.name, {tables.First("artists t", "genres")}, {tables.First("artists t", "followers_total", "followers")},
            {tables.First("artists t", "popularity")}, {tables.First("artists t", "external_urls")}
        FROM artists t ORDER BY t.rowid
        """,
        tables.RequireIndexed(SchemaVersions.ArtistGenres)
            ? new ChildRows(new SqliteCursor(connection, "SELECT artist_rowid, genre FROM artist_genres ORDER BY artist_rowid"), "artists")
            : null);

    protected override void Write(MessageBytes message)
    {
        message.Text(ArtistText.NameFieldNumber, Cursor.Text(Name));
        ReadGenres();
        names.WriteTo(message, ArtistText.GenresFieldNumber, InvalidValues);
        message.Number(ArtistText.FollowersFieldNumber, Cursor.Bounded(Followers, 0, long.MaxValue, InvalidValues) ?? 0);
        message.Number(ArtistText.PopularityFieldNumber, Cursor.Bounded(Popularity, 0, 100, InvalidValues) ?? 0);
        message.Text(ArtistText.ExternalUrlsFieldNumber, Cursor.Text(Urls));
    }

    protected override void End()
    {
        if (genres is not null)
            InvalidValues.Add(genres.ReadOrphans());
    }

    protected override void Dispose(bool disposing)
    {
        genres?.Dispose();
        base.Dispose(disposing);
    }

    private void ReadGenres()
    {
        names.Clear();
        foreach (var genre in TextList.Read(Cursor.Text(Genres), InvalidValues))
            if (genre is null)
                InvalidValues.Add(DropReasons.ValueInvalid);
            else
                names.Add(genre);
        while (genres?.MoveNext(Row) == true)
            names.Add(Encoding.UTF8.GetString(genres.Current.Text(1)));
    }
}
