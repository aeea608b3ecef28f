namespace SpotifyPlatform.Music;

/// <summary>An artist's Spotify id, written and stored as <see cref="TrackId"/> is.</summary>
public readonly record struct ArtistId(UInt128 Value) : IComparable<ArtistId>
{
    /// <summary>Bytes of the key form.</summary>
    public const int KeyLength = Base62.KeyLength;

    /// <summary>Reads exactly 22 base62 characters whose value fits 128 bits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ArtistId id)
    {
        var parsed = Base62.TryParse(text, out var value);
        id = new ArtistId(value);
        return parsed;
    }

    /// <exception cref="FormatException">The text is not a Spotify id.</exception>
    public static ArtistId Parse(string text) => TryParse(text, out var id) ? id : throw Base62.Invalid(text);

    /// <summary>Reads the 16-byte key form.</summary>
    public static ArtistId FromKey(ReadOnlySpan<byte> key) => new(Base62.FromKey(key));

    /// <summary>The 16-byte key form, big-endian.</summary>
    public byte[] ToKey() => Base62.ToKey(Value);

    public int CompareTo(ArtistId other) => Value.CompareTo(other.Value);

    public static bool operator <(ArtistId left, ArtistId right) => left.Value < right.Value;

    public static bool operator >(ArtistId left, ArtistId right) => left.Value > right.Value;

    public static bool operator <=(ArtistId left, ArtistId right) => left.Value <= right.Value;

    public static bool operator >=(ArtistId left, ArtistId right) => left.Value >= right.Value;

    /// <summary>The 22-character text form.</summary>
    public override string ToString() => Base62.ToText(Value);
}
