namespace SpotifyPlatform.ShardExtractor.Extraction.Decoding;

/// <summary>Bytes in order, block by block.</summary>
internal interface IBlocks : IDisposable
{
    /// <summary>
    /// The next block; empty at the end. Content before a damaged place is returned before the exception is thrown. A block stays
    /// valid until as many more blocks were read as the source keeps.
    /// </summary>
    ReadOnlyMemory<byte> Next();
}
