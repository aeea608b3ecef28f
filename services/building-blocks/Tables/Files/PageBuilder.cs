using System.Buffers.Binary;

namespace SpotifyPlatform.Tables.Files;

/// <summary>Gathers the rows of one page.</summary>
internal sealed class PageBuilder(int keyBytes, int pageBytes)
{
    private readonly byte[] keys = new byte[pageBytes];
    private readonly byte[] values = new byte[pageBytes];
    private readonly List<ushort> ends = [];
    private int valueBytes;

    public int Rows => ends.Count;

    public int Bytes => PageFormat.PageBytes(Rows, keyBytes, valueBytes);

    public ReadOnlySpan<byte> FirstKey => keys.AsSpan(0, keyBytes);

    /// <returns>False when the row does not fit any more.</returns>
    public bool TryAdd(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (PageFormat.PageBytes(Rows + 1, keyBytes, valueBytes + value.Length) > pageBytes)
            return false;
        key.CopyTo(keys.AsSpan(Rows * keyBytes));
        value.CopyTo(values.AsSpan(valueBytes));
        valueBytes += value.Length;
        ends.Add((ushort)valueBytes);
        return true;
    }

    /// <summary>Writes the page without its checksum, and begins the next.</summary>
    public void Flush(Span<byte> page)
    {
        BinaryPrimitives.WriteInt32LittleEndian(page[PageFormat.ChecksumBytes..], Rows);
        var rest = page[PageFormat.PageHeaderBytes..];
        keys.AsSpan(0, Rows * keyBytes).CopyTo(rest);
        rest = rest[(Rows * keyBytes)..];
        for (var i = 0; i < Rows - 1; i++, rest = rest[PageFormat.EndBytes..])
            BinaryPrimitives.WriteUInt16LittleEndian(rest, ends[i]);
        values.AsSpan(0, valueBytes).CopyTo(rest);
        ends.Clear();
        valueBytes = 0;
    }

    /// <summary>Writes a page of one row, however long, without its checksum.</summary>
    public static void WriteSingle(Span<byte> page, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(page[PageFormat.ChecksumBytes..], 1);
        key.CopyTo(page[PageFormat.PageHeaderBytes..]);
        value.CopyTo(page[(PageFormat.PageHeaderBytes + key.Length)..]);
    }
}
