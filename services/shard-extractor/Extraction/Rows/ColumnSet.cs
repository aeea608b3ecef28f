using SpotifyPlatform.ShardExtractor.Extraction.Scanning;

namespace SpotifyPlatform.ShardExtractor.Extraction.Rows;

/// <summary>Columns read from one JSON object.</summary>
internal sealed class ColumnSet(params RowColumn[] columns)
{
    private const int LongestName = 32;

    public int Count => columns.Length;

    public RowColumn this[int index] => columns[index];

    /// <summary>The column of a key, which may be escaped, or -1. Keys are mostly in the order of the columns, so the hint is tried first.</summary>
    public int Find(scoped ReadOnlySpan<byte> key, int hint)
    {
        if (hint < columns.Length && key.SequenceEqual(columns[hint].Name))
            return hint;
        Span<byte> plain = stackalloc byte[LongestName];
        if (key.Contains((byte)'\\'))
        {
            if (!JsonText.TryUnescape(key, plain, out var written))
                return -1;
            key = plain[..written];
        }

        for (var i = 0; i < columns.Length; i++)
        {
            if (key.SequenceEqual(columns[i].Name))
                return i;
        }

        return -1;
    }
}
