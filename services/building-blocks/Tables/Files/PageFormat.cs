namespace SpotifyPlatform.Tables.Files;

/// <summary>
/// A table file: magic, pages, index, trailer; numbers are little-endian. A page holds rows in the order of their keys:
/// <code>checksum u32 | rows u32 | keys | ends of the values but the last, u16 each | values</code>
/// A page of one row may be as long as its value needs. The index holds the first key of each page, the length of each page (u32), and
/// the last key of the file. The trailer is <see cref="Trailer"/>.
/// </summary>
internal static class PageFormat
{
    /// <summary>"SPTABLE1" as text.</summary>
    public const ulong Magic = 0x31_45_4C_42_41_54_50_53;

    public const int MagicBytes = sizeof(ulong);

    /// <summary>Checksum and number of rows.</summary>
    public const int PageHeaderBytes = 2 * sizeof(uint);

    public const int ChecksumBytes = sizeof(uint);

    public const int EndBytes = sizeof(ushort);

    /// <summary>Ends of values are 16 bits.</summary>
    public const int MaxPageBytes = 1 << 16;

    public const int MinPageBytes = 256;

    /// <summary>The longest value.</summary>
    public const int MaxValueBytes = 16 << 20;

    public const int MaxKeyBytes = 255;

    /// <summary>A page of one row of the greatest size.</summary>
    public const int MaxRowPageBytes = PageHeaderBytes + MaxKeyBytes + MaxValueBytes;

    /// <summary>Bytes of a page of so many rows.</summary>
    public static int PageBytes(int rows, int keyBytes, int valueBytes) => PageHeaderBytes + rows * keyBytes + (rows - 1) * EndBytes + valueBytes;
}
