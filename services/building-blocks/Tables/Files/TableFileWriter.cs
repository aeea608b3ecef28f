using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace SpotifyPlatform.Tables.Files;

/// <summary>Writes rows, which come in the ascending order of distinct keys, as one table file. Checksums and writing go on in the lane.</summary>
internal sealed class TableFileWriter : IDisposable
{
    private const int Chunks = 3;

    private readonly BlockingCollection<PageChunk> free = [];
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<uint> lengths = [];
    private readonly SafeFileHandle handle;
    private readonly PageBuilder page;
    private readonly Lane lane;
    private readonly int keyBytes;
    private readonly byte[] lastKey;
    private byte[] firstKeys = [];
    private PageChunk chunk;

    public TableFileWriter(string path, int keyBytes, int pageBytes, Lane lane)
    {
        Path = path;
        this.keyBytes = keyBytes;
        this.lane = lane;
        page = new PageBuilder(keyBytes, pageBytes);
        lastKey = new byte[keyBytes];
        for (var i = 0; i < Chunks; i++)
            free.Add(new PageChunk());
        handle = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.None);
        chunk = free.Take();
        BinaryPrimitives.WriteUInt64LittleEndian(chunk.Add(PageFormat.MagicBytes), PageFormat.Magic);
    }

    public string Path { get; }

    public long Rows { get; private set; }

    /// <summary>Of the pages that are complete.</summary>
    public long Bytes => chunk.Offset + chunk.Length;

    public ReadOnlySpan<byte> LastKey => lastKey;

    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (!page.TryAdd(key, value))
        {
            FlushPage();
            if (!page.TryAdd(key, value))
                PageBuilder.WriteSingle(AddPage(PageFormat.PageBytes(1, keyBytes, value.Length), key), key, value);
        }

        key.CopyTo(lastKey);
        Rows++;
    }

    /// <summary>Ends the file, which has at least one row. It is not synced.</summary>
    public WrittenFile Complete()
    {
        FlushPage();
        var index = BuildIndex();
        var trailer = new Trailer(Bytes, Rows, lengths.Count, keyBytes, PageChecksum.Of(index, Bytes));
        index.CopyTo(chunk.Add(index.Length));
        trailer.Write(chunk.Add(Trailer.Bytes));
        Submit();
        lane.Drain();
        return new WrittenFile(
            Path, Rows, trailer.FileBytes, Convert.ToHexStringLower(hash.GetHashAndReset()), firstKeys[..keyBytes], lastKey);
    }

    public void Dispose()
    {
        handle.Dispose();
        hash.Dispose();
        free.Dispose();
    }

    private void FlushPage()
    {
        if (page.Rows == 0)
            return;
        var target = AddPage(page.Bytes, page.FirstKey);
        page.Flush(target);
    }

    private Span<byte> AddPage(int bytes, ReadOnlySpan<byte> firstKey)
    {
        var used = lengths.Count * keyBytes;
        if (used + keyBytes > firstKeys.Length)
            Array.Resize(ref firstKeys, Math.Max(2 * firstKeys.Length, 64 * keyBytes));
        firstKey.CopyTo(firstKeys.AsSpan(used));
        lengths.Add((uint)bytes);
        if (!chunk.HasRoom(bytes))
        {
            var next = Bytes;
            Submit();
            chunk = free.Take();
            chunk.Begin(next);
        }

        return chunk.AddPage(bytes);
    }

    private void Submit()
    {
        var full = chunk;
        lane.Run(() =>
        {
            try
            {
                full.Seal();
                hash.AppendData(full.Content);
                RandomAccess.Write(handle, full.Content, full.Offset);
            }
            finally
            {
                free.Add(full);
            }
        });
    }

    private byte[] BuildIndex()
    {
        var index = new byte[(lengths.Count + 1) * keyBytes + lengths.Count * sizeof(uint)];
        var at = lengths.Count * keyBytes;
        firstKeys.AsSpan(0, at).CopyTo(index);
        foreach (var length in lengths)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(index.AsSpan(at), length);
            at += sizeof(uint);
        }

        lastKey.CopyTo(index, at);
        return index;
    }
}
