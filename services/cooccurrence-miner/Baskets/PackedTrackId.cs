using System.Buffers.Binary;
using System.Numerics;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>A track id as two 64-bit words.</summary>
internal readonly record struct PackedTrackId(ulong High, ulong Low) : IComparable<PackedTrackId>
{
    public TrackId Id => new(new UInt128(High, Low));

    /// <summary>Mixes all bits, because ids need not be random.</summary>
    public ulong Hash
    {
        get
        {
            var mixed = (High ^ BitOperations.RotateLeft(Low, 29)) * 0x9E3779B97F4A7C15;
            mixed = (mixed ^ mixed >> 32 ^ Low) * 0xC2B2AE3D27D4EB4F;
            return mixed ^ mixed >> 29;
        }
    }

    /// <summary>Reads one of the 16-byte keys of a basket.</summary>
    public static PackedTrackId Read(ReadOnlySpan<byte> keys, int index)
    {
        var key = keys.Slice(index * TrackId.KeyLength, TrackId.KeyLength);
        return new PackedTrackId(BinaryPrimitives.ReadUInt64BigEndian(key), BinaryPrimitives.ReadUInt64BigEndian(key[sizeof(ulong)..]));
    }

    public int CompareTo(PackedTrackId other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);
}
