using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>
/// Verifies that each closing bracket closes one of its kind. The open containers are bits of a word, innermost lowest:
/// 1 an object, 0 an array.
/// </summary>
internal static class BracketCheck
{
    // '{' 7B, '}' 7D, '[' 5B, ']' 5D: bit 1 is set for opening brackets, bit 5 for objects.
    private const byte OpenBit = 0x02;
    private const byte ObjectBit = 0x20;

    public static bool IsObject(byte bracket) => (bracket & ObjectBit) != 0;

    public static bool Verify(ReadOnlySpan<byte> brackets, ref ulong types)
    {
        var i = 0;
        if (Bmi2.X64.IsSupported && Vector512.IsHardwareAccelerated)
        {
            for (; i + 64 <= brackets.Length; i += 64)
            {
                if (!VerifyWord(brackets.Slice(i, 64), ref types))
                    return false;
            }
        }

        return VerifyEach(brackets[i..], ref types);
    }

    /// <summary>
    /// 64 brackets at a time: an opening one followed by a closing one is a pair, which must agree; pairs are removed until only
    /// closing ones followed by opening ones are left.
    /// </summary>
    private static bool VerifyWord(ReadOnlySpan<byte> brackets, ref ulong types)
    {
        var word = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(brackets));
        var opening = Vector512.Equals(word & Vector512.Create(OpenBit), Vector512.Create(OpenBit)).ExtractMostSignificantBits();
        var objects = Vector512.Equals(word & Vector512.Create(ObjectBit), Vector512.Create(ObjectBit)).ExtractMostSignificantBits();
        var left = 64;
        while (true)
        {
            var valid = left == 64 ? ulong.MaxValue : (1UL << left) - 1;
            var pairs = opening & (~opening >> 1) & (valid >> 1);
            if (pairs == 0)
                break;
            if (((objects ^ (objects >> 1)) & pairs) != 0)
                return false;
            var kept = valid & ~(pairs | (pairs << 1));
            opening = Bmi2.X64.ParallelBitExtract(opening, kept);
            objects = Bmi2.X64.ParallelBitExtract(objects, kept);
            left -= 2 * BitOperations.PopCount(pairs);
        }

        for (var i = 0; i < left; i++, opening >>= 1, objects >>= 1)
        {
            if ((opening & 1) != 0)
                types = (types << 1) | (objects & 1);
            else if ((types & 1) != (objects & 1))
                return false;
            else
                types >>= 1;
        }

        return true;
    }

    private static bool VerifyEach(ReadOnlySpan<byte> brackets, ref ulong types)
    {
        foreach (var bracket in brackets)
        {
            var kind = (ulong)(bracket & ObjectBit) >> 5;
            if ((bracket & OpenBit) != 0)
                types = (types << 1) | kind;
            else if ((types & 1) != kind)
                return false;
            else
                types >>= 1;
        }

        return true;
    }
}
