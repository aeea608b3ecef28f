using System.Text;
using Microsoft.Data.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

/// <summary>Artists of the schema of 2025: rows of <c>track_artists</c> in the order of insertion, the only one that they have.</summary>
internal sealed class JoinedCredits(SqliteConnection connection) : ITrackCredits
{
    private readonly ArtistCache<long> known = new();
    private readonly CreditedArtists writer = new();
    private readonly GenreSet names = new();

    private readonly ChildRows credits = new(new SqliteCursor(
        connection, "SELECT track_rowid, artist_rowid FROM track_artists ORDER BY track_rowid, rowid"), "tracks");

    private readonly SqliteCursor artist = new(connection, "SELECT id, name FROM artists WHERE rowid = ?1");

    private readonly SqliteCursor genres = new(connection, "SELECT genre FROM artist_genres WHERE artist_rowid = ?1");

    public string Column => "NULL";

    public void AddTo(List<CreditedArtist> artists, SqliteCursor track, int column, DropCounts invalid)
    {
        var row = track.Row(0);
        while (credits.MoveNext(row))
            CreditedArtists.Add(artists, credits.Current.Whole(1, out _) is { } artistRow ? Find(artistRow) : null, invalid);
    }

    public DropCounts ReadOrphans() => credits.ReadOrphans();

    public void Dispose()
    {
        credits.Dispose();
        artist.Dispose();
        genres.Dispose();
    }

    private CreditedArtist? Find(long row) => known.TryGet(row, out var found) ? found : known.Add(row, Read(row));

    private CreditedArtist? Read(long row)
    {
        if (!artist.Bind(row).Step() || !artist.TryId(0, out var id))
            return null;
        names.Clear();
        genres.Bind(row);
        while (!names.IsFull && genres.Step())
            names.Add(Encoding.UTF8.GetString(genres.Text(0)));
        return writer.Create(id, artist.Text(1), names.ToList());
    }
}
