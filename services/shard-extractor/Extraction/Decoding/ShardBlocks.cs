using SpotifyPlatform.Artifacts.Zstd;

namespace SpotifyPlatform.ShardExtractor.Extraction.Decoding;

/// <summary>
/// A shard's decompressed bytes: on one thread, or with reading and hashing on a second and decompression on a third, so that the
/// caller only scans.
/// </summary>
internal sealed class ShardBlocks : IDisposable
{
    private const int InputBlockBytes = 512 * 1024;
    private const int Ahead = 4;

    private readonly FileBlocks file;
    private readonly IBlocks input;
    private readonly ZstdBlocks zstd;
    private readonly IBlocks output;

    public ShardBlocks(string path, ExtractionOptions options, bool hashed, bool threaded)
    {
        var kept = threaded ? Ahead : 1;
        file = new FileBlocks(path, InputBlockBytes, hashed, kept);
        input = threaded ? new ReadAheadBlocks(file, kept, "shard-read") : file;
        zstd = new ZstdBlocks(input, new ZstdBlockDecoder(options.MaxWindowLog, kept, options.UseLibzstd), options);
        output = threaded ? new ReadAheadBlocks(zstd, kept, "shard-decode") : zstd;
    }

    public long InputLength => file.Length;

    /// <summary>Compressed bytes decoded so far.</summary>
    public long InputOffset => zstd.InputOffset;

    /// <summary>The next chunk, valid until the next call; empty at the end.</summary>
    /// <exception cref="ShardFaultException">The shard cannot be read further.</exception>
    public ReadOnlySpan<byte> Next() => output.Next().Span;

    /// <summary>Stops reading ahead, reads the rest of the file and returns its SHA-256.</summary>
    public string FinishHash(CancellationToken cancellation)
    {
        output.Dispose();
        if (input != file)
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
