using System.Buffers;
using System.Text.Unicode;

namespace SpotifyPlatform.ListeningHistory.Exports.Parsing;

/// <summary>
/// The bytes between the values of a row: white space, names and punctuation. All rows of a real file share them, so most rows are
/// read by comparing a few literals and finding the ends of their strings, several times faster than by a JSON tokenizer. A row
/// that differs in any way is left to <see cref="JsonRowReader"/>, which also teaches the next layout.
/// </summary>
internal sealed class RowLayout
{
    private const int MaxBytes = 16 * 1024;
    private const int MaxFields = 64;

    // A quote ends a string; an escape or a control character is for the tokenizer to unescape or refuse.
    private static readonly SearchValues<byte> Stops = SearchValues.Create(
        [(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(code => (byte)code)]);

    private readonly byte[] literals = new byte[MaxBytes];
    private readonly (int Start, int Length, PlayField Field)[] fields = new (int, int, PlayField)[MaxFields];
    private int count;
    private int used;
    private bool fits;
    private bool complete;

    /// <summary>Begins to learn a row.</summary>
    public void Begin()
    {
        count = used = 0;
        (fits, complete) = (true, false);
    }

    /// <summary>Adds the literal before a value, and the field of the value.</summary>
    public void Add(ReadOnlySpan<byte> literal, PlayField field)
    {
        fits &= count < MaxFields && used + literal.Length <= MaxBytes;
        if (!fits)
            return;
        literal.CopyTo(literals.AsSpan(used));
        fields[count++] = (used, literal.Length, field);
        used += literal.Length;
    }

    /// <summary>Ends the row with the literal after its last value.</summary>
    /// <param name="usable">False for a row with a composite value or a field named twice.</param>
    public void End(ReadOnlySpan<byte> literal, bool usable)
    {
        Add(literal, PlayField.Ignored);
        complete = usable && fits && count > 1;
    }

    /// <summary>Reads a row that has this layout; returns its length, or 0 where it has not, or is not wholly there.</summary>
    public int Match(ReadOnlySpan<byte> data, RawRow row)
    {
        if (!complete)
            return 0;
        var position = 0;
        var last = count - 1;
        for (var i = 0; i <= last; i++)
        {
            var (start, length, field) = fields[i];
            if (!data[position..].StartsWith(literals.AsSpan(start, length)))
                return 0;
            position += length;
            if (i < last && !MatchValue(data, ref position, field, row))
                return 0;
        }

        return position;
    }

    private static bool MatchValue(ReadOnlySpan<byte> data, ref int position, PlayField field, RawRow row)
    {
        var rest = data[position..];
        if (rest.IsEmpty)
            return false;
        switch (rest[0])
        {
            case (byte)'"':
                var text = rest[1..];
                var end = text.IndexOfAny(Stops);
                if (end < 0 || text[end] != '"' || (field == PlayField.Ignored && !Utf8.IsValid(text[..end])))
                    return false;
                row[field] = new RawValue(position + 1, end, RawKind.Text);
                position += end + 2;
                return true;
            case (byte)'n' when rest.StartsWith("null"u8):
                row[field] = new RawValue(position, 4, RawKind.Null);
                position += 4;
                return true;
            case (byte)'t' when rest.StartsWith("true"u8):
                row[field] = new RawValue(position, 4, RawKind.True);
                position += 4;
                return true;
            case (byte)'f' when rest.StartsWith("false"u8):
                row[field] = new RawValue(position, 5, RawKind.False);
                position += 5;
                return true;
            default:
                var digits = Digits(rest);
                row[field] = new RawValue(position, digits, RawKind.Number);
                position += digits;
                return digits > 0;
        }
    }

    /// <summary>The length of a whole number in its plain form; 0 for every other.</summary>
    private static int Digits(ReadOnlySpan<byte> data)
    {
        var first = data[0] == '-' ? 1 : 0;
        var end = first;
        while (end < data.Length && (uint)(data[end] - '0') <= 9)
            end++;
        var plain = end > first && end < data.Length && (data[first] != '0' || end == first + 1) && data[end] is not ((byte)'.' or (byte)'e' or (byte)'E');
        return plain ? end : 0;
    }
}
