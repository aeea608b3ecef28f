using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage.Xref;

/// <summary>
/// The table of matched tracks by MBID, that of the recording and those of recordings that were merged into it. The key is the MBID and the
/// track, the value the track's popularity and the MBID of the matched recording.
/// </summary>
public static class TracksByMbidTable
{
    public const string Name = "tracks-by-mbid";

    public const int KeyBytes = Mbid.ByteLength + TrackId.KeyLength;

    public const int ValueBytes = 1 + Mbid.ByteLength;

    /// <param name="popularity">0 to 100.</param>
    /// <param name="mbid">16 bytes, of the matched recording.</param>
    public static void WriteValue(Span<byte> value, int popularity, ReadOnlySpan<byte> mbid)
    {
        value[0] = (byte)popularity;
        mbid[..Mbid.ByteLength].CopyTo(value[1..]);
    }

    /// <summary>The least key of an MBID.</summary>
    internal static byte[] FirstKey(Mbid mbid) => KeyPrefixes.First(mbid.ToBytes(), KeyBytes);

    /// <exception cref="TableNotBuiltException">The generation is of a program whose values have no MBID.</exception>
    internal static (int Popularity, Mbid Matched) Read(ReadOnlySpan<byte> value) =>
        value.Length == ValueBytes ? (value[0], Mbid.FromBytes(value[1..])) : throw new TableNotBuiltException(Name);
}
