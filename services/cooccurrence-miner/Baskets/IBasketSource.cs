namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>Sees the distinct tracks of one playlist; whose it is nobody knows. Valid only during the call.</summary>
/// <param name="trackKeys">16-byte keys, ascending.</param>
/// <param name="popularities">0 to 100, one byte a track.</param>
internal delegate void BasketVisitor(ReadOnlySpan<byte> trackKeys, ReadOnlySpan<byte> popularities);

/// <summary>All baskets of a playlists file, in batches that are numbered from 0; may be read by several threads and again and again.</summary>
internal interface IBasketSource
{
    /// <summary>SHA-256 of the file, 32 bytes.</summary>
    ReadOnlyMemory<byte> FileSha256 { get; }

    long Batches { get; }

    /// <summary>Shows the baskets of some batches, in order.</summary>
    void Read(long firstBatch, long endBatch, BasketVisitor visit);
}
