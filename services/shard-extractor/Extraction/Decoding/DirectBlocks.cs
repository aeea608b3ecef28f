namespace SpotifyPlatform.ShardExtractor.Extraction.Decoding;

/// <summary>Reads each block when it is asked for, on the caller's thread.</summary>
internal sealed class DirectBlocks(IByteSource source, int blockBytes) : IBlocks
{
    private readonly byte[] block = new byte[blockBytes];

    public ReadOnlyMemory<byte> Next() => block.AsMemory(0, source.Read(block));

    public void Dispose()
    {
    }
}
