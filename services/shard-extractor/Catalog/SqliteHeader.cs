using System.Buffers.Binary;

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>
/// Tells whole databases from other files before SQLite opens them: it takes an empty file for an empty database, and reads zeros where the last
/// page is cut.
/// </summary>
internal static class SqliteHeader
{
    private const int Bytes = 100;
    private const int PageSizeAt = 16;
    private const int ChangeCounterAt = 24;
    private const int PagesAt = 28;
    private const int PagesValidForAt = 92;

    private static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    /// <param name="file">What messages call it.</param>
    /// <exception cref="CatalogRefusedException">It is no database, or it is cut.</exception>
    public static void Require(string path, string file)
    {
        Span<byte> header = stackalloc byte[Bytes];
        using var handle = File.OpenHandle(path);
        if (RandomAccess.Read(handle, header, 0) < Bytes || !header.StartsWith(Magic))
            throw new CatalogRefusedException(CatalogFault.Unreadable, $"{file} is not a SQLite database. Fetch the file again.");
        var length = RandomAccess.GetLength(handle);
        if (ExpectedLength(header) is var expected && length < expected)
            throw new CatalogRefusedException(
                CatalogFault.Unreadable, $"{file} is cut: it has {length} bytes, and its header says {expected}. Fetch the file again.");
    }

    /// <summary>0 where a version of SQLite wrote the file that did not maintain the number of pages.</summary>
    private static long ExpectedLength(ReadOnlySpan<byte> header)
    {
        if (!header.Slice(ChangeCounterAt, sizeof(uint)).SequenceEqual(header.Slice(PagesValidForAt, sizeof(uint))))
            return 0;
        // 1 stands for 65,536, which two bytes cannot hold.
        long pageSize = BinaryPrimitives.ReadUInt16BigEndian(header[PageSizeAt..]) is var size && size == 1 ? 65_536 : size;
        return pageSize * BinaryPrimitives.ReadUInt32BigEndian(header[PagesAt..]);
    }
}
