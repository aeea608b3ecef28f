using System.Buffers.Text;

namespace SpotifyPlatform.ShardExtractor.Extraction.Rows;

/// <summary>Says whether a value may stand in a column. Values pass as the text they came in.</summary>
internal static class FieldCheck
{
    /// <summary>Longest number kept, bytes. A shortest round-trip double has at most 24.</summary>
    public const int MaxNumberBytes = 64;

    /// <summary>Longest text kept, bytes.</summary>
    public const int MaxTextBytes = 1024;

    // Every integer of up to 18 digits fits 64 bits.
    private const int SafeDigits = 18;

    public static RefusalReason Check(ColumnType type, ValueKind kind, ReadOnlySpan<byte> raw)
    {
        if (kind == ValueKind.Null)
            return RefusalReason.None;
        if (type == ColumnType.Text)
        {
            return kind != ValueKind.Text ? RefusalReason.WrongType
                : raw.Length > MaxTextBytes ? RefusalReason.ValueTooLong
                : JsonText.CheckEscapes(raw);
        }

        if (kind != ValueKind.Number)
            return RefusalReason.WrongType;
        if (raw.Length > MaxNumberBytes)
            return RefusalReason.ValueTooLong;
        return type == ColumnType.Integer ? Integer(raw) : Float(raw);
    }

    private static RefusalReason Integer(ReadOnlySpan<byte> raw)
    {
        if (raw.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0)
            return RefusalReason.WrongType;
        return raw.Length <= SafeDigits || (Utf8Parser.TryParse(raw, out long _, out var used) && used == raw.Length)
            ? RefusalReason.None
            : RefusalReason.NumberOutOfRange;
    }

    // Without an exponent, the digits that fit the length bound are always finite.
    private static RefusalReason Float(ReadOnlySpan<byte> raw) =>
        raw.IndexOfAny((byte)'e', (byte)'E') < 0
        || (Utf8Parser.TryParse(raw, out double value, out _) && double.IsFinite(value))
            ? RefusalReason.None
            : RefusalReason.NumberOutOfRange;
}
