namespace SpotifyPlatform.ShardExtractor.Extraction.Decoding;

/// <summary>Bytes in order, block by block.</summary>
internal interface IBlocks : IDisposable
{
    /// <summary>
    /// The next block; empty at the end. What stands before a fault is handed out first. A block lives until as many more
    /// were asked for as its source keeps.
    /// </summary>
    ReadOnlyMemory<byte> Next();
}
