using System.Buffers.Binary;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage.Xref;

/// <summary>
/// The table of MusicBrainz recordings that have an ISRC, from the current dump. The key is the ISRC and MusicBrainz's row id, big-endian; the
/// value is the MBID, the length and the MBIDs of recordings that were merged into this one, ascending.
/// </summary>
public static class RecordingTable
{
    public const string Name = "recordings";

    public const int IsrcBytes = TracksByIsrcTable.IsrcBytes;

    public const int KeyBytes = IsrcBytes + sizeof(uint);

    /// <summary>Bytes of a value before the merged MBIDs.</summary>
    public const int FixedBytes = Mbid.ByteLength + sizeof(long);

    /// <param name="isrc">12 ASCII characters.</param>
    /// <param name="id">MusicBrainz's row id, from 1.</param>
    public static void WriteKey(Span<byte> key, ReadOnlySpan<byte> isrc, int id)
    {
        isrc[..IsrcBytes].CopyTo(key);
        BinaryPrimitives.WriteUInt32BigEndian(key[IsrcBytes..], (uint)id);
    }

    /// <summary>Writes a value without merged MBIDs; they follow, one behind the other.</summary>
    /// <param name="mbid">16 bytes in the order of the text's digits.</param>
    /// <param name="lengthMs">0 where it is unknown.</param>
    public static void WriteValue(Span<byte> value, ReadOnlySpan<byte> mbid, long lengthMs)
    {
        mbid[..Mbid.ByteLength].CopyTo(value);
        BinaryPrimitives.WriteInt64LittleEndian(value[Mbid.ByteLength..], lengthMs);
    }
}

/// <summary>A row of the table of recordings.</summary>
public readonly ref struct RecordingRow(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
{
    private readonly ReadOnlySpan<byte> value = value;

    public ReadOnlySpan<byte> Isrc { get; } = key[..RecordingTable.IsrcBytes];

    /// <summary>16 bytes.</summary>
    public ReadOnlySpan<byte> Mbid => value[..Music.Mbid.ByteLength];

    /// <summary>Milliseconds; 0 where it is unknown.</summary>
    public long LengthMs => BinaryPrimitives.ReadInt64LittleEndian(value[Music.Mbid.ByteLength..]);

    /// <summary>MBIDs of recordings that were merged into this one, 16 bytes each.</summary>
    public ReadOnlySpan<byte> Merged => value[RecordingTable.FixedBytes..];
}
