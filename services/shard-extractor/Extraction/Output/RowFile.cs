using System.IO.Compression;
using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.Artifacts.Zstd;

namespace SpotifyPlatform.ShardExtractor.Extraction.Output;

/// <summary>Rows on their way into one staged file: buffered, compressed if asked, counted and hashed.</summary>
internal sealed class RowFile : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly byte[] buffer = new byte[BufferBytes];
    private readonly string kind;
    private readonly string relativePath;
    private readonly StagedFile staged;
    private readonly HashingStream hashed;
    private readonly Stream encoder;
    private int buffered;

    public RowFile(string folder, string kind, string relativePath, Compression compression)
    {
        this.kind = kind;
        this.relativePath = relativePath;
        staged = new StagedFile(Path.Combine(folder, relativePath));
        hashed = new HashingStream(staged.Stream);
        encoder = compression switch
        {
            Compression.Gzip => new GZipStream(hashed, CompressionLevel.Optimal, leaveOpen: true),
            Compression.Zstd => new ZstdWriteStream(hashed, leaveOpen: true),
            _ => hashed,
        };
    }

    public long Rows { get; private set; }

    public void Write(ReadOnlySpan<byte> rows, int count)
    {
        Rows += count;
        if (buffered + rows.Length > buffer.Length)
            FlushBuffer();
        if (rows.Length > buffer.Length)
        {
            encoder.Write(rows);
            return;
        }

        rows.CopyTo(buffer.AsSpan(buffered));
        buffered += rows.Length;
    }

    /// <summary>Ends the file, syncs it and gives it its name.</summary>
    public OutputFile Publish()
    {
        FlushBuffer();
        if (encoder != hashed)
            encoder.Dispose();
        var file = new OutputFile(kind, relativePath, Rows, hashed.Length, hashed.Finish());
        staged.Publish();
        return file;
    }

    public void Dispose()
    {
        encoder.Dispose();
        hashed.Dispose();
        staged.Dispose();
    }

    private void FlushBuffer()
    {
        encoder.Write(buffer, 0, buffered);
        buffered = 0;
    }
}
