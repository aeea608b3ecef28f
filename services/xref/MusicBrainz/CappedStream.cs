namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>Limits the bytes read from a stream, so that a small file cannot decompress without end.</summary>
internal sealed class CappedStream(Stream inner, long maxBytes) : Stream
{
    private long taken;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => taken;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        taken += read;
        return taken <= maxBytes
            ? read
            : throw new DumpRefusedException("too_large", $"The dump has more than {maxBytes} bytes when decompressed (Xref:MaxDumpBytes). Raise the limit, or fetch the dump again.");
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
