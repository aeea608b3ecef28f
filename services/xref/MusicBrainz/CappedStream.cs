using SpotifyPlatform.Artifacts;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>
/// Limits the bytes read from a stream, so that a small file cannot decompress without end, and ends reading when it is cancelled: the tar reader
/// skips members of gigabytes in one call.
/// </summary>
internal sealed class CappedStream(Stream inner, long maxBytes, CancellationToken cancellationToken) : ForwardReadStream
{
    private long taken;

    public override int Read(Span<byte> buffer)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var read = inner.Read(buffer);
        taken += read;
        return taken <= maxBytes ? read : throw TooLarge(maxBytes);
    }

    public static TableRefusedException TooLarge(long maxBytes) =>
        new("too_large", $"The dump has more than {maxBytes} bytes, decompressed (Xref:MaxDumpBytes). Raise the limit, or fetch the dump again.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
