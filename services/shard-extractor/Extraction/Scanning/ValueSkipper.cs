namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>How a skip ended.</summary>
internal enum SkipStatus
{
    /// <summary>The bytes ran out inside the value.</summary>
    More,

    /// <summary>The value's last byte was taken.</summary>
    Closed,

    /// <summary>The byte after those taken is at fault.</summary>
    Fault,
}

/// <summary>
/// Skips one container in pieces of any size. The scalar reader defines the result; a vector loop only runs ahead over
/// plain blocks, and what it took is read again byte by byte when its brackets turn out wrong, so that reason and
/// position are always the scalar reader's.
/// </summary>
internal sealed class ValueSkipper(int maxDepth, VectorPath path, bool strict)
{
    private readonly byte[] brackets = new byte[4096 + 64];
    private readonly Grammar? grammar = strict ? new Grammar() : null;
    private StringState text;
    private ulong types;
    private int depth;

    /// <summary>Why the last skip ended in a fault.</summary>
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
        while (true)
        {
            if (bytes.Length - taken >= 64 && path != VectorPath.Scalar && grammar is null && text <= StringState.Body)
                taken = RunAhead(bytes, taken);
            var end = path == VectorPath.Scalar || grammar is not null ? bytes.Length : Math.Min(bytes.Length, taken + 64);
            taken = Read(bytes, taken, end, out status);
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
            // The scalar reader finds the same fault, and where it is.
            return Read(bytes, from, from + count, out _);
        }

        types = verified;
        depth = run.Depth;
        text = run.InString ? StringState.Body : StringState.Closed;
        return from + count;
    }

    private int Read(ReadOnlySpan<byte> bytes, int from, int to, out SkipStatus status)
    {
        for (var i = from; i < to; i++)
        {
            var b = bytes[i];
            if (text == StringState.Closed)
                Reason = b == '\n' ? RefusalReason.UnfinishedLine : Outside(b);
            else
                Reason = b == '\n' ? RefusalReason.UnfinishedLine : Inside(b);
            if (Reason != RefusalReason.None)
            {
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
