using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>Turns quote bits into in-string bits: each bit becomes the parity of itself and all below.</summary>
internal static class PrefixXor
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ulong quotes)
    {
        if (Pclmulqdq.IsSupported)
            return Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(quotes), Vector128<ulong>.AllBitsSet, 0).ToScalar();
        quotes ^= quotes << 1;
        quotes ^= quotes << 2;
        quotes ^= quotes << 4;
        quotes ^= quotes << 8;
        quotes ^= quotes << 16;
        return quotes ^ (quotes << 32);
    }
}
