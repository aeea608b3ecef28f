using System.Diagnostics.CodeAnalysis;

namespace SpotifyPlatform.Music;

/// <summary>A MusicBrainz identifier: a UUID, written in lower case with hyphens.</summary>
public readonly record struct Mbid(Guid Value) : IComparable<Mbid>
{
    /// <summary>Bytes of the binary form.</summary>
    public const int ByteLength = 16;

    /// <summary>Reads the 36-character hyphenated form.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Mbid mbid)
    {
        var parsed = Guid.TryParseExact(text, "D", out var value);
        mbid = new Mbid(value);
        return parsed;
    }

    /// <exception cref="FormatException">The text is not a hyphenated UUID.</exception>
    public static Mbid Parse(string text) => new(Guid.ParseExact(text, "D"));

    /// <summary>Reads the 16 bytes that <see cref="ToBytes"/> writes.</summary>
    public static Mbid FromBytes(ReadOnlySpan<byte> bytes) => new(new Guid(bytes, bigEndian: true));

    /// <summary>The 16 bytes in the order of the text's digits.</summary>
    public byte[] ToBytes() => Value.ToByteArray(bigEndian: true);

    public int CompareTo(Mbid other) => Value.CompareTo(other.Value);

    public static bool operator <(Mbid left, Mbid right) => left.CompareTo(right) < 0;

    public static bool operator >(Mbid left, Mbid right) => left.CompareTo(right) > 0;

    public static bool operator <=(Mbid left, Mbid right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Mbid left, Mbid right) => left.CompareTo(right) >= 0;

    public override string ToString() => Value.ToString("D");
}
