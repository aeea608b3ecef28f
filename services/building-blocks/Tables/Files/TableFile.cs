using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace SpotifyPlatform.Tables.Files;

/// <summary>
/// An open table file: its index in memory, its pages read by offset and never mapped, because a mapped file that is cut ends the
/// process. Any number of threads may read.
/// </summary>
internal sealed class TableFile : IDisposable
{
    private readonly SafeFileHandle handle;
    private readonly Trailer trailer;
    private readonly ulong[] prefixes;
    private readonly byte[] rests;
    private readonly uint[] offsets;
    private readonly byte[] lastKey;
    private readonly int restBytes;

    private TableFile(string path, string name, SafeFileHandle handle)
    {
        (Path, Name) = (path, name);
        this.handle = handle;
        var length = RandomAccess.GetLength(handle);
        if (length < PageFormat.MagicBytes + Trailer.Bytes)
            throw Damage.In(name, $"it has {length} bytes, fewer than a table file may have");
        if (BinaryPrimitives.ReadUInt64LittleEndian(Read(0, PageFormat.MagicBytes)) != PageFormat.Magic)
            throw Damage.In(name, "it does not begin as a table file of this version does");
        trailer = Trailer.Read(Read(length - Trailer.Bytes, Trailer.Bytes), name, length);
        var index = Read(trailer.IndexOffset, (int)trailer.IndexBytes);
        if (PageChecksum.Of(index, trailer.IndexOffset) != trailer.IndexChecksum)
            throw Damage.In(name, "its index does not have its checksum");
        restBytes = Math.Max(0, KeyBytes - KeyPrefix.Bytes);
        (prefixes, rests, offsets) = (new ulong[Pages], new byte[Pages * restBytes], new uint[Pages + 1]);
        offsets[0] = PageFormat.MagicBytes;
        for (var page = 0; page < Pages; page++)
        {
            var key = index.AsSpan(page * KeyBytes, KeyBytes);
            prefixes[page] = KeyPrefix.Of(key);
            KeyPrefix.Rest(key).CopyTo(rests.AsSpan(page * restBytes));
            var bytes = BinaryPrimitives.ReadUInt32LittleEndian(index.AsSpan(Pages * KeyBytes + page * sizeof(uint)));
            if (bytes < PageFormat.PageBytes(1, KeyBytes, 0) || bytes > PageFormat.MaxRowPageBytes)
                throw Damage.In(name, $"page {page} has {bytes} bytes");
            offsets[page + 1] = offsets[page] + bytes;
        }

        lastKey = index[^KeyBytes..];
        if (offsets[Pages] != trailer.IndexOffset)
            throw Damage.In(name, "its index is not of its pages");
    }

    public string Path { get; }

    /// <summary>Names the file in errors, which clients may read.</summary>
    public string Name { get; }

    public int KeyBytes => trailer.KeyBytes;

    public int Pages => trailer.Pages;

    public long Rows => trailer.Rows;

    public long Bytes => trailer.FileBytes;

    public ReadOnlySpan<byte> LastKey => lastKey;

    /// <param name="name">Names the file in errors; its path where it is null.</param>
    /// <exception cref="InvalidDataException">It is no table file, or its trailer or index is damaged.</exception>
    public static TableFile Open(string path, string? name = null)
    {
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            return new TableFile(path, name ?? path, handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public long Offset(int page) => offsets[page];

    public int PageBytes(int page) => (int)(offsets[page + 1] - offsets[page]);

    public void CopyFirstKey(int page, Span<byte> key)
    {
        Span<byte> prefix = stackalloc byte[KeyPrefix.Bytes];
        BinaryPrimitives.WriteUInt64BigEndian(prefix, prefixes[page]);
        prefix[..Math.Min(KeyBytes, KeyPrefix.Bytes)].CopyTo(key);
        Rest(page).CopyTo(key[(KeyBytes - restBytes)..]);
    }

    /// <summary>The last page whose first key is not above a key, from a page on; that page less one when even its first key is above.</summary>
    public int PageOf(ReadOnlySpan<byte> key, ulong prefix, int from = 0)
    {
        var rest = KeyPrefix.Rest(key);
        var (low, high) = (from, Pages);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var found = prefixes[middle];
            var above = found != prefix ? found > prefix : Rest(middle).SequenceCompareTo(rest) > 0;
            if (above)
                high = middle;
            else
                low = middle + 1;
        }

        return low - 1;
    }

    /// <summary>Reads consecutive pages as they are.</summary>
    /// <exception cref="InvalidDataException">The file was cut.</exception>
    public void Read(int page, Span<byte> target) => Read(offsets[page], target);

    public void Dispose() => handle.Dispose();

    private ReadOnlySpan<byte> Rest(int page) => rests.AsSpan(page * restBytes, restBytes);

    private byte[] Read(long offset, int bytes)
    {
        var target = new byte[bytes];
        Read(offset, target.AsSpan());
        return target;
    }

    private void Read(long offset, Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            var count = RandomAccess.Read(handle, target, offset);
            if (count == 0)
                throw Damage.In(Name, $"it ends at offset {offset}");
            target = target[count..];
            offset += count;
        }
    }
}
