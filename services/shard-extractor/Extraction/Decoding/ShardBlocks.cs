namespace SpotifyPlatform.ShardExtractor.Extraction.Decoding;

/// <summary>
/// A shard's decompressed bytes in chunks. On one thread, or with the file read (and hashed) ahead on a second and
/// decompressed ahead on a third, so that the caller only scans.
/// </summary>
internal sealed class ShardBlocks : IDisposable
{
    /// <summary>Compressed bytes read at a time.</summary>
    public const int InputBlockBytes = 256 * 1024;

    private readonly FileSource file;
    private readonly IBlocks input;
    private readonly ZstdSource zstd;
    private readonly IBlocks output;

    public ShardBlocks(string path, ExtractionOptions options, bool hashed, bool threaded)
    {
        file = new FileSource(path, hashed);
        input = threaded ? new ReadAheadBlocks(file, InputBlockBytes, "shard-read") : new DirectBlocks(file, InputBlockBytes);
        zstd = new ZstdSource(input, options);
        output = threaded ? new ReadAheadBlocks(zstd, options.ChunkBytes, "shard-decode") : new DirectBlocks(zstd, options.ChunkBytes);
    }

    public long InputLength => file.Length;

    /// <summary>Compressed bytes decoded so far.</summary>
    public long InputOffset => zstd.InputOffset;

    /// <summary>The next chunk, which lives until the next call; empty at the end.</summary>
    /// <exception cref="ShardFaultException">The shard cannot be read on.</exception>
    public ReadOnlySpan<byte> Next() => output.Next().Span;

    /// <summary>Stops reading ahead, reads the rest of the file and returns its SHA-256.</summary>
    public string FinishHash(CancellationToken cancellation)
    {
        output.Dispose();
        input.Dispose();
        return file.FinishHash(cancellation);
    }

    public void Dispose()
    {
        output.Dispose();
        input.Dispose();
        zstd.Dispose();
        file.Dispose();
    }
}
