using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Music;
using Message = SpotifyPlatform.Contracts.Tables.V1.CreditedArtist;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

/// <summary>Writes artists as the rows of tracks name them.</summary>
internal sealed class CreditedArtists
{
    private readonly MessageBytes artist = new();
    private readonly MessageBytes fields = new();

    /// <param name="name">UTF-8.</param>
    /// <param name="genres">In any order.</param>
    public CreditedArtist Create(TrackId id, ReadOnlySpan<byte> name, IReadOnlyList<string> genres)
    {
        artist.Begin();
        artist.Id(Message.IdFieldNumber, id);
        artist.Text(Message.NameFieldNumber, name);
        fields.Begin();
        fields.Bytes(TrackText.ArtistsFieldNumber, artist.Written);
        var artistField = fields.Written.ToArray();
        var normal = Normalize(genres);
        fields.Begin();
        fields.Texts(TrackText.GenresFieldNumber, normal);
        return new CreditedArtist(id, artistField, normal, fields.Written.ToArray());
    }

    /// <summary>Adds an artist once; one that does not exist, and repetitions, are counted.</summary>
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

        artists.Add(artist);
    }

    /// <summary>Writes the genres of all artists of a track, distinct, in ordinal order.</summary>
    public static void WriteGenres(MessageBytes track, List<CreditedArtist> artists)
    {
        CreditedArtist? only = null;
        foreach (var artist in artists)
        {
            if (artist.Genres.Count == 0)
                continue;
            if (only is not null)
            {
                track.Texts(TrackText.GenresFieldNumber, Normalize([.. artists.SelectMany(credited => credited.Genres)]));
                return;
            }

            only = artist;
        }

        only?.WriteGenres(track);
    }

    /// <summary>Distinct, in ordinal order, without empty ones.</summary>
    public static IReadOnlyList<string> Normalize(IReadOnlyList<string> genres) => genres.Count == 0
        ? []
        : [.. genres.Where(genre => genre.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
