using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>Tracks of the legacy schema: text ids; artists of a track and genres of an artist are JSON lists.</summary>
internal sealed class SqliteLegacyTrackRows(SqliteConnection connection) : SqliteRows<ExtractedTrack>(connection, "tracks")
{
    private readonly RangeQuery tracks = new(
        connection,
        """
        SELECT t.rowid, t.id, t.name, t.isrc, t.popularity, t.duration_ms, t.explicit, a.name, a.release_date, t.artist_ids
        FROM tracks t LEFT JOIN albums a ON a.id = t.album_id WHERE t.rowid BETWEEN $first AND $last ORDER BY t.rowid
        """,
        "$first",
        "$last");

    private readonly RangeQuery artists = new(
        connection,
        "SELECT a.id, a.name, a.genres FROM json_each($artists) j CROSS JOIN artists a ON a.id = j.value",
        "$artists");

    protected override void ReadInto(List<ExtractedTrack> rows, DropCounts dropped, long first, long last, CancellationToken cancellationToken)
    {
        var lists = new List<IReadOnlyList<string>>();
        using (var reader = tracks.Read(first, last))
        {
            while (reader.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (TrackRow.Read(reader, dropped) is not { } track)
                    continue;
                rows.Add(track);
                lists.Add(JsonList.Read(reader.Text(TrackRow.Next)));
            }
        }

        var known = ReadArtists(lists.SelectMany(list => list).Distinct().Order(StringComparer.Ordinal));
        var unknown = new ArtistCredit(null);
        for (var i = 0; i < rows.Count; i++)
            rows[i] = ArtistCredit.Credit(rows[i], [.. lists[i].Select(id => known.GetValueOrDefault(id, unknown))], dropped);
    }

    protected override void Dispose(bool disposing)
    {
        tracks.Dispose();
        artists.Dispose();
        base.Dispose(disposing);
    }

    private Dictionary<string, ArtistCredit> ReadArtists(IEnumerable<string> ids)
    {
        var known = new Dictionary<string, ArtistCredit>(StringComparer.Ordinal);
        using var reader = artists.Read(JsonSerializer.Serialize(ids));
        while (reader.Read())
        {
            if (!reader.TryId(0, out var id))
                continue;
            var credit = new ArtistCredit(new(new(id.Value), reader.Text(1)));
            credit.Genres.AddRange(JsonList.Read(reader.Text(2)).Where(genre => genre.Length > 0));
            known[reader.GetString(0)] = credit;
        }

        return known;
    }
}
