using SpotifyPlatform.Artifacts;

namespace SpotifyPlatform.ListeningHistory.Exports.Parsing;

/// <summary>Bytes that were read already, then the stream that they came from, which stays its owner's to close.</summary>
internal sealed class PrependedStream(ReadOnlyMemory<byte> first, Stream then) : ForwardReadStream
{
    private ReadOnlyMemory<byte> left = first;

    public override int Read(Span<byte> buffer)
    {
        if (left.IsEmpty)
            return then.Read(buffer);
        var count = Math.Min(left.Length, buffer.Length);
        left.Span[..count].CopyTo(buffer);
        left = left[count..];
        return count;
    }
}
