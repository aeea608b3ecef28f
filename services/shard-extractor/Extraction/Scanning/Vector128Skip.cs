using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>Skips plain 64-byte blocks, 16 bytes an instruction.</summary>
internal static class Vector128Skip
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
        var quote = Vector128.Create((byte)'"');
        var backslash = Vector128.Create((byte)'\\');
        var space = Vector128.Create((sbyte)0x20);
        var caseBit = Vector128.Create((byte)0x20);
        var open = Vector128.Create((byte)'{');
        var close = Vector128.Create((byte)'}');

        var i = 0;
        while (i < length && count < room)
        {
            ulong quotes = 0, openBits = 0, closeBits = 0;
            var odd = Vector128<byte>.Zero;
            for (var part = 0; part < 64; part += 16)
            {
                var block = Vector128.LoadUnsafe(ref source, (nuint)(i + part));
                // A signed comparison finds control characters and bytes above 0x7F at once.
                odd |= Vector128.LessThan(block.AsSByte(), space).AsByte() | Vector128.Equals(block, backslash);
                // '[' | 0x20 is '{', and ']' | 0x20 is '}'.
                var folded = block | caseBit;
                quotes |= (ulong)Vector128.Equals(block, quote).ExtractMostSignificantBits() << part;
                openBits |= (ulong)Vector128.Equals(folded, open).ExtractMostSignificantBits() << part;
                closeBits |= (ulong)Vector128.Equals(folded, close).ExtractMostSignificantBits() << part;
            }

            var inString = PrefixXor.Of(quotes) ^ carry;
            var bits = openBits | closeBits;
            var opens = BitOperations.PopCount(openBits);
            var closes = BitOperations.PopCount(closeBits);
            if (odd != Vector128<byte>.Zero || (bits & inString) != 0 || depth - closes <= 1 || depth + opens > maxDepth)
                break;

            for (; bits != 0; bits &= bits - 1)
                Unsafe.Add(ref brackets, count++) = Unsafe.Add(ref source, i + BitOperations.TrailingZeroCount(bits));
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
