using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Music;
using Message = SpotifyPlatform.Contracts.Tables.V1.CreditedArtist;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

/// <summary>Writes artists as the rows of tracks name them.</summary>
internal sealed class CreditedArtists
{
    /// <summary>Artists of a track; real ones have at most some hundred.</summary>
    private const int MaxArtists = 1_000;

    private readonly MessageBytes artist = new();
    private readonly MessageBytes artistField = new();
    private readonly MessageBytes genreFields = new();

    /// <param name="name">UTF-8.</param>
    /// <param name="genres">In ordinal order.</param>
    /// <returns>The artist; one that is too large for a row makes each track that names it too large.</returns>
    public CreditedArtist Create(TrackId id, ReadOnlySpan<byte> name, IReadOnlyList<string> genres)
    {
        artist.Begin();
        artist.Id(Message.IdFieldNumber, id);
        artist.Text(Message.NameFieldNumber, name);
        artistField.Begin();
        artistField.Bytes(TrackText.ArtistsFieldNumber, artist.Written);
        genreFields.Begin();
        genreFields.Texts(TrackText.GenresFieldNumber, genres);
        return artist.IsTooLarge || artistField.IsTooLarge || genreFields.IsTooLarge
            ? new CreditedArtist(id, MessageBytes.TooLarge, [], [])
            : new CreditedArtist(id, artistField.Written.ToArray(), genres, genreFields.Written.ToArray());
    }

    /// <summary>Adds an artist once; one that does not exist, repetitions, and those beyond the limit are counted.</summary>
    public static void Add(List<CreditedArtist> artists, CreditedArtist? artist, DropCounts invalid)
    {
        if (artist is null)
        {
            invalid.Add(DropReasons.ArtistInvalid);
            return;
        }

        foreach (var known in artists)
        {
            if (known.Id != artist.Id)
                continue;
            invalid.Add(DropReasons.ArtistRepeated);
            return;
        }

        if (artists.Count == MaxArtists)
            invalid.Add(DropReasons.TooManyArtists);
        else
            artists.Add(artist);
    }

    /// <summary>Writes the genres of all artists of a track, distinct, in ordinal order.</summary>
    /// <param name="merged">Used where several artists have genres.</param>
    /// <param name="invalid">Counts the genres beyond the limit.</param>
    public static void WriteGenres(MessageBytes track, List<CreditedArtist> artists, GenreSet merged, DropCounts invalid)
    {
        CreditedArtist? only = null;
        foreach (var artist in artists)
        {
            if (artist.Genres.Count == 0)
                continue;
            if (only is not null)
            {
                WriteMergedGenres(track, artists, merged, invalid);
                return;
            }

            only = artist;
        }

        only?.WriteGenres(track);
    }

    private static void WriteMergedGenres(MessageBytes track, List<CreditedArtist> artists, GenreSet merged, DropCounts invalid)
    {
        merged.Clear();
        foreach (var artist in artists)
            merged.Add(artist.Genres);
        merged.WriteTo(track, TrackText.GenresFieldNumber, invalid);
    }
}
