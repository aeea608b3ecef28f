namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

/// <summary>
/// Artists that were looked up. Bounded: it is emptied when it is full, which costs some look-ups and changes no row. Large artists are kept too,
/// because they are what is slow to look up again.
/// </summary>
internal sealed class ArtistCache<TKey>(long maxBytes = ArtistCache<TKey>.UsualBytes)
    where TKey : notnull
{
    private const int Capacity = 1 << 18;
    private const long UsualBytes = 64L << 20;

    private readonly Dictionary<TKey, CreditedArtist?> artists = [];
    private long bytes;

    public int Count => artists.Count;

    public bool TryGet(TKey key, out CreditedArtist? artist) => artists.TryGetValue(key, out artist);

    /// <param name="artist">Null for a key that is no artist.</param>
    public CreditedArtist? Add(TKey key, CreditedArtist? artist)
    {
        if (artists.Count == Capacity || bytes > maxBytes)
        {
            artists.Clear();
            bytes = 0;
        }

        bytes += artist?.Bytes ?? 0;
        return artists[key] = artist;
    }
}
