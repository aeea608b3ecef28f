using System.Buffers;
using System.Runtime.InteropServices;

namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>Rows as the bytes of a range file: the track's place, how many neighbours, then those in the order of places.</summary>
internal sealed class RowWriter
{
    private readonly ArrayBufferWriter<byte> bytes = new(64 << 10);

    public ReadOnlySpan<byte> Written => bytes.WrittenSpan;

    /// <summary>A track without neighbours leaves nothing. The neighbours are sorted where they stand.</summary>
    public void Write(int place, Span<Neighbour> neighbours)
    {
        if (neighbours.IsEmpty)
            return;
        MemoryMarshal.Cast<Neighbour, ulong>(neighbours).Sort();
        bytes.Write(MemoryMarshal.AsBytes<int>([place, neighbours.Length]));
        bytes.Write(MemoryMarshal.AsBytes(neighbours));
    }

    public void Clear() => bytes.ResetWrittenCount();
}
