using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace SpotifyPlatform.Music;

/// <summary>
/// A Spotify id (track, artist, album or playlist): 22 characters of base62 (<c>0-9a-zA-Z</c>) that are one 128-bit number.
/// As a store key it is 16 bytes, big-endian; the order of the bytes is the order of the text in that alphabet.
/// </summary>
public readonly record struct TrackId(UInt128 Value) : IComparable<TrackId>
{
    /// <summary>Characters of the text form.</summary>
    public const int TextLength = 22;

    /// <summary>Bytes of the key form.</summary>
    public const int KeyLength = 16;

    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string UriPrefix = "spotify:track:";
    private const string UrlPart = "open.spotify.com/track/";

    /// <summary>Reads exactly 22 base62 characters whose value fits 128 bits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TrackId id)
    {
        id = default;
        if (text.Length != TextLength)
            return false;

        // 10 digits fit a ulong (62^10 < 2^60): two short loops instead of 22 multiplications of 128 bits.
        if (!TryDigits(text[..2], out var high) || !TryDigits(text[2..12], out var middle) || !TryDigits(text[12..], out var low))
            return false;
        const ulong tenDigits = 839_299_365_868_340_224; // 62^10
        var upper = (UInt128)high * tenDigits + middle;
        if (upper > (UInt128.MaxValue - low) / tenDigits)
            return false;
        id = new TrackId(upper * tenDigits + low);
        return true;
    }

    /// <summary>Reads the ASCII bytes of the text form.</summary>
    public static bool TryParse(ReadOnlySpan<byte> ascii, out TrackId id)
    {
        Span<char> text = stackalloc char[TextLength];
        id = default;
        if (ascii.Length != TextLength)
            return false;
        for (var i = 0; i < TextLength; i++)
            text[i] = (char)ascii[i];
        return TryParse(text, out id);
    }

    /// <summary>Reads an id, a <c>spotify:track:</c> URI or an <c>open.spotify.com/track/</c> link.</summary>
    public static bool TryParseAny([NotNullWhen(true)] string? text, out TrackId id)
    {
        id = default;
        if (text is null)
            return false;
        var span = text.AsSpan().Trim();
        if (span.StartsWith(UriPrefix, StringComparison.Ordinal))
            return TryParse(span[UriPrefix.Length..], out id);
        var url = span.IndexOf(UrlPart, StringComparison.Ordinal);
        if (url < 0)
            return TryParse(span, out id);
        span = span[(url + UrlPart.Length)..];
        var end = span.IndexOfAny('?', '#', '/');
        return TryParse(end < 0 ? span : span[..end], out id);
    }

    /// <exception cref="FormatException">The text is not a Spotify id.</exception>
    public static TrackId Parse(string text) =>
        TryParse(text, out TrackId id) ? id : throw new FormatException($"'{Shorten(text)}' is not a Spotify id: 22 characters of 0-9a-zA-Z are.");

    /// <summary>Reads the 16-byte key form.</summary>
    public static TrackId FromKey(ReadOnlySpan<byte> key) => new(BinaryPrimitives.ReadUInt128BigEndian(key));

    /// <summary>The 16-byte key form, big-endian.</summary>
    public byte[] ToKey()
    {
        var key = new byte[KeyLength];
        BinaryPrimitives.WriteUInt128BigEndian(key, Value);
        return key;
    }

    public int CompareTo(TrackId other) => Value.CompareTo(other.Value);

    public static bool operator <(TrackId left, TrackId right) => left.Value < right.Value;

    public static bool operator >(TrackId left, TrackId right) => left.Value > right.Value;

    public static bool operator <=(TrackId left, TrackId right) => left.Value <= right.Value;

    public static bool operator >=(TrackId left, TrackId right) => left.Value >= right.Value;

    /// <summary>The 22-character text form.</summary>
    public override string ToString() => string.Create(TextLength, Value, static (text, value) =>
    {
        for (var i = TextLength - 1; i >= 0; i--)
        {
            (value, var digit) = UInt128.DivRem(value, 62);
            text[i] = Alphabet[(int)digit];
        }
    });

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

    private static string Shorten(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "...");
}
