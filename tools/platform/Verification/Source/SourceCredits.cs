using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Catalog;
using SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>The artists of tracks: rows in the order of insertion, or a list of ids in the track.</summary>
internal sealed class SourceCredits(SqliteConnection connection, bool legacy)
{
    private const int MaxArtists = 1_000;
    private const int MaxGenres = 1_000;

    /// <summary>Popular artists are asked for again and again.</summary>
    private const int MaxRemembered = 100_000;

    private readonly Dictionary<object, SourceArtistCredit?> remembered = [];

    public IReadOnlyList<SourceArtistCredit> Of(long track, string list)
    {
        var credited = legacy
            ? TextListOf(list).Select(id => TrackId.TryParse(id.AsSpan(), out var known) ? Remember(known, () => Listed(known)) : null)
            : connection.Query(
                "SELECT artist_rowid FROM track_artists WHERE track_rowid = $track ORDER BY rowid LIMIT 100000", r => r.Whole(0, long.MinValue, long.MaxValue), ("$track", track))
                .Select(row => row is { } known ? Remember(known, () => Joined(known)) : null);
        return [.. credited.OfType<SourceArtistCredit>().DistinctBy(artist => artist.Id).Take(MaxArtists)];
    }

    /// <summary>The genres of all artists of a track, distinct, in ordinal order.</summary>
    public static string GenresOf(IReadOnlyList<SourceArtistCredit> artists) => Joined(artists.SelectMany(artist => artist.Genres));

    /// <summary>Distinct texts in ordinal order, without empty ones.</summary>
    public static string Joined(IEnumerable<string> genres) =>
        string.Join(", ", genres.Where(genre => genre.Length > 0).Distinct(StringComparer.Ordinal).Take(MaxGenres).Order(StringComparer.Ordinal));

    /// <summary>The elements of a JSON or Python list; those that are no texts are empty.</summary>
    public static IEnumerable<string> TextListOf(string list) => TextList.Read(System.Text.Encoding.UTF8.GetBytes(list), new DropCounts("")).Select(element => element ?? "");

    private SourceArtistCredit? Joined(long row) => connection.Query(
        "SELECT CAST(id AS TEXT), CAST(name AS TEXT) FROM artists WHERE rowid = $row",
        r => r.Id(0) is { } id
            ? new SourceArtistCredit(id, r.Text(1), connection.Query("SELECT CAST(genre AS TEXT) FROM artist_genres WHERE artist_rowid = $row LIMIT 100000", g => g.Text(0), ("$row", row)))
            : null,
        ("$row", row)).FirstOrDefault();

    private SourceArtistCredit? Listed(TrackId id) => connection.Query(
        "SELECT CAST(name AS TEXT), CAST(genres AS TEXT) FROM artists WHERE id = $id ORDER BY rowid DESC LIMIT 1",
        r => new SourceArtistCredit(id, r.Text(0), [.. TextListOf(r.Text(1))]), ("$id", id.ToString())).FirstOrDefault();

    private SourceArtistCredit? Remember(object key, Func<SourceArtistCredit?> read)
    {
        if (remembered.TryGetValue(key, out var known))
            return known;
        if (remembered.Count == MaxRemembered)
            remembered.Clear();
        return remembered[key] = read();
    }
}

internal sealed record SourceArtistCredit(TrackId Id, string Name, IReadOnlyList<string> Genres)
{
    public long Characters => Name.Length + Genres.Sum(genre => (long)genre.Length);
}
