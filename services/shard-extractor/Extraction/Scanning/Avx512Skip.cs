using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>Skips plain 64-byte blocks with AVX-512 (BW, VBMI2) and carry-less multiplication.</summary>
internal static class Avx512Skip
{
    /// <returns>The bytes taken, a multiple of 64.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Run(ReadOnlySpan<byte> bytes, ref SkipRun run)
    {
        ref var source = ref MemoryMarshal.GetReference(bytes);
        ref var brackets = ref MemoryMarshal.GetReference(run.Brackets);
        var length = bytes.Length - 63;
        var room = run.Brackets.Length - 63;
        var depth = run.Depth;
        var maxDepth = run.MaxDepth;
        var count = run.BracketCount;
        var carry = run.InString ? ulong.MaxValue : 0;
        var ones = Vector128<ulong>.AllBitsSet;
        var quote = Vector512.Create((byte)'"');
        var backslash = Vector512.Create((byte)'\\');
        var space = Vector512.Create((sbyte)0x20);
        var caseBit = Vector512.Create((byte)0x20);
        var open = Vector512.Create((byte)'{');
        var close = Vector512.Create((byte)'}');

        // No call and no by-ref local inside: either one would spill the constants to the stack at every block.
        var i = 0;
        while (i < length && count < room)
        {
            var block = Vector512.LoadUnsafe(ref source, (nuint)i);
            // A signed comparison finds control characters and bytes above 0x7F at once.
            var odd = Vector512.LessThan(block.AsSByte(), space).AsByte() | Vector512.Equals(block, backslash);
            // '[' | 0x20 is '{', and ']' | 0x20 is '}'.
            var folded = block | caseBit;
            var openMask = Vector512.Equals(folded, open);
            var closeMask = Vector512.Equals(folded, close);
            var bracketMask = openMask | closeMask;
            var quotes = Vector512.Equals(block, quote).ExtractMostSignificantBits();
            var inString = Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(quotes), ones, 0).ToScalar() ^ carry;
            var opens = BitOperations.PopCount(openMask.ExtractMostSignificantBits());
            var closes = BitOperations.PopCount(closeMask.ExtractMostSignificantBits());
            if ((odd.ExtractMostSignificantBits() | (bracketMask.ExtractMostSignificantBits() & inString)) != 0
                || depth - closes <= 1 || depth + opens > maxDepth)
                break;

            Avx512Vbmi2.Compress(Vector512<byte>.Zero, bracketMask, block).StoreUnsafe(ref brackets, (nuint)count);
            count += opens + closes;
            depth += opens - closes;
            carry = (ulong)((long)inString >> 63);
            i += 64;
        }

        run.Depth = depth;
        run.BracketCount = count;
        run.InString = carry != 0;
        return i;
    }
}
