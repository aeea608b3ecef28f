namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>Reads lines of bytes through one buffer. A line over the limit is skipped, never held in memory.</summary>
internal sealed class CopyLineReader(Stream stream, int maxLineBytes)
{
    private const int SmallestBuffer = 1 << 17;

    private readonly byte[] buffer = new byte[Math.Max(SmallestBuffer, maxLineBytes + 1)];
    private int start;
    private int end;

    /// <summary>Reads the next line, without its line feed.</summary>
    /// <param name="line">Valid until the next call; empty when the line was too long.</param>
    public LineRead Read(out ReadOnlySpan<byte> line)
    {
        var tooLong = false;
        var searched = 0;
        while (true)
        {
            var found = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                line = Take(searched + found, skip: 1);
                return Check(tooLong, ref line);
            }

            if (end - start > maxLineBytes)
            {
                tooLong = true;
                start = end;
            }

            searched = end - start;
            if (Fill())
                continue;
            if (end == start && !tooLong)
            {
                line = default;
                return LineRead.End;
            }

            line = Take(end - start, skip: 0);
            return Check(tooLong, ref line);
        }
    }

    private LineRead Check(bool tooLong, ref ReadOnlySpan<byte> line)
    {
        if (!tooLong && line.Length <= maxLineBytes)
            return LineRead.Line;
        line = default;
        return LineRead.TooLong;
    }

    private ReadOnlySpan<byte> Take(int length, int skip)
    {
        var line = buffer.AsSpan(start, length);
        start += length + skip;
        return line;
    }

    /// <summary>Moves the unread bytes to the front and reads more behind them.</summary>
    private bool Fill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        end -= start;
        start = 0;
        var read = stream.Read(buffer, end, buffer.Length - end);
        end += read;
        return read > 0;
    }
}

internal enum LineRead
{
    Line,
    TooLong,
    End,
}
