using System.Numerics;

namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>How a skip ended.</summary>
internal enum SkipStatus
{
    /// <summary>The bytes ran out inside the value.</summary>
    More,

    /// <summary>The value's last byte was taken.</summary>
    Closed,

    /// <summary>The byte after those taken is invalid.</summary>
    Fault,
}

/// <summary>
/// Skips one container in pieces of any size. The scalar reader defines the result. A vector loop runs ahead over plain blocks; the
/// block at which it stops is taken bracket by bracket up to its first odd byte. When a bracket does not match, the bytes are read
/// again one by one, so that reason and position are always those of the scalar reader.
/// </summary>
internal sealed class ValueSkipper
{
    private readonly byte[] brackets = new byte[4096 + BlockBits.Length];
    private readonly int maxDepth;
    private readonly VectorPath path;
    private readonly Grammar? grammar;
    private readonly bool scalarOnly;
    private StringState text;
    private ulong types;
    private int depth;

    public ValueSkipper(int maxDepth, VectorPath path, bool strict)
    {
        this.maxDepth = maxDepth;
        this.path = path;
        grammar = strict ? new Grammar() : null;
        scalarOnly = strict || path == VectorPath.Scalar;
    }

    /// <summary>Why the last skip failed.</summary>
    public RefusalReason Reason { get; private set; }

    /// <summary>Begins a container that is a member of the root; its opening bracket is taken.</summary>
    public void Begin(byte openingBracket)
    {
        text = StringState.Closed;
        types = 0;
        depth = 1;
        grammar?.Begin();
        Outside(openingBracket);
    }

    /// <returns>The bytes taken.</returns>
    public int Skip(ReadOnlySpan<byte> bytes, out SkipStatus status)
    {
        var taken = 0;
        if (scalarOnly)
            return Read(bytes, 0, bytes.Length, out status);
        while (true)
        {
            var end = bytes.Length;
            if (end - taken >= BlockBits.Length && text <= StringState.Body)
            {
                taken = RunAhead(bytes, taken);
                if (end - taken >= BlockBits.Length && text <= StringState.Body)
                {
                    end = taken + BlockBits.Length;
                    taken += TakeBlock(bytes[taken..end]);
                    if (depth == 1)
                    {
                        status = SkipStatus.Closed;
                        return taken;
                    }
                }
            }

            taken = Read(bytes, taken, Math.Min(end, taken + BlockBits.Length), out status);
            if (status != SkipStatus.More || taken == bytes.Length)
                return taken;
        }
    }

    private int RunAhead(ReadOnlySpan<byte> bytes, int from)
    {
        var run = new SkipRun { Depth = depth, MaxDepth = maxDepth, InString = text == StringState.Body, Brackets = brackets };
        var rest = bytes[from..];
        var count = path switch
        {
            VectorPath.Avx512 => Avx512Skip.Run(rest, ref run),
            VectorPath.Vector256 => Vector256Skip.Run(rest, ref run),
            _ => Vector128Skip.Run(rest, ref run),
        };
        var verified = types;
        if (!BracketCheck.Verify(brackets.AsSpan(0, run.BracketCount), ref verified))
        {
            // The scalar reader finds the same error and its position.
            return Read(bytes, from, from + count, out _);
        }

        types = verified;
        depth = run.Depth;
        text = run.InString ? StringState.Body : StringState.Closed;
        return from + count;
    }

    /// <summary>Takes a block up to the value's end, or up to a byte that the scalar reader must check.</summary>
    private int TakeBlock(ReadOnlySpan<byte> block)
    {
        var bits = BlockBits.Of(block, path);
        var inString = PrefixXor.Of(bits.Quotes) ^ (text == StringState.Body ? ulong.MaxValue : 0);
        // Brackets count only outside strings, and only before the first odd byte.
        var plain = bits.Odd == 0 ? ulong.MaxValue : (bits.Odd & (0 - bits.Odd)) - 1;
        var opens = bits.Opens & ~inString & plain;
        for (var left = opens | (bits.Closes & ~inString & plain); left != 0; left &= left - 1)
        {
            var i = BitOperations.TrailingZeroCount(left);
            var kind = BracketCheck.IsObject(block[i]) ? 1UL : 0UL;
            var isOpen = (opens >> i & 1) != 0;
            if (isOpen ? depth >= maxDepth : (types & 1) != kind)
            {
                text = StringState.Closed;
                return i;
            }

            types = isOpen ? (types << 1) | kind : types >> 1;
            depth += isOpen ? 1 : -1;
            if (depth == 1)
            {
                text = StringState.Closed;
                return i + 1;
            }
        }

        // The state before the byte that is not taken, or after the whole block.
        var taken = BitOperations.PopCount(plain);
        text = taken > 0 && (inString >> (taken - 1) & 1) != 0 || taken == 0 && text == StringState.Body
            ? StringState.Body
            : StringState.Closed;
        return taken;
    }

    private int Read(ReadOnlySpan<byte> bytes, int from, int to, out SkipStatus status)
    {
        for (var i = from; i < to; i++)
        {
            var b = bytes[i];
            var reason = b == '\n' ? RefusalReason.UnfinishedLine
                : text == StringState.Closed ? Outside(b)
                : Inside(b);
            if (reason != RefusalReason.None)
            {
                Reason = reason;
                status = SkipStatus.Fault;
                return i;
            }

            if (depth == 1)
            {
                status = SkipStatus.Closed;
                return i + 1;
            }
        }

        status = SkipStatus.More;
        return to;
    }

    private RefusalReason Inside(byte b)
    {
        var next = StringCheck.Next(text, b);
        if (StringCheck.IsFault(next))
            return StringCheck.Reason(next);
        text = next;
        return RefusalReason.None;
    }

    private RefusalReason Outside(byte b)
    {
        if (grammar is not null && !grammar.Allows(b, inObject: (types & 1) != 0))
            return ByteReason.Of(b);
        switch (b)
        {
            case (byte)'"':
                text = StringState.Body;
                return RefusalReason.None;
            case (byte)'{' or (byte)'[':
                if (depth >= maxDepth)
                    return RefusalReason.TooDeep;
                types = (types << 1) | (BracketCheck.IsObject(b) ? 1UL : 0UL);
                depth++;
                return RefusalReason.None;
            case (byte)'}' or (byte)']':
                if ((types & 1) != (BracketCheck.IsObject(b) ? 1UL : 0UL))
                    return RefusalReason.BracketMismatch;
                types >>= 1;
                depth--;
                return RefusalReason.None;
            case (byte)'\t' or (byte)'\r':
                return RefusalReason.None;
            case < 0x20 or >= 0x80 or (byte)'\\':
                return ByteReason.Of(b);
            default:
                return RefusalReason.None;
        }
    }
}
