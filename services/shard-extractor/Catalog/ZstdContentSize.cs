using System.Buffers.Binary;

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>Reads what a zstd frame's header says of its content (RFC 8878, 3.1.1.1).</summary>
internal static class ZstdContentSize
{
    /// <summary>Bytes of the longest header that must be at hand.</summary>
    public const int HeaderBytes = 18;

    private const uint Magic = 0xFD2FB528;

    /// <summary>The first frame's content in bytes; null where the header does not say, or is none.</summary>
    public static long? Read(ReadOnlySpan<byte> start)
    {
        if (start.Length < 5 || BinaryPrimitives.ReadUInt32LittleEndian(start) != Magic)
            return null;
        var descriptor = start[4];
        var singleSegment = (descriptor & 0x20) != 0;
        var dictionaryBytes = (descriptor & 3) switch { 3 => 4, var n => n };
        var sizeBytes = (descriptor >> 6) switch { 0 => singleSegment ? 1 : 0, 1 => 2, 2 => 4, _ => 8 };
        var field = start[Math.Min(start.Length, 5 + (singleSegment ? 0 : 1) + dictionaryBytes)..];
        if (sizeBytes == 0 || field.Length < sizeBytes)
            return null;
        return sizeBytes switch
        {
            1 => field[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(field) + 256,
            4 => BinaryPrimitives.ReadUInt32LittleEndian(field),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(field) is var size and <= long.MaxValue ? (long)size : null,
        };
    }
}
