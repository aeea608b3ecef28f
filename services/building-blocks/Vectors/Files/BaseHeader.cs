using System.Buffers.Binary;

namespace SpotifyPlatform.Vectors.Files;

/// <summary>
/// The first <see cref="Bytes"/> of a base file: magic, version, counts, offsets of the sections, and its own CRC-32C. After the sections follows a
/// table with the CRC-32C of each page of <see cref="PageBytes"/>, counted from the end of the header; the header holds the table's checksum.
/// </summary>
internal sealed record BaseHeader
{
    public const int Bytes = 4096;
    public const int PageBytes = 16 * 1024;
    public const int Version = 1;

    private const ulong Magic = 0x31_45_53_41_42_56_50_53; // "SPVBASE1"
    private static readonly int SectionCount = Enum.GetValues<Section>().Length;

    public required int Dimensions { get; init; }

    public required int Rows { get; init; }

    public required int Blocks { get; init; }

    /// <summary>Clusters that have a centroid.</summary>
    public required int Clusters { get; init; }

    /// <summary>Number of rows when the centroids were computed.</summary>
    public required int TrainedRows { get; init; }

    public required uint TableChecksum { get; init; }

    /// <summary>Offset of the page table.</summary>
    public required long End { get; init; }

    public required IReadOnlyList<(long Offset, long Length)> Sections { get; init; }

    public int Pages => (int)((End - Bytes + PageBytes - 1) / PageBytes);

    public long FileLength => End + (long)Pages * sizeof(uint);

    public byte[] Write()
    {
        var bytes = new byte[Bytes];
        var at = 0;
        void Put32(int value)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);
            at += sizeof(int);
        }

        void Put64(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), value);
            at += sizeof(long);
        }

        Put64((long)Magic);
        foreach (var number in new[] { Version, Dimensions, Rows, Blocks, Clusters, TrainedRows, (int)TableChecksum, 0 })
            Put32(number);
        Put64(End);
        foreach (var (offset, length) in Sections)
        {
            Put64(offset);
            Put64(length);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(Bytes - sizeof(uint)), Checksum.Of(bytes.AsSpan(0, Bytes - sizeof(uint))));
        return bytes;
    }

    /// <exception cref="InvalidDataException">The header is corrupt, of another version, or does not match the file's length.</exception>
    public static BaseHeader Read(string path, ReadOnlySpan<byte> bytes, long fileLength)
    {
        if (bytes.Length < Bytes || BinaryPrimitives.ReadUInt64LittleEndian(bytes) != Magic)
            throw Corruption.In(path, $"its {fileLength} bytes do not start with the header of a base file");
        if (BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]) is var version && version != Version)
            throw new InvalidDataException($"{path} has format version {version}, this program reads {Version}. Run the program that wrote it, or move the folder away and have the vectors written again from the feature store (platform reindex).");
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[(Bytes - sizeof(uint))..]) != Checksum.Of(bytes[..(Bytes - sizeof(uint))]))
            throw Corruption.In(path, "the checksum of its header does not match");
        var numbers = new int[7];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(8 + i * sizeof(int))..]);
        var sections = new (long, long)[SectionCount];
        for (var i = 0; i < SectionCount; i++)
            sections[i] = (BinaryPrimitives.ReadInt64LittleEndian(bytes[(48 + i * 16)..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[(56 + i * 16)..]));
        var header = new BaseHeader
        {
            Dimensions = numbers[1], Rows = numbers[2], Blocks = numbers[3], Clusters = numbers[4], TrainedRows = numbers[5], TableChecksum = (uint)numbers[6],
            End = BinaryPrimitives.ReadInt64LittleEndian(bytes[40..]), Sections = sections,
        };
        if (header.FileLength != fileLength)
            throw Corruption.In(path, $"it has {fileLength} bytes where {header.FileLength} were written");
        return header;
    }
}
