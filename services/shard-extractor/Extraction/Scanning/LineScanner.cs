namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>
/// Reads lines of JSON objects in chunks of any size: reads the root's members byte by byte, skips or captures their values and passes
/// them to the sink. The result does not depend on the chunks.
/// </summary>
internal sealed class LineScanner(ILineSink sink, ExtractionOptions options, VectorPath path)
{
    private readonly ValueSkipper skipper = new(options.MaxDepth, path, options.Strict);
    private readonly ValueCapture capture = new(options.MaxValueBytes);
    private readonly KeyText key = new();
    private ByteOrderMark mark;
    private LineState state;
    private StringState text;
    private ScalarToken scalar;
    private RootKey root;
    private RootKeySet seen;
    private LineRefusal refusal;
    private long chunkOffset;
    private long lineOffset;
    private long valueOffset;

    /// <summary>Lines ended so far, blank ones included.</summary>
    public long Lines { get; private set; }

    public long BlankLines { get; private set; }

    /// <summary>Bytes scanned so far.</summary>
    public long Offset => chunkOffset;

    public void Scan(ReadOnlySpan<byte> chunk)
    {
        var i = 0;
        while (i < chunk.Length)
        {
            i = state switch
            {
                LineState.InContainer => SkipContainer(chunk, i),
                LineState.InText => SkipText(chunk, i),
                LineState.Refused => SkipLine(chunk, i),
                _ => ReadByte(chunk, i),
            };
        }

        if (state is LineState.InContainer or LineState.InScalar && root != RootKey.Other)
            KeepValue(chunk);
        chunkOffset += chunk.Length;
        if (state != LineState.Refused && chunkOffset - lineOffset > options.MaxLineBytes)
            Refuse(RefusalReason.LineTooLong, lineOffset + options.MaxLineBytes);
    }

    /// <summary>Ends the input. When it was cut, the incomplete line is refused.</summary>
    public void Finish(bool cut)
    {
        if (chunkOffset == lineOffset)
            return;
        if (mark.IsBroken && chunkOffset == mark.Length)
            Refuse(RefusalReason.UnexpectedByte, chunkOffset);
        if (cut)
            Refuse(RefusalReason.CutOff, chunkOffset);
        EndLine(chunkOffset);
    }

    private static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r';

    private int ReadByte(ReadOnlySpan<byte> chunk, int i)
    {
        var b = chunk[i];
        var at = chunkOffset + i;
        if (state == LineState.InScalar)
        {
            if (scalar.TryTake(b))
                return i + 1;
            if (!scalar.IsWhole)
                return RefuseByte(b, at, i);
            if (!EndValue(chunk, i))
                return i;
            state = LineState.CommaOrEnd;
        }

        if (at <= mark.Length && mark.IsPart(b, at))
            return i + 1;
        if (mark.IsBroken && at == mark.Length)
            return RefuseByte((byte)'?', at, i);
        if (b == '\n')
        {
            EndLine(at);
            return i + 1;
        }

        if (state == LineState.InKey)
            return ReadKey(b, at, i);
        if (IsSpace(b))
            return i + 1;
        switch (state, b)
        {
            case (LineState.Start, (byte)'{'):
                seen = default;
                sink.BeginLine();
                state = LineState.KeyOrEnd;
                return i + 1;
            case (LineState.KeyOrEnd or LineState.CommaOrEnd, (byte)'}'):
                state = LineState.AfterRoot;
                return i + 1;
            case (LineState.KeyOrEnd or LineState.Key, (byte)'"'):
                key.Clear();
                text = StringState.Body;
                state = LineState.InKey;
                return i + 1;
            case (LineState.Colon, (byte)':'):
                state = LineState.Value;
                return i + 1;
            case (LineState.CommaOrEnd, (byte)','):
                state = LineState.Key;
                return i + 1;
            case (LineState.Value, _):
                return BeginValue(b, at, i);
            default:
                return RefuseByte(b, at, i);
        }
    }

    private int ReadKey(byte b, long at, int i)
    {
        text = StringCheck.Next(text, b);
        if (StringCheck.IsFault(text))
        {
            Refuse(StringCheck.Reason(text), at);
            return i;
        }

        if (text != StringState.Closed)
        {
            key.Add(b);
            return i + 1;
        }

        root = key.Identify();
        if (!seen.TryAdd(root))
        {
            Refuse(RefusalReason.DuplicateKey, at);
            return i;
        }

        state = LineState.Colon;
        return i + 1;
    }

