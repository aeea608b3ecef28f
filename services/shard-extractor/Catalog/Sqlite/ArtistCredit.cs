using SpotifyPlatform.Contracts.Catalog.V1;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>An artist, shared by the tracks of a range. The message is null when the source's id is invalid or refers to no artist.</summary>
internal sealed class ArtistCredit(CatalogArtist? artist)
{
    public CatalogArtist? Artist { get; } = artist;

    public List<string> Genres { get; } = [];

    /// <summary>Adds artists and their genres to a track.</summary>
    public static void Write(CatalogTrack track, List<ArtistCredit> credits, DropCounts dropped)
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
