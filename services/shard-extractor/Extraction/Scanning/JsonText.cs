using System.Globalization;
using System.Text;

namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>Reads the content of JSON strings whose escapes were validated.</summary>
internal static class JsonText
{
    /// <summary>
    /// Writes the unescaped text as UTF-8. False for half a surrogate pair, or when the buffer is too small (the text never has more
    /// bytes than its escaped form).
    /// </summary>
    public static bool TryUnescape(ReadOnlySpan<byte> raw, Span<byte> plain, out int written)
    {
        written = 0;
        for (var i = 0; i < raw.Length;)
        {
            if (written >= plain.Length)
                return false;
            if (raw[i] != '\\')
            {
                plain[written++] = raw[i++];
                continue;
            }

            if (raw[i + 1] != 'u')
            {
                plain[written++] = Short(raw[i + 1]);
                i += 2;
                continue;
            }

            if (!TryRune(raw, ref i, out var rune) || !rune.TryEncodeToUtf8(plain[written..], out var bytes))
                return false;
            written += bytes;
        }

        return true;
    }

    /// <summary>Whether a text can be stored anywhere: no escaped NUL and no half of a surrogate pair.</summary>
    public static RefusalReason CheckEscapes(ReadOnlySpan<byte> raw)
    {
        for (var i = raw.IndexOf((byte)'\\'); i >= 0 && i < raw.Length;)
        {
            if (raw[i] != '\\')
            {
                i++;
            }
            else if (raw[i + 1] != 'u')
            {
                i += 2;
            }
            else
            {
                if (!TryRune(raw, ref i, out var rune))
                    return RefusalReason.BadEscape;
                if (rune.Value == 0)
                    return RefusalReason.NulByte;
            }
        }

        return RefusalReason.None;
    }

    private static byte Short(byte letter) => letter switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => letter,
    };

    private static bool TryRune(ReadOnlySpan<byte> raw, ref int i, out Rune rune)
    {
        var first = Unit(raw, i);
        i += 6;
        if (Rune.TryCreate(first, out rune))
            return true;
        if (i + 6 > raw.Length || raw[i] != '\\' || raw[i + 1] != 'u' || !Rune.TryCreate(first, Unit(raw, i), out rune))
            return false;
        i += 6;
        return true;
    }

    private static char Unit(ReadOnlySpan<byte> raw, int escape) =>
        (char)ushort.Parse(raw.Slice(escape + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
