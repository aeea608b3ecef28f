using System.Globalization;
using SpotifyPlatform.ShardExtractor.Extraction.Scanning;

namespace SpotifyPlatform.ShardExtractor.Extraction.Rows;

/// <summary>Reads a line's sections into rows without their first column, the track's id, which may come later in the line.</summary>
internal sealed class SectionRows(int maxSections)
{
    private readonly FieldReader fields = new(Columns.Section);
    private readonly ByteBuffer tails = new();
    private readonly List<int> ends = [];

    public int Count => ends.Count;

    public void Clear()
    {
        tails.Clear();
        ends.Clear();
    }

    /// <summary>Reads the array of sections.</summary>
    public LineRefusal Read(ReadOnlySpan<byte> value)
    {
        var cursor = new JsonCursor(value);
        cursor.TryTake((byte)'[');
        if (cursor.TryTake((byte)']'))
            return LineRefusal.None;
        bool? more;
        do
        {
            if (ends.Count == maxSections)
                return new LineRefusal(RefusalReason.TooManySections, cursor.Position);
            var refusal = ReadOne(ref cursor);
            if (refusal.IsRefused)
                return refusal;
            more = cursor.More((byte)']');
        }
        while (more == true);
        return more == false && cursor.AtEnd ? LineRefusal.None : new LineRefusal(RefusalReason.UnexpectedByte, cursor.Position);
    }

    public void AppendTo(ByteBuffer rows, ReadOnlySpan<byte> trackId)
    {
        var start = 0;
        foreach (var end in ends)
        {
            rows.Append("{\"spotify_id\":\""u8);
            rows.Append(trackId);
            rows.Append(tails.Written[start..end]);
            start = end;
        }
    }

    private LineRefusal ReadOne(ref JsonCursor cursor)
    {
        var start = cursor;
        var refusal = fields.Read(ref cursor);
        if (refusal.IsRefused)
        {
            // An element that is not an object is reported as a wrong type.
            var wrongType = start.TryValue(out var kind, out _) && kind != ValueKind.Object;
            return wrongType ? new LineRefusal(RefusalReason.WrongType, refusal.Position) : refusal;
        }

        Span<byte> index = stackalloc byte[11];
        ends.Count.TryFormat(index, out var written, provider: CultureInfo.InvariantCulture);
        tails.Append("\",\"section_index\":"u8);
        tails.Append(index[..written]);
        fields.AppendTo(tails);
        tails.Append("}\n"u8);
        ends.Add(tails.Length);
        return LineRefusal.None;
    }
}
