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

        // Of each 16 bytes, 11 is 0x7B and 13 is 0x7D; the others are 0, which no folded byte is.
        const ulong low = 0, high = 0x7D00_7B00_0000;
        var byLowHalf = Vector512.Create(low, high, low, high, low, high, low, high).AsByte();

        // No call and no by-ref local inside: either one would spill the constants to the stack at every block.
        var i = 0;
        while (i < length && count < room)
        {
            var block = Vector512.LoadUnsafe(ref source, (nuint)i);
            // Every comparison goes to a general register at once: combined as vectors they would travel there and back.
            // A signed comparison finds control characters and bytes above 0x7F together.
            var odd = Vector512.LessThan(block.AsSByte(), space).ExtractMostSignificantBits()
                | Vector512.Equals(block, backslash).ExtractMostSignificantBits();
            // '[' | 0x20 is '{', and ']' | 0x20 is '}'.
            var folded = block | caseBit;
            var openBits = Vector512.Equals(folded, open).ExtractMostSignificantBits();
            var closeBits = Vector512.Equals(folded, close).ExtractMostSignificantBits();
            var quotes = Vector512.Equals(block, quote).ExtractMostSignificantBits();
            var inString = Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(quotes), ones, 0).ToScalar() ^ carry;
            var opens = BitOperations.PopCount(openBits);
            var closes = BitOperations.PopCount(closeBits);
            if ((odd | ((openBits | closeBits) & inString)) != 0 || depth - closes <= 1 || depth + opens > maxDepth)
                break;

            // Looked up by its low half byte, a bracket finds itself (folded), so one comparison makes the mask.
            var bracketMask = Vector512.Equals(Avx512BW.Shuffle(byLowHalf, block), folded);
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
