using System.Diagnostics.CodeAnalysis;

namespace SpotifyPlatform.Music;

/// <summary>
/// An International Standard Recording Code (ISO 3901): two letters, three letters or digits, seven digits; 12 characters,
/// upper case, without hyphens. Parsing removes hyphens and spaces and converts letters to upper case; anything else is invalid.
/// </summary>
public readonly record struct Isrc : IComparable<Isrc>
{
    /// <summary>Characters of the normal form.</summary>
    public const int Length = 12;

    private readonly string? code;

    private Isrc(string code) => this.code = code;

    /// <summary>The 12 characters.</summary>
    public string Code => code ?? throw new InvalidOperationException("This ISRC was never parsed.");

    /// <summary>Reads an ISRC in any written form, such as <c>USRC17607839</c> or <c>us-rc1-76-07839</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Isrc isrc)
    {
        isrc = default;
        if (text is null || text.Length > 2 * Length)
            return false;
        Span<char> normal = stackalloc char[Length];
        var length = 0;
        foreach (var c in text)
        {
            if (c is '-' or ' ')
                continue;
            if (length == Length)
                return false;
            normal[length++] = char.ToUpperInvariant(c);
        }

        if (length != Length || !IsWellFormed(normal))
            return false;
        isrc = new Isrc(new string(normal));
        return true;
    }

    /// <summary>Reads an ISRC in any written form from ASCII, and writes the 12 characters of its normal form.</summary>
    /// <param name="normal">Has room for <see cref="Length"/>.</param>
    public static bool TryNormalize(ReadOnlySpan<byte> text, Span<byte> normal)
    {
        Span<char> characters = stackalloc char[Length];
        if (text.Length > 2 * Length)
            return false;
        var length = 0;
        foreach (var c in text)
        {
            if (c is (byte)'-' or (byte)' ')
                continue;
            if (length == Length)
                return false;
            characters[length++] = char.ToUpperInvariant((char)c);
        }

        if (length != Length || !IsWellFormed(characters))
            return false;
        for (var i = 0; i < Length; i++)
            normal[i] = (byte)characters[i];
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

    private static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        foreach (var c in text[..2])
            if (!char.IsAsciiLetterUpper(c))
                return false;
        foreach (var c in text[2..5])
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c))
                return false;
        foreach (var c in text[5..])
            if (!char.IsAsciiDigit(c))
                return false;
        return true;
    }
}
