namespace SpotifyPlatform.ShardExtractor.Extraction.Decoding;

/// <summary>Bytes in order.</summary>
internal interface IByteSource
{
    /// <summary>Fills the buffer; fewer bytes only at the end or before a fault, which the next call throws. 0 at the end.</summary>
    int Read(Span<byte> buffer);
}
