namespace SpotifyPlatform.Artifacts.Zstd;

/// <summary>Writes one zstd frame; disposing ends it.</summary>
/// <param name="target">Where the compressed bytes go.</param>
/// <param name="leaveOpen">Whether the target outlives this stream.</param>
/// <param name="level">See <see cref="ZstdEncoder"/>.</param>
/// <param name="checksum">See <see cref="ZstdEncoder"/>.</param>
/// <param name="windowLog">See <see cref="ZstdEncoder"/>.</param>
public sealed class ZstdWriteStream(Stream target, bool leaveOpen = false, int level = 3, bool checksum = true, int windowLog = 0) : Stream
{
    private readonly ZstdEncoder encoder = new(level, checksum, windowLog);
    private readonly byte[] output = new byte[ZstdDecoder.BlockSize];
    private bool ended;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(ended, this);
        while (!buffer.IsEmpty)
        {
            encoder.Encode(buffer, output, out var consumed, out var produced);
            target.Write(output, 0, produced);
            buffer = buffer[consumed..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        bool done;
        do
        {
            done = encoder.Flush(output, out var produced);
            target.Write(output, 0, produced);
        }
        while (!done);
        target.Flush();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !ended)
        {
            ended = true;
            End();
            encoder.Dispose();
            if (!leaveOpen)
                target.Dispose();
        }

        base.Dispose(disposing);
    }

    private void End()
    {
        bool done;
        do
        {
            done = encoder.End(output, out var produced);
            target.Write(output, 0, produced);
        }
        while (!done);
    }
}
