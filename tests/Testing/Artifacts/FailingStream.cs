namespace SpotifyPlatform.Testing.Artifacts;

/// <summary>A stream of zeros that breaks behind a number of bytes, or cancels and goes on.</summary>
internal sealed class FailingStream(int good, Action? instead = null) : Stream
{
    private int read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (read >= good)
        {
            if (instead is null)
                throw new IOException("The stream broke.");
            instead();
        }

        var part = Math.Min(count, 10_000);
        Array.Clear(buffer, offset, part);
        read += part;
        return part;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
