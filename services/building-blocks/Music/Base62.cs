using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace SpotifyPlatform.Music;

/// <summary>
/// The codec of Spotify's ids: 22 characters of base62 (<c>0-9a-zA-Z</c>) are one 128-bit number; as a key it is 16 bytes,
/// big-endian, whose order is the order of the text in that alphabet.
/// </summary>
internal static class Base62
{
    public const int TextLength = 22;
    public const int KeyLength = 16;

    /// <summary>A bit that no digit has.</summary>
    private const byte NoDigit = 64;

    private const ulong TenDigits = 839_299_365_868_340_224; // 62^10

    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>The greatest number of the first 12 digits.</summary>
    private static readonly UInt128 MaxUpper = UInt128.MaxValue / TenDigits;

    /// <summary>The digit of each ASCII character; <see cref="NoDigit"/> for all others.</summary>
    private static readonly byte[] Digits = DigitsOf(Alphabet);

    /// <summary>Reads exactly 22 characters whose value fits 128 bits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out UInt128 value)
    {
        Span<byte> ascii = stackalloc byte[TextLength];
        value = default;
        return text.Length == TextLength && Ascii.FromUtf16(text, ascii, out _) == OperationStatus.Done && TryParse(ascii, out value);
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out UInt128)"/>
    public static bool TryParse(ReadOnlySpan<byte> ascii, out UInt128 value)
    {
        value = default;
        if (ascii.Length != TextLength)
            return false;

        // 10 digits fit a ulong (62^10 < 2^60): short loops instead of 22 multiplications of 128 bits.
        if (!TryDigits(ascii[..2], out var high) || !TryDigits(ascii[2..12], out var middle) || !TryDigits(ascii[12..], out var low))
            return false;
        var upper = (UInt128)high * TenDigits + middle;
        if (upper > MaxUpper)
            return false;
        var shifted = upper * TenDigits;
        if (shifted > UInt128.MaxValue - low)
            return false;
        value = shifted + low;
        return true;
    }

    public static string ToText(UInt128 number) => string.Create(TextLength, number, static (text, value) =>
    {
        Span<byte> ascii = stackalloc byte[TextLength];
        Write(value, ascii);
        Encoding.ASCII.GetChars(ascii, text);
    });

    /// <summary>Writes the 22 characters.</summary>
    public static void Write(UInt128 number, Span<byte> ascii)
    {
        // As in reading: two divisions of 128 bits instead of 22.
        var (upper, low) = UInt128.DivRem(number, TenDigits);
        var (high, middle) = UInt128.DivRem(upper, TenDigits);
        WriteDigits((ulong)low, ascii[12..TextLength]);
        WriteDigits((ulong)middle, ascii[2..12]);
        WriteDigits((ulong)high, ascii[..2]);
    }

    public static UInt128 FromKey(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadUInt128BigEndian(key);

    public static byte[] ToKey(UInt128 value)
    {
        var key = new byte[KeyLength];
        BinaryPrimitives.WriteUInt128BigEndian(key, value);
        return key;
    }

    public static FormatException Invalid(string text) =>
        new($"'{(text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "..."))}' is not a Spotify id, which has 22 characters of 0-9a-zA-Z.");

    private static void WriteDigits(ulong value, Span<byte> ascii)
    {
        for (var i = ascii.Length - 1; i >= 0; i--)
        {
            (value, var digit) = Math.DivRem(value, 62);
            ascii[i] = (byte)Alphabet[(int)digit];
        }
    }

    private static bool TryDigits(ReadOnlySpan<byte> ascii, out ulong value)
    {
        value = 0;
        var all = 0;
        foreach (var c in ascii)
        {
            var digit = Digits[c];
            all |= digit;
            value = value * 62 + digit;
        }

        return all < NoDigit;
    }

    private static byte[] DigitsOf(string alphabet)
    {
        var digits = new byte[256];
        digits.AsSpan().Fill(NoDigit);
        for (var i = 0; i < alphabet.Length; i++)
            digits[alphabet[i]] = (byte)i;
        return digits;
    }
}
