namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

internal static class CreditLists
{
    /// <summary>Adds an artist once; one that does not exist, and repetitions, are counted.</summary>
    public static void AddCredit(this List<CreditedArtist> artists, CreditedArtist? artist, DropCounts invalid)
    {
        if (artist is null)
            invalid.Add(DropReasons.ArtistInvalid);
        else if (artists.Exists(known => known.Id == artist.Id))
            invalid.Add(DropReasons.ArtistRepeated);
        else
            artists.Add(artist);
    }
}
