namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>An artist, shared by the tracks of a range. <see cref="Artist"/> is null when the source's id is invalid or refers to no artist.</summary>
internal sealed class ArtistCredit(ExtractedArtist? artist)
{
    public ExtractedArtist? Artist { get; } = artist;

    public List<string> Genres { get; } = [];

    /// <summary>The track with its artists and their genres.</summary>
    public static ExtractedTrack Credit(ExtractedTrack track, List<ArtistCredit> credits, DropCounts dropped)
    {
        var artists = new List<ExtractedArtist>(credits.Count);
        foreach (var credit in credits)
        {
            if (credit.Artist is null)
                dropped.Add(DropReasons.ArtistInvalid);
            else if (artists.Contains(credit.Artist))
                dropped.Add(DropReasons.ArtistRepeated);
            else
                artists.Add(credit.Artist);
        }

        return track with
        {
            Artists = artists,
            Genres = [.. credits.SelectMany(credit => credit.Genres).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };
    }
}
