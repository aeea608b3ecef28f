using System.Buffers.Binary;
using SpotifyPlatform.Vectors.Scan;

namespace SpotifyPlatform.Vectors.Layout;

/// <summary>Counts of a vectors table and the lengths of its sections.</summary>
internal sealed record VectorHeader
{
    private const int CountBytes = 4 * sizeof(int);

    /// <summary>Sections but the header.</summary>
    public static readonly int Sections = (int)Section.Header;

    private static readonly int Bytes = CountBytes + Sections * sizeof(long);

    public required int Dimensions { get; init; }

    public required int Rows { get; init; }

    public required int Blocks { get; init; }

    /// <summary>Clusters that have a centroid.</summary>
    public required int Clusters { get; init; }

    /// <summary>In bytes.</summary>
    public required IReadOnlyList<long> Lengths { get; init; }

    public byte[] Write()
    {
        var bytes = new byte[Bytes];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Dimensions);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), Rows);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Blocks);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), Clusters);
        for (var i = 0; i < Sections; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(CountBytes + i * sizeof(long)), Lengths[i]);
        return bytes;
    }

    /// <exception cref="FormatException">The bytes are no header.</exception>
    public static VectorHeader Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Bytes)
            throw new FormatException($"its header has {bytes.Length} bytes, not {Bytes}");
        var lengths = new long[Sections];
        for (var i = 0; i < Sections; i++)
            lengths[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(CountBytes + i * sizeof(long))..]);
        var header = new VectorHeader
        {
            Dimensions = BinaryPrimitives.ReadInt32LittleEndian(bytes), Rows = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]),
            Blocks = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]), Clusters = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]), Lengths = lengths,
        };
        header.Validate();
        return header;
    }

    private void Validate()
    {
        long block = (long)Dimensions * BlockScan.Rows * sizeof(float), slots = (long)Blocks * BlockScan.Rows;
        var centroids = ((long)Clusters + BlockScan.Rows - 1) / BlockScan.Rows;
        (Section, long)[] expected =
        [
            (Section.Centroids, centroids * block), (Section.ClusterBlocks, (Clusters + 2L) * sizeof(int)), (Section.Units, Blocks * block),
            (Section.BlockChords, Blocks * 2L * sizeof(float)), (Section.Attributes, slots * sizeof(uint)), (Section.GenreSets, slots * sizeof(uint)),
            (Section.Known, slots * sizeof(ushort)), (Section.Ids, slots * 16), (Section.RecordOffsets, (slots + 1) * sizeof(long)),
            (Section.SlotsById, (long)Rows * sizeof(int)),
        ];
        if (Dimensions < 1 || Rows < 0 || Blocks < 0 || Clusters < 0 || slots > int.MaxValue || Rows > slots
            || Lengths.Any(length => length < 0) || expected.Any(section => Lengths[(int)section.Item1] != section.Item2))
            throw new FormatException("the lengths of its sections do not fit its counts");
    }
}
