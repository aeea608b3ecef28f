namespace SpotifyPlatform.Artifacts.Zstd;

/// <summary>Reads the content of a zstd stream. Throws <see cref="ZstdException"/> where the input is at fault.</summary>
/// <param name="source">The compressed bytes.</param>
/// <param name="leaveOpen">Whether the source outlives this stream.</param>
/// <param name="maxWindowLog">See <see cref="ZstdDecoder"/>.</param>
public sealed class ZstdReadStream(Stream source, bool leaveOpen = false, int maxWindowLog = ZstdDecoder.DefaultMaxWindowLog) : Stream
{
    private readonly ZstdDecoder decoder = new(maxWindowLog);
    private readonly byte[] input = new byte[ZstdDecoder.BlockSize];
    private int start;
    private int end;
    private bool sourceEnded;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            Fill();
            decoder.Decode(input.AsSpan(start, end - start), buffer, out var consumed, out var produced);
            start += consumed;
            if (produced > 0)
                return produced;
            if (sourceEnded && start == end)
            {
                decoder.Complete();
                break;
            }
        }

        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            decoder.Dispose();
            if (!leaveOpen)
                source.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Fill()
    {
        if (start < end || sourceEnded)
            return;
        start = 0;
        end = source.Read(input);
        sourceEnded = end == 0;
    }
}
