using SpotifyPlatform.Contracts.Catalog.V1;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>An artist as the tracks of a range share it. Without a message where the source's id is none or leads nowhere.</summary>
internal sealed class Credit(CatalogArtist? artist)
{
    public CatalogArtist? Artist { get; } = artist;

    public List<string> Genres { get; } = [];

    /// <summary>Puts artists and their genres into a track.</summary>
    public static void Write(CatalogTrack track, List<Credit> credits, DropCounts dropped)
    {
        foreach (var credit in credits)
        {
            if (credit.Artist is null)
                dropped.Add(DropReasons.ArtistInvalid);
            else if (track.Artists.Contains(credit.Artist))
                dropped.Add(DropReasons.ArtistRepeated);
            else
                track.Artists.Add(credit.Artist);
        }

        track.Genres.Add(credits.SelectMany(credit => credit.Genres).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }
}
