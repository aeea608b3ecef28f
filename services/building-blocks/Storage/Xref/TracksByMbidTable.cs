using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage.Xref;

/// <summary>
/// The table of matched tracks by MBID, that of the recording and those of recordings that were merged into it. The key is the MBID and the
/// track, the value the track's popularity.
/// </summary>
public static class TracksByMbidTable
{
    public const string Name = "tracks-by-mbid";

    public const int KeyBytes = Mbid.ByteLength + TrackId.KeyLength;

    public const int ValueBytes = 1;

    /// <summary>The least key of an MBID.</summary>
    internal static byte[] FirstKey(Mbid mbid) => KeyPrefixes.First(mbid.ToBytes(), KeyBytes);
}
