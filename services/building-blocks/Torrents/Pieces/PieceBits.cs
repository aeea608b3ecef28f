using System.Numerics;

namespace SpotifyPlatform.Torrents.Pieces;

/// <summary>A bit for each piece, as engines and peers write them: the first piece is the highest bit of the first byte.</summary>
public sealed class PieceBits
{
    private readonly byte[] bits;

    public PieceBits(int count)
        : this(new byte[(count + 7) / 8], count)
    {
    }

    private PieceBits(byte[] bits, int count) => (this.bits, Count) = (bits, count);

    public int Count { get; }

    /// <summary>How many are set.</summary>
    public int SetCount => bits.Sum(part => BitOperations.PopCount(part));

    public bool IsComplete => SetCount == Count;

    public bool this[int piece]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)piece, (uint)Count, nameof(piece));
            return (bits[piece / 8] & Mask(piece)) != 0;
        }

        set
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)piece, (uint)Count, nameof(piece));
            if (value)
                bits[piece / 8] |= Mask(piece);
            else
                bits[piece / 8] &= (byte)~Mask(piece);
        }
    }

    /// <summary>Whether all pieces of a range are set.</summary>
    public bool HasAll(int first, int last)
    {
        for (var piece = first; piece <= last; piece++)
            if (!this[piece])
                return false;
        return true;
    }

    public byte[] ToArray() => [.. bits];

    /// <summary>Reads what <see cref="ToArray"/> wrote, or an engine; null where the bytes are not of that many pieces.</summary>
    public static PieceBits? From(ReadOnlySpan<byte> bytes, int count)
    {
        if (bytes.Length != (count + 7) / 8 || (count % 8 != 0 && (bytes[^1] & (0xFF >> (count % 8))) != 0))
            return null;
        return new PieceBits(bytes.ToArray(), count);
    }

    private static byte Mask(int piece) => (byte)(0x80 >> (piece % 8));
}
