using System.Buffers;
using System.Runtime.InteropServices;

namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>Serialises rows for a range file: the track's ordinal, the number of neighbours, then the neighbours by ordinal.</summary>
internal sealed class RowWriter
{
    private readonly ArrayBufferWriter<byte> bytes = new(64 << 10);

    public ReadOnlySpan<byte> Written => bytes.WrittenSpan;

    /// <summary>Sorts the neighbours in place. A track without neighbours writes nothing.</summary>
    public void Write(int ordinal, Span<Neighbour> neighbours)
    {
        if (neighbours.IsEmpty)
            return;
        MemoryMarshal.Cast<Neighbour, ulong>(neighbours).Sort();
        bytes.Write(MemoryMarshal.AsBytes<int>([ordinal, neighbours.Length]));
        bytes.Write(MemoryMarshal.AsBytes(neighbours));
    }

    public void Clear() => bytes.ResetWrittenCount();
}
