using SpotifyPlatform.Artifacts;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>Limits the bytes read from a stream, so that a small file cannot decompress without end.</summary>
internal sealed class CappedStream(Stream inner, long maxBytes) : ForwardReadStream
{
    private long taken;

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        taken += read;
        return taken <= maxBytes
            ? read
            : throw new TableRefusedException("too_large", $"The dump has more than {maxBytes} bytes when decompressed (Xref:MaxDumpBytes). Raise the limit, or fetch the dump again.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
