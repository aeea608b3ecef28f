using System.Buffers.Binary;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage.Baskets;

/// <summary>
/// The table of a catalogue's tracks by row number, which playlists refer to: track id and popularity, all that baskets need of a track. A
/// change of anything else in the catalogue leaves its content as it is.
/// </summary>
public static class TrackNumberTable
{
    public const string Name = "track-numbers";

    /// <summary>The row number, big-endian.</summary>
    public const int KeyBytes = sizeof(ulong);

    public const int ValueBytes = TrackId.KeyLength + 1;

    public static void WriteKey(Span<byte> key, long row) => BinaryPrimitives.WriteInt64BigEndian(key, row);

    /// <param name="popularity">0 to 100.</param>
    public static void WriteValue(Span<byte> value, TrackId track, byte popularity)
    {
        BinaryPrimitives.WriteUInt128BigEndian(value, track.Value);
        value[TrackId.KeyLength] = popularity;
    }

    public static long ReadKey(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadInt64BigEndian(key);

    public static byte PopularityOf(ReadOnlySpan<byte> value) => value[TrackId.KeyLength];
}
