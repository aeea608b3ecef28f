namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

/// <summary>Artists that were looked up. Bounded: it is emptied when it is full, which costs some look-ups and changes no row.</summary>
internal sealed class ArtistCache<TKey>
    where TKey : notnull
{
    private const int Capacity = 1 << 18;

    private readonly Dictionary<TKey, CreditedArtist?> artists = [];

    public bool TryGet(TKey key, out CreditedArtist? artist) => artists.TryGetValue(key, out artist);

    /// <param name="artist">Null for a key that is no artist.</param>
    public CreditedArtist? Add(TKey key, CreditedArtist? artist)
    {
        if (artists.Count == Capacity)
            artists.Clear();
        return artists[key] = artist;
    }
}
