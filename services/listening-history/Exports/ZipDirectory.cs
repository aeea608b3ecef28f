using System.Buffers.Binary;

namespace SpotifyPlatform.ListeningHistory.Exports;

/// <summary>
/// Looks at a zip's central directory before the framework reads it, because that keeps an object for each entry of however many
/// there are. Layout: PKWARE APPNOTE 4.3.12 to 4.3.16.
/// </summary>
internal static class ZipDirectory
{
    private const uint EntrySignature = 0x02014b50;
    private const uint EndSignature = 0x06054b50;
    private const uint Zip64EndSignature = 0x06064b50;
    private const uint Zip64LocatorSignature = 0x07064b50;
    private const int EndLength = 22;
    private const int MaxComment = ushort.MaxValue;
    private const int EntryLength = 46;

    /// <exception cref="ExportRefusedException">The directory is damaged or larger than the limits.</exception>
    public static void Check(Stream zip, string name, ExportLimits limits)
    {
        var tail = ReadAt(zip, Math.Max(0, zip.Length - EndLength - MaxComment), EndLength + MaxComment);
        var end = FindEnd(tail);
        if (end < 0)
            throw Damaged(name, "it has no central directory; it may be cut off");
        var (offset, size) = Find(zip, tail, end, name);
        if (size > limits.MaxZipDirectoryBytes)
            throw TooMany(name, $"a directory of {size:N0} bytes");
        var directory = ReadAt(zip, offset, (int)size + sizeof(uint));
        if (directory.Length < size)
            throw Damaged(name, "its central directory is cut off");
        var count = 0;
        for (var position = 0; position + EntryLength <= directory.Length && Signature(directory, position) == EntrySignature; count++)
        {
            // The framework reads entries until the signature ends, whatever the directory's size says.
            if (position >= size)
                throw Damaged(name, "its central directory is longer than it says");
            var header = directory.AsSpan(position);
            position += EntryLength + BinaryPrimitives.ReadUInt16LittleEndian(header[28..])
                + BinaryPrimitives.ReadUInt16LittleEndian(header[30..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[32..]);
        }

        if (directory.Length >= size + sizeof(uint) && Signature(directory, (int)size) == EntrySignature)
            throw Damaged(name, "its central directory is longer than it says");
        if (count > limits.MaxZipEntries)
            throw TooMany(name, $"{count:N0} entries");
    }

    private static (long Offset, long Size) Find(Stream zip, byte[] tail, int end, string name)
    {
        var size = (long)BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 12));
        var offset = (long)BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        if (end >= 20 && Signature(tail, end - 20) == Zip64LocatorSignature)
        {
            var record = ReadAt(zip, BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(end - 12)), 56);
            if (record.Length < 56 || Signature(record, 0) != Zip64EndSignature)
                throw Damaged(name, "its Zip64 record is missing");
            size = BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(40));
            offset = BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(48));
        }

        return offset >= 0 && size >= 0 && offset <= zip.Length ? (offset, size) : throw Damaged(name, "its central directory lies outside the file");
    }

    private static int FindEnd(byte[] tail)
    {
        for (var position = tail.Length - EndLength; position >= 0; position--)
            if (Signature(tail, position) == EndSignature)
                return position;
        return -1;
    }

    private static uint Signature(byte[] data, int position) =>
        position + sizeof(uint) <= data.Length ? BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(position)) : 0;

    private static byte[] ReadAt(Stream zip, long offset, int length)
    {
        if (offset < 0 || offset > zip.Length)
            return [];
        zip.Position = offset;
        var data = new byte[(int)Math.Min(length, zip.Length - offset)];
        zip.ReadExactly(data);
        return data;
    }

    private static ExportRefusedException Damaged(string name, string why) =>
        new("damaged_zip", $"{name} is not a valid zip: {why}. Download it again.");

    private static ExportRefusedException TooMany(string name, string what) =>
        new("too_many_entries", $"{name} has {what}; an export has a few dozen files. If it is genuine, unpack it and import the folder.");
}
