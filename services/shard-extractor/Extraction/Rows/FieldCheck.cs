using System.Buffers.Text;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Extraction.Scanning;

namespace SpotifyPlatform.ShardExtractor.Extraction.Rows;

/// <summary>
/// Checks whether a value fits its column. Values are kept as the text of the source, except whole numbers that are written with a
/// fraction or an exponent.
/// </summary>
internal static class FieldCheck
{
    /// <summary>Longest number kept, bytes. A shortest round-trip double has at most 24.</summary>
    public const int MaxNumberBytes = 64;

    /// <summary>Longest text kept, bytes.</summary>
    public const int MaxTextBytes = 1024;

    // Every integer of up to 18 digits fits 64 bits.
    private const int SafeDigits = 18;

    /// <param name="rewritten">The number to write instead of the source's text; null to keep the text.</param>
    public static RefusalReason Check(RowColumnType type, ValueKind kind, ReadOnlySpan<byte> raw, out long? rewritten)
    {
        rewritten = null;
        if (kind == ValueKind.Null)
            return RefusalReason.None;
        if (type == RowColumnType.Text)
        {
            return kind != ValueKind.Text ? RefusalReason.WrongType
                : raw.Length > MaxTextBytes ? RefusalReason.ValueTooLong
                : JsonText.CheckEscapes(raw);
        }

        if (kind != ValueKind.Number)
            return RefusalReason.WrongType;
        if (raw.Length > MaxNumberBytes)
            return RefusalReason.ValueTooLong;
        return type == RowColumnType.Integer ? Integer(raw, out rewritten) : Float(raw);
    }

    private static RefusalReason Integer(ReadOnlySpan<byte> raw, out long? rewritten)
    {
        rewritten = null;
        if (raw.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0)
            return Rewrite(raw, out rewritten);
        return raw.Length <= SafeDigits || (Utf8Parser.TryParse(raw, out long _, out var used) && used == raw.Length)
            ? RefusalReason.None
            : RefusalReason.NumberOutOfRange;
    }

    // Spotify's own answers have 4.0 and 4.9E7 where integers were promised.
    private static RefusalReason Rewrite(ReadOnlySpan<byte> raw, out long? rewritten)
    {
        var kind = WholeNumber.Read(raw, out var value);
        rewritten = value;
        return kind switch
        {
            WholeNumberKind.Whole => RefusalReason.None,
            WholeNumberKind.OutOfRange => RefusalReason.NumberOutOfRange,
            _ => RefusalReason.WrongType,
        };
    }

    // Without an exponent, the digits that fit the length bound are always finite.
    private static RefusalReason Float(ReadOnlySpan<byte> raw) =>
        raw.IndexOfAny((byte)'e', (byte)'E') < 0
        || (Utf8Parser.TryParse(raw, out double value, out _) && double.IsFinite(value))
            ? RefusalReason.None
            : RefusalReason.NumberOutOfRange;
}
