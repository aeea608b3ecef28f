using System.Buffers.Binary;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage.Xref;

/// <summary>
/// The table of tracks by ISRC: a row for each track that has one. The key is the ISRC and the track, the value what matching and look-ups
/// need: length and popularity.
/// </summary>
public static class TracksByIsrcTable
{
    public const string Name = "tracks-by-isrc";

    /// <summary>Of an ISRC: ASCII.</summary>
    public const int IsrcBytes = 12;

    public const int KeyBytes = IsrcBytes + TrackId.KeyLength;

    public const int ValueBytes = sizeof(long) + 1;

    /// <summary>A count of the manifest: tracks of the catalogue that have no ISRC.</summary>
    public const string WithoutIsrc = "without_isrc";

    /// <param name="durationMs">0 where it is unknown.</param>
    /// <param name="popularity">0 to 100.</param>
    public static void WriteValue(Span<byte> value, long durationMs, int popularity)
    {
        BinaryPrimitives.WriteInt64LittleEndian(value, durationMs);
        value[sizeof(long)] = (byte)popularity;
    }

    /// <summary>The least key of an ISRC.</summary>
    internal static byte[] FirstKey(Isrc isrc) => KeyPrefixes.First(isrc.ToKey(), KeyBytes);
}

/// <summary>A row of the table of tracks by ISRC.</summary>
public readonly ref struct TrackByIsrcRow(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
{
    private readonly ReadOnlySpan<byte> value = value;

    public ReadOnlySpan<byte> Isrc { get; } = key[..TracksByIsrcTable.IsrcBytes];

    /// <summary>The key of the track.</summary>
    public ReadOnlySpan<byte> Track { get; } = key[TracksByIsrcTable.IsrcBytes..];

    /// <summary>Milliseconds; 0 where it is unknown.</summary>
    public long DurationMs => BinaryPrimitives.ReadInt64LittleEndian(value);

    public byte Popularity => value[sizeof(long)];
}
