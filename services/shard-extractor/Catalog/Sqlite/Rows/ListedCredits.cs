using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

/// <summary>Artists of the legacy schema: a JSON list of ids in each track.</summary>
internal sealed class ListedCredits(SqliteConnection connection) : ITrackCredits
{
    private readonly ArtistCache<TrackId> known = new();
    private readonly CreditedArtists writer = new();
    private readonly GenreSet genres = new();

    private readonly SqliteCursor artist = new(connection, "SELECT name, genres FROM artists WHERE id = ?1 ORDER BY rowid DESC LIMIT 1");

    public string Column => "t.artist_ids";

    public void AddTo(List<CreditedArtist> artists, SqliteCursor track, int column, DropCounts invalid)
    {
        foreach (var text in TextList.Read(track.Text(column), invalid))
            CreditedArtists.Add(artists, TrackId.TryParse(text, out var id) ? Find(id) : null, invalid);
    }

    public DropCounts ReadOrphans() => new("tracks");

    public void Dispose() => artist.Dispose();

    private CreditedArtist? Find(TrackId id) => known.TryGet(id, out var found) ? found : known.Add(id, Read(id));

    private CreditedArtist? Read(TrackId id)
    {
        if (!artist.Bind(System.Text.Encoding.ASCII.GetBytes(id.ToString())).Step())
            return null;
        genres.Clear();
        // What is no genre is counted by the table of artists.
        foreach (var genre in TextList.Read(artist.Text(1), new DropCounts("artists")))
            if (genre is not null)
                genres.Add(genre);
        return writer.Create(id, artist.Text(0), genres.ToList());
    }
}
