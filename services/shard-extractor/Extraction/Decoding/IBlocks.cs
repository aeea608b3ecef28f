namespace SpotifyPlatform.ShardExtractor.Extraction.Decoding;

/// <summary>A source's bytes, block by block.</summary>
internal interface IBlocks : IDisposable
{
    /// <summary>The next block, which lives until the next call; empty at the end.</summary>
    ReadOnlyMemory<byte> Next();
}
