using System.Diagnostics.CodeAnalysis;

namespace SpotifyPlatform.Music;

/// <summary>
/// A track's Spotify id: 22 characters of base62 (<c>0-9a-zA-Z</c>) that are one 128-bit number.
/// As a store key it is 16 bytes, big-endian; the order of the bytes is the order of the text in that alphabet.
/// </summary>
public readonly record struct TrackId(UInt128 Value) : IComparable<TrackId>
{
    /// <summary>Characters of the text form.</summary>
    public const int TextLength = Base62.TextLength;

    /// <summary>Bytes of the key form.</summary>
    public const int KeyLength = Base62.KeyLength;

    /// <summary>Reads exactly 22 base62 characters whose value fits 128 bits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TrackId id)
    {
        var parsed = Base62.TryParse(text, out var value);
        id = new TrackId(value);
        return parsed;
    }

    /// <summary>Reads the ASCII bytes of the text form.</summary>
    public static bool TryParse(ReadOnlySpan<byte> ascii, out TrackId id)
    {
        var parsed = Base62.TryParse(ascii, out var value);
        id = new TrackId(value);
        return parsed;
    }

    /// <summary>Reads an id, a <c>spotify:track:</c> URI or a link to a track, see <see cref="SpotifyLink"/>.</summary>
    public static bool TryParseAny([NotNullWhen(true)] string? text, out TrackId id)
    {
        if (SpotifyLink.TryParse(text, out var link))
        {
            id = default;
            return link.Kind == "track" && TryParse(link.Id, out id);
        }

        return TryParse(text.AsSpan().Trim(), out id);
    }

    /// <exception cref="FormatException">The text is not a Spotify id.</exception>
    public static TrackId Parse(string text) => TryParse(text, out TrackId id) ? id : throw Base62.Invalid(text);

    /// <summary>Reads the 16-byte key form.</summary>
    public static TrackId FromKey(ReadOnlySpan<byte> key) => new(Base62.FromKey(key));

    /// <summary>The 16-byte key form, big-endian.</summary>
    public byte[] ToKey() => Base62.ToKey(Value);

    /// <summary>Writes the ASCII bytes of the text form.</summary>
    /// <param name="ascii">Has room for <see cref="TextLength"/>.</param>
    public void Write(Span<byte> ascii) => Base62.Write(Value, ascii);

    public int CompareTo(TrackId other) => Value.CompareTo(other.Value);

    public static bool operator <(TrackId left, TrackId right) => left.Value < right.Value;

    public static bool operator >(TrackId left, TrackId right) => left.Value > right.Value;

    public static bool operator <=(TrackId left, TrackId right) => left.Value <= right.Value;

    public static bool operator >=(TrackId left, TrackId right) => left.Value >= right.Value;

    /// <summary>The 22-character text form.</summary>
    public override string ToString() => Base62.ToText(Value);
}
