namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>PostgreSQL's COPY text format: one row per line, columns separated by TAB, <c>\N</c> for NULL, backslash escapes in values.</summary>
internal static class CopyText
{
    /// <summary>Whether the line is the end marker.</summary>
    public static bool IsEndMarker(ReadOnlySpan<byte> line) => line.SequenceEqual("\\."u8);

    /// <summary>Whether the raw column is NULL. A value of these two characters is written <c>\\N</c>.</summary>
    public static bool IsNull(ReadOnlySpan<byte> column) => column.SequenceEqual("\\N"u8);

    /// <summary>
    /// The value of a column. One pass from left to right: replacing one escape after another would find a tab in <c>\\t</c>, which is a
    /// backslash and a t.
    /// </summary>
    /// <param name="buffer">At least as long as the column.</param>
    public static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> column, Span<byte> buffer)
    {
        if (!column.Contains((byte)'\\'))
            return column;
        var length = 0;
        for (var at = 0; at < column.Length;)
        {
            var value = column[at++];
            if (value == '\\' && at < column.Length)
                value = Escape(column, ref at);
            buffer[length++] = value;
        }

        return buffer[..length];
    }

    private static byte Escape(ReadOnlySpan<byte> column, ref int at)
    {
        var code = column[at++];
        switch (code)
        {
            case (byte)'b': return (byte)'\b';
            case (byte)'f': return (byte)'\f';
            case (byte)'n': return (byte)'\n';
            case (byte)'r': return (byte)'\r';
            case (byte)'t': return (byte)'\t';
            case (byte)'v': return (byte)'\v';
            case (byte)'x' when at < column.Length && char.IsAsciiHexDigit((char)column[at]):
                return Digits(column, ref at, radix: 16, most: 2);
            case >= (byte)'0' and <= (byte)'7':
                at--;
                return Digits(column, ref at, radix: 8, most: 3);
            default:
                return code;
        }
    }

    private static byte Digits(ReadOnlySpan<byte> column, ref int at, int radix, int most)
    {
        var value = 0;
        for (var end = Math.Min(at + most, column.Length); at < end; at++)
        {
            var c = (char)column[at];
            if (!char.IsAsciiHexDigit(c))
                break;
            var digit = char.IsAsciiDigit(c) ? c - '0' : char.ToLowerInvariant(c) - 'a' + 10;
            if (digit >= radix)
                break;
            value = value * radix + digit;
        }

        return (byte)value;
    }
}

/// <summary>Reads the raw columns of a row one by one.</summary>
internal ref struct CopyRow(ReadOnlySpan<byte> line)
{
    private ReadOnlySpan<byte> rest = line;
    private bool ended;

    /// <summary>Takes the next column; false at the end of the row.</summary>
    public bool TryTake(out ReadOnlySpan<byte> column)
    {
        column = rest;
        if (ended)
            return false;
        var tab = rest.IndexOf((byte)'\t');
        ended = tab < 0;
        if (!ended)
        {
            column = rest[..tab];
            rest = rest[(tab + 1)..];
        }

        return true;
    }

    /// <summary>Skips columns, then takes one.</summary>
    public bool TryTakeAfter(int skipped, out ReadOnlySpan<byte> column)
    {
        for (var i = 0; i < skipped; i++)
            if (!TryTake(out column))
                return false;
        return TryTake(out column);
    }
}
