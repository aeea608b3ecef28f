using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace SpotifyPlatform.ListeningHistory.Exports.Parsing;

/// <summary>
/// The bytes between the values of a row: white space, names and punctuation. All rows of a real file share them, so most rows are
/// read by comparing a few literals and finding the ends of their strings, several times faster than by a JSON tokenizer. A row
/// that differs in any way is left to <see cref="JsonRowReader"/>, which also teaches the next layout.
/// </summary>
internal sealed class RowLayout
{
    /// <summary>The row has this layout as far as it is there.</summary>
    public const int Cut = -1;

    private const int MaxBytes = 16 * 1024;
    private const int MaxFields = 64;

    // A quote ends a string; an escape or a control character is for the tokenizer to unescape or refuse.
    private static readonly SearchValues<byte> Stops = SearchValues.Create(
        [(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(code => (byte)code)]);

    private static readonly RawValue CutOff = new(0, Cut, RawKind.Missing);

    private readonly byte[] literals = new byte[MaxBytes];
    private readonly (int Start, int Length, PlayField Field)[] fields = new (int, int, PlayField)[MaxFields];
    private int count;
    private int used;
    private bool fits;
    private bool complete;

    /// <summary>The bytes before a row's first value; empty while no layout is known.</summary>
    public ReadOnlySpan<byte> Beginning => complete ? literals.AsSpan(0, fields[0].Length) : default;

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

    /// <summary>Reads a row that has this layout; returns its length, 0 where it has another, or <see cref="Cut"/>.</summary>
    public int Match(ReadOnlySpan<byte> data, RawRow row)
    {
        if (!complete)
            return 0;
        var position = 0;
        var last = count - 1;
        for (var i = 0; i <= last; i++)
        {
            var (start, length, field) = fields[i];
            var literal = literals.AsSpan(start, length);
            if (length > data.Length - position)
                return literal.StartsWith(data[position..]) ? Cut : 0;
            if (!data.Slice(position, length).SequenceEqual(literal))
                return 0;
            position += length;
            if (i == last)
                break;
            var value = Value(data, position, field);
            if (value.Kind == RawKind.Missing)
                return value.Length;
            row[field] = value;
            position = value.Start + value.Length + (value.Kind == RawKind.Text ? 1 : 0);
        }

        return position;
    }

    /// <summary>The value at a position. <see cref="CutOff"/> where it ends behind the data; missing where only the tokenizer can read it.</summary>
    private static RawValue Value(ReadOnlySpan<byte> data, int position, PlayField field)
    {
        if (position >= data.Length)
            return CutOff;
        switch (data[position])
        {
            case (byte)'"':
                var start = position + 1;
                var end = TextEnd(data, start);
                if (end == data.Length)
                    return CutOff;
                var isText = data[end] == '"' && (field != PlayField.Ignored || Utf8.IsValid(data[start..end]));
                return isText ? new RawValue(start, end - start, RawKind.Text) : default;
            case (byte)'n':
                return Word(data, position, "null"u8, RawKind.Null);
            case (byte)'t':
                return Word(data, position, "true"u8, RawKind.True);
            case (byte)'f':
                return Word(data, position, "false"u8, RawKind.False);
            default:
                var digits = Digits(data[position..]);
                return digits > 0 ? new RawValue(position, digits, RawKind.Number) : default;
        }
    }

    private static RawValue Word(ReadOnlySpan<byte> data, int position, ReadOnlySpan<byte> word, RawKind kind) =>
        data[position..].StartsWith(word) ? new RawValue(position, word.Length, kind) : default;

    /// <summary>Where a string ends, or holds a byte that only the tokenizer can read; the data's length where neither is there.</summary>
    private static int TextEnd(ReadOnlySpan<byte> data, int position)
    {
        if (Vector256.IsHardwareAccelerated)
        {
            // Most texts are shorter than a vector: one comparison is then cheaper than a call of the general search.
            ref var first = ref MemoryMarshal.GetReference(data);
            for (; position <= data.Length - Vector256<byte>.Count; position += Vector256<byte>.Count)
            {
                var bytes = Vector256.LoadUnsafe(ref first, (nuint)position);
                var stops = Vector256.Equals(bytes, Vector256.Create((byte)'"')) | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
                    | Vector256.Equals(Vector256.Min(bytes, Vector256.Create((byte)0x1F)), bytes);
                if (stops != Vector256<byte>.Zero)
                    return position + BitOperations.TrailingZeroCount(stops.ExtractMostSignificantBits());
            }
        }

        var end = data[position..].IndexOfAny(Stops);
        return end < 0 ? data.Length : position + end;
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
