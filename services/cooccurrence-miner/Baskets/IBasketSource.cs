namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>Receives the distinct tracks of one playlist. The spans are valid during the call only.</summary>
/// <param name="trackKeys">16-byte keys, ascending.</param>
/// <param name="popularities">0 to 100, one byte a track.</param>
internal delegate void BasketVisitor(ReadOnlySpan<byte> trackKeys, ReadOnlySpan<byte> popularities);

/// <summary>All baskets of a table, in batches numbered from 0. Thread-safe; may be read repeatedly.</summary>
internal interface IBasketSource
{
    /// <summary>Of the table, 32 bytes.</summary>
    ReadOnlyMemory<byte> ContentSha256 { get; }

    long Batches { get; }

    /// <summary>Visits the baskets of a range of batches, in order.</summary>
    void Read(long firstBatch, long endBatch, BasketVisitor visit);
}
