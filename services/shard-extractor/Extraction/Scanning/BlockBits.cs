using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>The kinds of the bytes of a 64-byte block as bit masks, one bit per byte.</summary>
internal readonly ref struct BlockBits
{
    public const int Length = 64;

    private BlockBits(ulong quotes, ulong odd, ulong opens, ulong closes)
    {
        Quotes = quotes;
        Odd = odd;
        Opens = opens;
        Closes = closes;
    }

    public ulong Quotes { get; }

    /// <summary>Control characters, backslashes and bytes above 0x7F.</summary>
    public ulong Odd { get; }

    public ulong Opens { get; }

    public ulong Closes { get; }

    public static BlockBits Of(ReadOnlySpan<byte> block, VectorPath path)
    {
        ref var source = ref MemoryMarshal.GetReference(block[..Length]);
        if (path == VectorPath.Avx512)
        {
            var bytes = Vector512.LoadUnsafe(ref source);
            var folded = bytes | Vector512.Create((byte)0x20);
            return new(
                Vector512.Equals(bytes, Vector512.Create((byte)'"')).ExtractMostSignificantBits(),
                (Vector512.LessThan(bytes.AsSByte(), Vector512.Create((sbyte)0x20)).AsByte()
                    | Vector512.Equals(bytes, Vector512.Create((byte)'\\'))).ExtractMostSignificantBits(),
                Vector512.Equals(folded, Vector512.Create((byte)'{')).ExtractMostSignificantBits(),
                Vector512.Equals(folded, Vector512.Create((byte)'}')).ExtractMostSignificantBits());
        }

        ulong quotes = 0, odd = 0, opens = 0, closes = 0;
        for (var part = 0; part < Length; part += 16)
        {
            var bytes = Vector128.LoadUnsafe(ref source, (nuint)part);
            var folded = bytes | Vector128.Create((byte)0x20);
            quotes |= (ulong)Vector128.Equals(bytes, Vector128.Create((byte)'"')).ExtractMostSignificantBits() << part;
            odd |= (ulong)(Vector128.LessThan(bytes.AsSByte(), Vector128.Create((sbyte)0x20)).AsByte()
                | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))).ExtractMostSignificantBits() << part;
            opens |= (ulong)Vector128.Equals(folded, Vector128.Create((byte)'{')).ExtractMostSignificantBits() << part;
            closes |= (ulong)Vector128.Equals(folded, Vector128.Create((byte)'}')).ExtractMostSignificantBits() << part;
        }

        return new(quotes, odd, opens, closes);
    }
}
