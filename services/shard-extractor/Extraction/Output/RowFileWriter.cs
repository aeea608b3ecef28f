using System.IO.Compression;
using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.Artifacts.Zstd;

namespace SpotifyPlatform.ShardExtractor.Extraction.Output;

/// <summary>Writes rows into one staged file: buffered, compressed, counted and hashed.</summary>
internal sealed class RowFileWriter : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly byte[] buffer = new byte[BufferBytes];
    private readonly string kind;
    private readonly string relativePath;
    private readonly StagedFile staged;
    private readonly HashingStream hashed;
    private readonly Stream encoder;
    private int buffered;

    public RowFileWriter(string folder, string kind, string relativePath, Compression compression)
    {
        this.kind = kind;
        this.relativePath = relativePath;
        staged = new StagedFile(Path.Combine(folder, relativePath));
        hashed = new HashingStream(staged.Stream);
        encoder = compression switch
        {
            Compression.Gzip => new GZipStream(hashed, CompressionLevel.Optimal, leaveOpen: true),
            Compression.Zstd => ZstdStreams.Compress(hashed, leaveOpen: true),
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

    /// <summary>Completes the file, syncs it and renames it.</summary>
    public OutputFileEntry Publish()
    {
        FlushBuffer();
        if (encoder != hashed)
            encoder.Dispose();
        var file = new OutputFileEntry(kind, relativePath, Rows, hashed.Length, hashed.Finish());
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
