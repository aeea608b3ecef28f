using System.Text;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage.Xref;

/// <summary>Keys that begin with an ISRC or an MBID.</summary>
internal static class KeyPrefixes
{
    public static byte[] ToKey(this Isrc isrc) => Encoding.ASCII.GetBytes(isrc.Code);

    public static byte[] First(ReadOnlySpan<byte> prefix, int keyBytes)
    {
        var key = new byte[keyBytes];
        prefix.CopyTo(key);
        return key;
    }
}
