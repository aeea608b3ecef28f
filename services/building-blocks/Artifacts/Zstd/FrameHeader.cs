using System.Buffers.Binary;

namespace SpotifyPlatform.Artifacts.Zstd;

/// <summary>The header of a frame (RFC 8878, section 3.1.1.1): its length and the window size.</summary>
internal static class FrameHeader
{
    public const int MagicLength = 4;
    public const int MaxLength = 18;
    private const uint FrameMagic = 0xFD2FB528;
    private const uint SkippableMagic = 0x184D2A50;

    public static bool IsFrame(ReadOnlySpan<byte> magic) => BinaryPrimitives.ReadUInt32LittleEndian(magic) == FrameMagic;

    public static bool IsSkippable(ReadOnlySpan<byte> magic) =>
        (BinaryPrimitives.ReadUInt32LittleEndian(magic) & 0xFFFF_FFF0) == SkippableMagic;

    /// <summary>Whether the bytes may be the beginning of a magic number.</summary>
    public static bool MayBecomeMagic(ReadOnlySpan<byte> start)
    {
        Span<byte> magic = stackalloc byte[MagicLength];
        BinaryPrimitives.WriteUInt32LittleEndian(magic, FrameMagic);
        if (magic.StartsWith(start))
            return true;
        BinaryPrimitives.WriteUInt32LittleEndian(magic, SkippableMagic);
        return (start[0] & 0xF0) == magic[0] && magic[1..].StartsWith(start[1..]);
    }

    /// <summary>Bytes of the header, including the magic number, by the descriptor that follows the magic number.</summary>
    public static int Length(byte descriptor) => MagicLength + 1 + (IsSingleSegment(descriptor) ? 0 : 1)
        + DictionaryIdLength(descriptor) + ContentSizeLength(descriptor);

    /// <summary>The window in bytes.</summary>
    public static ulong WindowSize(ReadOnlySpan<byte> header)
    {
        var descriptor = header[MagicLength];
        if (IsSingleSegment(descriptor))
            return ContentSize(header[(MagicLength + 1 + DictionaryIdLength(descriptor))..], ContentSizeLength(descriptor));
        var window = header[MagicLength + 1];
        var size = 1UL << (10 + (window >> 3));
        return size + (size / 8 * (ulong)(window & 7));
    }

    /// <summary>Whether a window is within the limit, as libzstd compares it.</summary>
    public static bool IsWithin(ulong windowSize, int maxWindowLog) => windowSize <= 1UL << maxWindowLog;

    private static bool IsSingleSegment(byte descriptor) => (descriptor & 0x20) != 0;

    private static int DictionaryIdLength(byte descriptor) => (descriptor & 3) switch { 0 => 0, 1 => 1, 2 => 2, _ => 4 };

    private static int ContentSizeLength(byte descriptor) => (descriptor >> 6) switch
    {
        0 => IsSingleSegment(descriptor) ? 1 : 0,
        var flag => 1 << flag,
    };

    private static ulong ContentSize(ReadOnlySpan<byte> field, int length) => length switch
    {
        1 => field[0],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(field) + 256UL,
        4 => BinaryPrimitives.ReadUInt32LittleEndian(field),
        _ => BinaryPrimitives.ReadUInt64LittleEndian(field),
    };
}
