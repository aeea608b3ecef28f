using System.Buffers.Binary;

namespace SpotifyPlatform.Tables.Files;

/// <summary>The rows of a page whose checksum was found right.</summary>
internal readonly ref struct PageReader
{
    private readonly ReadOnlySpan<byte> keys;
    private readonly ReadOnlySpan<byte> ends;
    private readonly ReadOnlySpan<byte> values;
    private readonly int keyBytes;

    private PageReader(ReadOnlySpan<byte> page, int keyBytes, int rows)
    {
        this.keyBytes = keyBytes;
        Rows = rows;
        keys = page.Slice(PageFormat.PageHeaderBytes, rows * keyBytes);
        ends = page.Slice(PageFormat.PageHeaderBytes + keys.Length, (rows - 1) * PageFormat.EndBytes);
        values = page[(PageFormat.PageHeaderBytes + keys.Length + ends.Length)..];
    }

    public int Rows { get; }

    /// <exception cref="InvalidDataException">The page does not have its checksum.</exception>
    public static PageReader Open(ReadOnlySpan<byte> page, long offset, int keyBytes, string name)
    {
        var rows = BinaryPrimitives.ReadInt32LittleEndian(page[PageFormat.ChecksumBytes..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(page) != PageChecksum.Of(page[PageFormat.ChecksumBytes..], offset)
            || rows < 1 || PageFormat.PageBytes(rows, keyBytes, 0) > page.Length)
            throw Damage.In(name, $"the page of {page.Length} bytes at offset {offset} does not have its checksum");
        return new PageReader(page, keyBytes, rows);
    }

    /// <summary>A page that was opened before, and its number of rows then.</summary>
    public static PageReader Trusted(ReadOnlySpan<byte> page, int keyBytes, int rows) => new(page, keyBytes, rows);

    public ReadOnlySpan<byte> Key(int row) => keys.Slice(row * keyBytes, keyBytes);

    public ReadOnlySpan<byte> Value(int row)
    {
        var start = row == 0 ? 0 : End(row - 1);
        return row == Rows - 1 ? values[start..] : values[start..End(row)];
    }

    /// <summary>The first row whose key is not below a key; <see cref="Rows"/> when all are.</summary>
    public int LowerBound(ReadOnlySpan<byte> key, ulong prefix)
    {
        var (low, high) = (0, Rows);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var found = KeyPrefix.Of(Key(middle));
            var below = found != prefix ? found < prefix : Key(middle).SequenceCompareTo(key) < 0;
            if (below)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private int End(int row) => BinaryPrimitives.ReadUInt16LittleEndian(ends[(row * PageFormat.EndBytes)..]);
}
