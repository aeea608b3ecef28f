namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

/// <summary>
/// Artists that were looked up. Bounded: it is emptied when it is full, and large artists are not kept, which costs some look-ups and changes
/// no row.
/// </summary>
internal sealed class ArtistCache<TKey>
    where TKey : notnull
{
    private const int Capacity = 1 << 18;

    /// <summary>Bytes of the largest artist that is kept. Real ones have some hundred.</summary>
    private const int MaxArtistBytes = 4 << 10;

    private readonly Dictionary<TKey, CreditedArtist?> artists = [];

    public bool TryGet(TKey key, out CreditedArtist? artist) => artists.TryGetValue(key, out artist);

    /// <param name="artist">Null for a key that is no artist.</param>
    public CreditedArtist? Add(TKey key, CreditedArtist? artist)
    {
        if (artist?.Bytes > MaxArtistBytes)
            return artist;
        if (artists.Count == Capacity)
            artists.Clear();
        return artists[key] = artist;
    }
}
