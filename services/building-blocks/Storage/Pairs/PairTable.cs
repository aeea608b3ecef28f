using System.Buffers.Binary;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage.Pairs;

/// <summary>
/// The table of pairs: a row for each track that is in a pair. Its value is the number of playlists of the track, and then its own best pairs,
/// best first: the other track, the playlists of both, the playlists of the other. A pair that either track lists is stored.
/// </summary>
public static class PairTable
{
    public const string Name = "pairs";

    public const int KeyBytes = TrackId.KeyLength;

    /// <summary>A count of the manifest: all kept playlists, N in every measure.</summary>
    public const string Playlists = "playlists";

    /// <summary>A count of the manifest: pairs that are stored.</summary>
    public const string Stored = "pairs";

    internal const int HeaderBytes = sizeof(int);

    internal const int EntryBytes = TrackId.KeyLength + 2 * sizeof(int);

    /// <summary>Bytes of the value of a track that lists so many pairs.</summary>
    public static int ValueBytes(int pairs) => HeaderBytes + pairs * EntryBytes;

    /// <summary>Begins a value.</summary>
    /// <param name="playlists">Those that contain the track.</param>
    public static void WriteHeader(Span<byte> value, int playlists) => BinaryPrimitives.WriteInt32LittleEndian(value, playlists);

    /// <param name="index">From 0, the best.</param>
    /// <param name="both">Playlists that contain both tracks.</param>
    /// <param name="playlists">Those that contain the other track.</param>
    public static void WriteEntry(Span<byte> value, int index, TrackId other, int both, int playlists)
    {
        var entry = value.Slice(ValueBytes(index), EntryBytes);
        BinaryPrimitives.WriteUInt128BigEndian(entry, other.Value);
        BinaryPrimitives.WriteInt32LittleEndian(entry[TrackId.KeyLength..], both);
        BinaryPrimitives.WriteInt32LittleEndian(entry[(TrackId.KeyLength + sizeof(int))..], playlists);
    }
}
