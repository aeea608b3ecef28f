using System.Text;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage.Xref;

/// <summary>
/// The table of matches: a row for each track that has an ISRC. The value is the ISRC, the MBID (zeros for none) and the method. The manifest
/// counts them by the methods' names.
/// </summary>
public static class MatchTable
{
    public const string Name = "matches";

    public const int KeyBytes = TrackId.KeyLength;

    public const int ValueBytes = TracksByIsrcTable.IsrcBytes + Mbid.ByteLength + 1;

    private const int MbidAt = TracksByIsrcTable.IsrcBytes;

    private const int MethodAt = MbidAt + Mbid.ByteLength;

    /// <param name="isrc">12 ASCII characters.</param>
    /// <param name="mbid">16 bytes, or empty for no match.</param>
    public static void WriteValue(Span<byte> value, ReadOnlySpan<byte> isrc, ReadOnlySpan<byte> mbid)
    {
        value[..ValueBytes].Clear();
        isrc.CopyTo(value);
        mbid.CopyTo(value[MbidAt..]);
        value[MethodAt] = (byte)(mbid.IsEmpty ? MatchMethod.NoMatch : MatchMethod.IsrcExact);
    }

    /// <returns>The MBID of the matched recording, or null for no match.</returns>
    public static Mbid? MbidOf(ReadOnlySpan<byte> value) =>
        (MatchMethod)value[MethodAt] == MatchMethod.IsrcExact ? Mbid.FromBytes(value[MbidAt..MethodAt]) : null;

    internal static TrackMatch Read(TrackId track, ReadOnlySpan<byte> value)
    {
        var isrc = Isrc.Parse(Encoding.ASCII.GetString(value[..MbidAt]));
        return MbidOf(value) is { } mbid ? new TrackMatch(track, isrc, mbid, 1, MatchMethod.IsrcExact) : TrackMatch.None(track, isrc);
    }
}
