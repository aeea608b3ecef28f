using System.Buffers;
using SpotifyPlatform.ShardExtractor.Extraction.Scanning;

namespace SpotifyPlatform.ShardExtractor.Extraction.Rows;

/// <summary>
/// Reads a whole JSON value under the full grammar. Strings, bracket types and depth were validated when the value was skipped, so
/// only tokens and their order are checked here. When a read fails, the position is that of the invalid byte.
/// </summary>
internal ref struct JsonCursor(ReadOnlySpan<byte> text)
{
    private static readonly SearchValues<byte> QuoteOrEscape = SearchValues.Create("\"\\"u8);

    private readonly ReadOnlySpan<byte> text = text;

    public int Position { get; private set; }

    public readonly bool AtEnd => Position >= text.Length;

    /// <summary>Takes one structural byte and the white space before it.</summary>
    public bool TryTake(byte expected)
    {
        SkipSpace();
        if (Position >= text.Length || text[Position] != expected)
            return false;
        Position++;
        return true;
    }

    /// <summary>Takes a string; its content is still escaped.</summary>
    public bool TryText(out ReadOnlySpan<byte> inside)
    {
        inside = default;
        if (!TryTake((byte)'"'))
            return false;
        var start = Position;
        while (Position < text.Length)
        {
            var stop = text[Position..].IndexOfAny(QuoteOrEscape);
            if (stop < 0)
                break;
            Position += stop;
            if (text[Position] == '"')
            {
                inside = text[start..Position++];
                return true;
            }

            Position += 2;
        }

        Position = text.Length;
        return false;
    }

    /// <summary>Takes a member's key and its colon.</summary>
    public bool TryKey(out ReadOnlySpan<byte> inside) => TryText(out inside) && TryTake((byte)':');

    /// <summary>Takes any value. The raw text of a string is its content, still escaped.</summary>
    public bool TryValue(out ValueKind kind, out ReadOnlySpan<byte> raw)
    {
        SkipSpace();
        var start = Position;
        raw = default;
        kind = default;
        if (Position >= text.Length)
            return false;
        switch (text[Position])
        {
            case (byte)'"':
                kind = ValueKind.Text;
                return TryText(out raw);
            case (byte)'{':
                kind = ValueKind.Object;
                return TryObject();
            case (byte)'[':
                kind = ValueKind.Array;
                return TryArray();
            default:
                if (!TryScalar(out kind))
                    return false;
                raw = text[start..Position];
                return true;
        }
    }

    /// <summary>After a member: takes the comma (true) or the closing bracket (false); null for neither.</summary>
    public bool? More(byte close) => TryTake((byte)',') ? true : TryTake(close) ? false : null;

    // The depth was bounded when the value was skipped, so recursion is bounded too.
    private bool TryObject()
    {
        TryTake((byte)'{');
        if (TryTake((byte)'}'))
            return true;
        bool? more;
        do
        {
            if (!TryKey(out _) || !TryValue(out _, out _))
                return false;
            more = More((byte)'}');
        }
        while (more == true);
        return more == false;
    }

    private bool TryArray()
    {
        TryTake((byte)'[');
        if (TryTake((byte)']'))
            return true;
        bool? more;
        do
        {
            if (!TryValue(out _, out _))
                return false;
            more = More((byte)']');
        }
        while (more == true);
        return more == false;
    }

    private bool TryScalar(out ValueKind kind)
    {
        var first = text[Position];
        kind = first switch
        {
            (byte)'t' or (byte)'f' => ValueKind.Boolean,
            (byte)'n' => ValueKind.Null,
            _ => ValueKind.Number,
        };
        if (!ScalarToken.TryBegin(first, out var token))
            return false;
        Position++;
        while (Position < text.Length && token.TryTake(text[Position]))
            Position++;
        return token.IsWhole;
    }

    private void SkipSpace()
    {
        while (Position < text.Length && text[Position] is (byte)' ' or (byte)'\t' or (byte)'\r')
            Position++;
    }
}
