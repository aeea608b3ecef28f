using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace SpotifyPlatform.Music;

/// <summary>
/// An International Standard Recording Code (ISO 3901): two letters, three letters or digits, seven digits; 12 characters,
/// upper case, without hyphens. It is read in each form that people write: with hyphens, other dashes, dots, slashes or underscores, in quotes,
/// with white space and invisible characters, in lower case or in full-width characters, behind <c>ISRC</c>, <c>ISRC:</c> or <c>urn:isrc:</c>;
/// anything else is invalid.
/// </summary>
public readonly record struct Isrc : IComparable<Isrc>
{
    /// <summary>Characters of the normal form.</summary>
    public const int Length = 12;

    /// <summary>A longer text is no ISRC, whatever it is.</summary>
    private const int MaxBytes = 128;

    private const int MinusSign = 0x2212;

    /// <summary>The first of the full-width characters, which repeat ASCII from <c>!</c> to <c>~</c>.</summary>
    private const int FullWidth = 0xFF01;

    private readonly string? code;

    private Isrc(string code) => this.code = code;

    /// <summary>The 12 characters.</summary>
    public string Code => code ?? throw new InvalidOperationException("This ISRC was never parsed.");

    /// <summary>Reads an ISRC in any written form, such as <c>USRC17607839</c>, <c>us-rc1-76-07839</c> or <c>ISRC US-RC1-76-07839</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Isrc isrc)
    {
        isrc = default;
        if (text is null || text.Length > MaxBytes)
            return false;
        Span<byte> utf8 = stackalloc byte[MaxBytes];
        Span<byte> normal = stackalloc byte[Length];
        if (!Encoding.UTF8.TryGetBytes(text, utf8, out var bytes) || !TryNormalize(utf8[..bytes], normal))
            return false;
        isrc = new Isrc(Encoding.ASCII.GetString(normal));
        return true;
    }

    /// <summary>Reads an ISRC in any written form, and writes the 12 characters of its normal form.</summary>
    /// <param name="utf8">Bytes that are no UTF-8 make it invalid.</param>
    /// <param name="normal">Has room for <see cref="Length"/>.</param>
    public static bool TryNormalize(ReadOnlySpan<byte> utf8, Span<byte> normal)
    {
        if (utf8.Length > MaxBytes)
            return false;
        if (IsWellFormed(utf8))
        {
            utf8.CopyTo(normal);
            return true;
        }

        Span<byte> written = stackalloc byte[MaxBytes];
        var length = 0;
        while (!utf8.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(utf8, out var rune, out var bytes) != OperationStatus.Done)
                return false;
            utf8 = utf8[bytes..];
            if (rune.Value is >= FullWidth and <= FullWidth + ('~' - '!'))
                rune = new Rune(rune.Value - FullWidth + '!');
            if (IsIgnored(rune))
                continue;
            if (!rune.IsAscii)
                return false;
            written[length++] = (byte)(rune.Value is >= 'a' and <= 'z' ? rune.Value - ('a' - 'A') : rune.Value);
        }

        var code = WithoutPrefix(written[..length]);
        if (!IsWellFormed(code))
            return false;
        code.CopyTo(normal);
        return true;
    }

    /// <exception cref="FormatException">The text is not an ISRC.</exception>
    public static Isrc Parse(string text) =>
        TryParse(text, out var isrc) ? isrc : throw new FormatException("Not an ISRC, which has two letters, three letters or digits, and seven digits.");

    public int CompareTo(Isrc other) => string.CompareOrdinal(code, other.code);

    public static bool operator <(Isrc left, Isrc right) => left.CompareTo(right) < 0;

    public static bool operator >(Isrc left, Isrc right) => left.CompareTo(right) > 0;

    public static bool operator <=(Isrc left, Isrc right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Isrc left, Isrc right) => left.CompareTo(right) >= 0;

    public override string ToString() => code ?? "";

    /// <summary>Whether a character separates the parts of a code, or came with it: any dash, dot, slash, underscore, quote, space, line end or invisible character.</summary>
    private static bool IsIgnored(Rune rune) => rune.Value is MinusSign or '.' or '/' or '_' or '\'' or '"' || Rune.IsWhiteSpace(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.DashPunctuation or UnicodeCategory.Format or UnicodeCategory.Control;

    /// <summary>What stands before a code in print (<c>ISRC US-RC1-...</c>) and as a name (<c>urn:isrc:...</c>). A code itself may begin with ISRC.</summary>
    private static ReadOnlySpan<byte> WithoutPrefix(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("URN:ISRC:"u8))
            return text["URN:ISRC:".Length..];
        if (text.StartsWith("ISRC:"u8))
            return text["ISRC:".Length..];
        return text.Length > Length && text.StartsWith("ISRC"u8) ? text["ISRC".Length..] : text;
    }

    private static bool IsWellFormed(ReadOnlySpan<byte> text)
    {
        if (text.Length != Length)
            return false;
        foreach (var c in text[..2])
            if (!char.IsAsciiLetterUpper((char)c))
                return false;
        foreach (var c in text[2..5])
            if (!char.IsAsciiLetterUpper((char)c) && !char.IsAsciiDigit((char)c))
                return false;
        foreach (var c in text[5..])
            if (!char.IsAsciiDigit((char)c))
                return false;
        return true;
    }
}
