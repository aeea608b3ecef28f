using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>
/// Tracks of the schema of 2025. Three queries per range: tracks with their albums, credits with their artists in the order of
/// insertion, and the genres of the range's artists.
/// </summary>
internal sealed class SqliteTrackRows(SqliteConnection connection) : SqliteRows<ExtractedTrack>(connection, "tracks")
{
    private readonly RangeQuery tracks = new(
        connection,
        """
        SELECT t.rowid, t.id, t.name, t.external_id_isrc, t.popularity, t.duration_ms, t.explicit, a.name, a.release_date
        FROM tracks t LEFT JOIN albums a ON a.rowid = t.album_rowid WHERE t.rowid BETWEEN $first AND $last ORDER BY t.rowid
        """,
        "$first",
        "$last");

    private readonly RangeQuery credits = new(
        connection,
        """
        SELECT c.track_rowid, c.artist_rowid, a.id, a.name FROM track_artists c LEFT JOIN artists a ON a.rowid = c.artist_rowid
        WHERE c.track_rowid BETWEEN $first AND $last ORDER BY c.track_rowid, c.rowid
        """,
        "$first",
        "$last");

    private readonly RangeQuery genres = new(
        connection,
        "SELECT g.artist_rowid, g.genre FROM json_each($artists) j CROSS JOIN artist_genres g ON g.artist_rowid = j.value WHERE g.genre <> ''",
        "$artists");

    protected override void ReadInto(List<ExtractedTrack> rows, DropCounts dropped, long first, long last, CancellationToken cancellationToken)
    {
        var artists = new Dictionary<long, ArtistCredit>();
        var lists = ReadTracks(rows, dropped, artists, first, last, cancellationToken);
        ReadGenres(artists);
        for (var i = 0; i < rows.Count; i++)
            rows[i] = ArtistCredit.Credit(rows[i], lists[i], dropped);
    }

    protected override void Dispose(bool disposing)
    {
        tracks.Dispose();
        credits.Dispose();
        genres.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Reads both queries in step: both are in the order of the tracks' row numbers.</summary>
    private List<List<ArtistCredit>> ReadTracks(
        List<ExtractedTrack> rows, DropCounts dropped, Dictionary<long, ArtistCredit> artists, long first, long last, CancellationToken cancellationToken)
    {
        var lists = new List<List<ArtistCredit>>();
        using var reader = tracks.Read(first, last);
        using var credited = credits.Read(first, last);
        var more = credited.Read();
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = reader.GetInt64(TrackRow.Row);
            if (TrackRow.Read(reader, dropped) is not { } track)
                continue;
            while (more && credited.GetInt64(0) < row)
                more = credited.Read();
            var list = new List<ArtistCredit>();
            for (; more && credited.GetInt64(0) == row; more = credited.Read())
                list.Add(Artist(credited, artists));
            rows.Add(track);
            lists.Add(list);
        }

        return lists;
    }

    private static ArtistCredit Artist(SqliteDataReader credited, Dictionary<long, ArtistCredit> artists)
    {
        var row = credited.Bounded(1, long.MinValue, long.MaxValue);
        if (artists.TryGetValue(row, out var known))
            return known;
        var artist = credited.TryId(2, out var id) ? new ExtractedArtist(new(id.Value), credited.Text(3)) : null;
        return artists[row] = new(artist);
    }

    private void ReadGenres(Dictionary<long, ArtistCredit> artists)
    {
        using var reader = genres.Read(JsonSerializer.Serialize(artists.Keys.Order()));
        while (reader.Read())
            artists[reader.GetInt64(0)].Genres.Add(reader.GetString(1));
    }
}
