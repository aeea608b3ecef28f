using System.Buffers.Binary;

namespace SpotifyPlatform.Music;

/// <summary>
/// The codec of Spotify's ids: 22 characters of base62 (<c>0-9a-zA-Z</c>) are one 128-bit number; as a key it is 16 bytes,
/// big-endian, whose order is the order of the text in that alphabet.
/// </summary>
internal static class Base62
{
    public const int TextLength = 22;
    public const int KeyLength = 16;

    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>Reads exactly 22 characters whose value fits 128 bits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out UInt128 value)
    {
        value = default;
        if (text.Length != TextLength)
            return false;

        // 10 digits fit a ulong (62^10 < 2^60): short loops instead of 22 multiplications of 128 bits.
        if (!TryDigits(text[..2], out var high) || !TryDigits(text[2..12], out var middle) || !TryDigits(text[12..], out var low))
            return false;
        const ulong tenDigits = 839_299_365_868_340_224; // 62^10
        var upper = (UInt128)high * tenDigits + middle;
        if (upper > (UInt128.MaxValue - low) / tenDigits)
            return false;
        value = upper * tenDigits + low;
        return true;
    }

    public static string ToText(UInt128 number) => string.Create(TextLength, number, static (text, value) =>
    {
        for (var i = TextLength - 1; i >= 0; i--)
        {
            (value, var digit) = UInt128.DivRem(value, 62);
            text[i] = Alphabet[(int)digit];
        }
    });

    public static UInt128 FromKey(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadUInt128BigEndian(key);

    public static byte[] ToKey(UInt128 value)
    {
        var key = new byte[KeyLength];
        BinaryPrimitives.WriteUInt128BigEndian(key, value);
        return key;
    }

    public static FormatException Invalid(string text) =>
        new($"'{(text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "..."))}' is not a Spotify id, which has 22 characters of 0-9a-zA-Z.");

    private static bool TryDigits(ReadOnlySpan<char> digits, out ulong value)
    {
        value = 0;
        foreach (var c in digits)
        {
            int digit;
            if (c is >= '0' and <= '9')
                digit = c - '0';
            else if (c is >= 'a' and <= 'z')
                digit = c - 'a' + 10;
            else if (c is >= 'A' and <= 'Z')
                digit = c - 'A' + 36;
            else
                return false;
            value = value * 62 + (ulong)digit;
        }

        return true;
    }
}
