using System.Globalization;
using SpotifyPlatform.ShardExtractor.Extraction.Scanning;

namespace SpotifyPlatform.ShardExtractor.Extraction.Rows;

/// <summary>Reads the columns of one JSON object; other members are validated and ignored.</summary>
internal sealed class FieldReader(ColumnSet columns)
{
    private readonly Range[] fields = new Range[columns.Count];
    private readonly ByteBuffer text = new();
    private uint seen;

    /// <summary>Reads the object at the cursor.</summary>
    public LineRefusal Read(ref JsonCursor cursor, TrackIdField? trackId = null)
    {
        text.Clear();
        seen = 0;
        if (!cursor.TryTake((byte)'{'))
            return Bad(cursor);
        if (cursor.TryTake((byte)'}'))
            return LineRefusal.None;
        bool? more;
        var hint = 0;
        do
        {
            var refusal = ReadMember(ref cursor, trackId, ref hint);
            if (refusal.IsRefused)
                return refusal;
            more = cursor.More((byte)'}');
        }
        while (more == true);
        return more == false ? LineRefusal.None : Bad(cursor);
    }

    /// <summary>Appends the columns to a row: each value, or null where it is absent.</summary>
    public void AppendTo(ByteBuffer row)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            row.Append(columns[i].Label);
            var present = (seen & (1u << i)) != 0;
            row.Append(present ? text.Written[fields[i]] : "null"u8);
        }
    }

    private static LineRefusal Bad(in JsonCursor cursor) => new(RefusalReason.UnexpectedByte, cursor.Position);

    private LineRefusal ReadMember(ref JsonCursor cursor, TrackIdField? trackId, ref int hint)
    {
        if (!cursor.TryKey(out var key))
            return Bad(cursor);
        var column = columns.Find(key, hint);
        var isId = column < 0 && trackId is not null && trackId.IsKey(key);
        var position = cursor.Position;
        if (!cursor.TryValue(out var kind, out var raw))
            return Bad(cursor);
        if (isId)
            return new LineRefusal(trackId!.Read(kind, raw), position);
        return column < 0 ? LineRefusal.None : new LineRefusal(Keep(column, kind, raw, ref hint), position);
    }

    private RefusalReason Keep(int column, ValueKind kind, ReadOnlySpan<byte> raw, ref int hint)
    {
        var bit = 1u << column;
        if ((seen & bit) != 0)
            return RefusalReason.DuplicateKey;
        var reason = FieldCheck.Check(columns[column].Type, kind, raw, out var rewritten);
        if (reason != RefusalReason.None)
            return reason;
        seen |= bit;
        hint = column + 1;
        var start = text.Length;
        if (rewritten is { } number)
            AppendNumber(number);
        else
            AppendText(kind, raw);
        fields[column] = start..text.Length;
        return RefusalReason.None;
    }
    private void AppendText(ValueKind kind, ReadOnlySpan<byte> raw)
    {
        if (kind == ValueKind.Text)
            text.Append((byte)'"');
        text.Append(raw);
        if (kind == ValueKind.Text)
            text.Append((byte)'"');
    }

    private void AppendNumber(long number)
    {
        Span<byte> digits = stackalloc byte[20];
        number.TryFormat(digits, out var written, provider: CultureInfo.InvariantCulture);
        text.Append(digits[..written]);
    }
}
