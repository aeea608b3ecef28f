using ICSharpCode.SharpZipLib.BZip2;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>
/// Decompresses bzip2 streams that follow one another. Parallel compressors such as pbzip2 write a file as many streams, of which
/// SharpZipLib reads only the first.
/// </summary>
internal sealed class BZip2Stream(Stream source) : Stream
{
    private BZip2InputStream? current;

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
        while (count > 0)
        {
            if (ReadCurrent(buffer, offset, count) is not { } read)
                return 0;
            if (read > 0)
                return read;
            current!.Dispose();
            current = null;
        }

        return 0;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            current?.Dispose();
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <returns>Null at the end of the source.</returns>
    private int? ReadCurrent(byte[] buffer, int offset, int count)
    {
        try
        {
            return current is not null || TryOpenNext() ? current!.Read(buffer, offset, count) : null;
        }
        catch (IndexOutOfRangeException ex)
        {
            // SharpZipLib does not check every number of a damaged stream.
            throw new InvalidDataException("The bzip2 stream is damaged.", ex);
        }
    }

    /// <summary>A stream is read byte by byte and never past its end, so the next one begins at the source's position.</summary>
    private bool TryOpenNext()
    {
        if (source.Position == source.Length)
            return false;
        current = new BZip2InputStream(source) { IsStreamOwner = false };
        return true;
    }
}
