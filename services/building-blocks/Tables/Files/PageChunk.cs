using System.Buffers.Binary;

namespace SpotifyPlatform.Tables.Files;

/// <summary>Consecutive pages of a file, on their way to the disk.</summary>
internal sealed class PageChunk
{
    /// <summary>Bytes of a chunk, unless a single page is longer.</summary>
    public const int UsualBytes = 1 << 20;

    private readonly List<int> starts = [];
    private byte[] buffer = new byte[UsualBytes];
    private int pagesEnd;

    /// <summary>Where the chunk begins in its file.</summary>
    public long Offset { get; private set; }

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Content => buffer.AsSpan(0, Length);

    public void Begin(long offset)
    {
        (Offset, Length, pagesEnd) = (offset, 0, 0);
        starts.Clear();
    }

    /// <summary>Whether so many more bytes belong into this chunk.</summary>
    public bool HasRoom(int bytes) => Length == 0 || Length + bytes <= UsualBytes;

    public Span<byte> AddPage(int bytes)
    {
        starts.Add(Length);
        var page = Add(bytes);
        pagesEnd = Length;
        return page;
    }

    /// <summary>Room for bytes that are no page.</summary>
    public Span<byte> Add(int bytes)
    {
        if (Length + bytes > buffer.Length)
            Array.Resize(ref buffer, Length + bytes);
        Length += bytes;
        return buffer.AsSpan(Length - bytes, bytes);
    }

    /// <summary>Gives each page its checksum.</summary>
    public void Seal()
    {
        for (var i = 0; i < starts.Count; i++)
        {
            var page = buffer.AsSpan(starts[i]..(i + 1 < starts.Count ? starts[i + 1] : pagesEnd));
            BinaryPrimitives.WriteUInt32LittleEndian(page, PageChecksum.Of(page[PageFormat.ChecksumBytes..], Offset + starts[i]));
        }
    }
}