    private int BeginValue(byte b, long at, int i)
    {
        valueOffset = at;
        capture.Clear();
        if (!RootKeySet.MayBegin(root, b))
        {
            Refuse(RefusalReason.WrongType, at);
            return i;
        }

        if (b is (byte)'{' or (byte)'[')
        {
            skipper.Begin(b);
            state = LineState.InContainer;
        }
        else if (b == '"')
        {
            text = StringState.Body;
            state = LineState.InText;
        }
        else if (ScalarToken.TryBegin(b, out scalar))
        {
            state = LineState.InScalar;
        }
        else
        {
            return RefuseByte(b, at, i);
        }

        return i + 1;
    }

    private int SkipContainer(ReadOnlySpan<byte> chunk, int i)
    {
        var end = i + skipper.Skip(chunk[i..], out var status);
        if (status == SkipStatus.Fault)
            Refuse(skipper.Reason, chunkOffset + end);
        else if (status == SkipStatus.Closed && EndValue(chunk, end))
            state = LineState.CommaOrEnd;
        return end;
    }

    private int SkipText(ReadOnlySpan<byte> chunk, int i)
    {
        while (i < chunk.Length)
        {
            if (text == StringState.Body)
            {
                var plain = chunk[i..].IndexOfAny(StringCheck.Stops);
                if (plain < 0)
                    return chunk.Length;
                i += plain;
            }

            var b = chunk[i];
            text = b == '\n' ? StringState.FaultControl : StringCheck.Next(text, b);
            if (StringCheck.IsFault(text))
            {
                Refuse(b == '\n' ? RefusalReason.UnfinishedLine : StringCheck.Reason(text), chunkOffset + i);
                return i;
            }

            i++;
            if (text == StringState.Closed)
            {
                state = LineState.CommaOrEnd;
                break;
            }
        }

        return i;
    }

    private int SkipLine(ReadOnlySpan<byte> chunk, int i)
    {
        var feed = chunk[i..].IndexOf((byte)'\n');
        if (feed < 0)
            return chunk.Length;
        EndLine(chunkOffset + i + feed);
        return i + feed + 1;
    }

    private void KeepValue(ReadOnlySpan<byte> chunk)
    {
        if (!capture.TryKeep(chunk[ValueStart()..]))
            Refuse(RefusalReason.ValueTooLong, valueOffset + options.MaxValueBytes);
    }

    /// <summary>Passes a captured value to the sink; false when the line is refused.</summary>
    private bool EndValue(ReadOnlySpan<byte> chunk, int end)
    {
        if (root == RootKey.Other)
            return true;
        if (chunkOffset + end - lineOffset > options.MaxLineBytes)
        {
            Refuse(RefusalReason.LineTooLong, lineOffset + options.MaxLineBytes);
            return false;
        }

        if (!capture.TryFinish(chunk[ValueStart()..end], out var value))
        {
            Refuse(RefusalReason.ValueTooLong, valueOffset + options.MaxValueBytes);
            return false;
        }

        var rejected = sink.Value(root, value);
        if (rejected.IsRefused)
            Refuse(rejected.Reason, valueOffset + rejected.Position);
        return !rejected.IsRefused;
    }

    private int ValueStart() => (int)Math.Max(0, valueOffset - chunkOffset);

    private int RefuseByte(byte b, long at, int i)
    {
        Refuse(ByteReason.Of(b), at);
        return i;
    }

    /// <summary>Refuses the line at an absolute offset; a limit exceeded before that offset takes precedence.</summary>
    private void Refuse(RefusalReason reason, long at)
    {
        if (state == LineState.Refused)
            return;
        var capturing = state is LineState.InContainer or LineState.InScalar && root != RootKey.Other;
        if (capturing && at > valueOffset + options.MaxValueBytes)
            (reason, at) = (RefusalReason.ValueTooLong, valueOffset + options.MaxValueBytes);
        if (at - lineOffset > options.MaxLineBytes)
            (reason, at) = (RefusalReason.LineTooLong, lineOffset + options.MaxLineBytes);
        refusal = new LineRefusal(reason, at - lineOffset);
        state = LineState.Refused;
    }

    private void EndLine(long end)
    {
        if (state == LineState.AfterRoot && end - lineOffset <= options.MaxLineBytes)
        {
            var reason = sink.EndLine();
            if (reason != RefusalReason.None)
                Refuse(reason, end);
        }
        else if (state == LineState.Start && end - lineOffset <= options.MaxLineBytes)
        {
            BlankLines++;
        }
        else
        {
            Refuse(RefusalReason.UnfinishedLine, end);
        }

        Lines++;
        if (state == LineState.Refused)
            sink.Refuse(new RefusedLine(Lines, lineOffset, end - lineOffset, refusal.Position, refusal.Reason));
        state = LineState.Start;
        refusal = default;
        lineOffset = end + 1;
    }
}
