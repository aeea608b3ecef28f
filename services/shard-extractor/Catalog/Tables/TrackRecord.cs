using System.Buffers.Binary;
using System.Runtime.InteropServices;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>A track in 17 bytes, in the order of ids and, of one id, of popularity. The default is a gap.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly struct TrackRecord(ulong high, ulong low, byte popularityPlusOne) : IComparable<TrackRecord>
{
    private readonly ulong high = high;
    private readonly ulong low = low;
    private readonly byte popularityPlusOne = popularityPlusOne;

    public bool IsGap => popularityPlusOne == 0;

    public TrackId Id => new(new UInt128(high, low));

    public byte Popularity => (byte)(popularityPlusOne - 1);

    /// <param name="key">The 16 bytes of an id.</param>
    public static TrackRecord Of(ReadOnlySpan<byte> key, byte popularity) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(key), BinaryPrimitives.ReadUInt64BigEndian(key[sizeof(ulong)..]), (byte)(popularity + 1));

    public int CompareTo(TrackRecord other) => high != other.high ? high.CompareTo(other.high)
        : low != other.low ? low.CompareTo(other.low)
        : popularityPlusOne.CompareTo(other.popularityPlusOne);
}

/// <summary>Finds the records of an id, whatever their popularity.</summary>
internal readonly struct TrackRecordKey(TrackId id) : IComparable<TrackRecord>
{
    public int CompareTo(TrackRecord other) => id.CompareTo(other.Id);
}
