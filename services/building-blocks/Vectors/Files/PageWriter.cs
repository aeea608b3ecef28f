using System.Runtime.InteropServices;

namespace SpotifyPlatform.Vectors.Files;

/// <summary>Writes a base file sequentially: the sections in order, the checksums of the pages, and finally the header.</summary>
internal sealed class PageWriter
{
    private const int Alignment = 64;
    private const int BufferedPages = 64;

    private readonly Stream stream;
    private readonly byte[] pages = new byte[BufferedPages * BaseHeader.PageBytes];
    private readonly List<uint> checksums = [];
    private readonly List<(long Offset, long Length)> sections = [];
    private int filled;
    private long written;

    public PageWriter(Stream stream)
    {
        this.stream = stream;
        stream.Position = BaseHeader.Bytes;
    }

    private long Position => BaseHeader.Bytes + written + filled;

    /// <summary>Starts the next section.</summary>
    public void Begin(Section section)
    {
        if ((int)section != sections.Count)
            throw new InvalidOperationException($"Section {section} is out of order.");
        End();
        Write(stackalloc byte[(int)(-Position & (Alignment - 1))]);
        sections.Add((Position, -1));
    }

    public void Write<T>(T value)
        where T : unmanaged => Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var some = Math.Min(bytes.Length, pages.Length - filled);
            bytes[..some].CopyTo(pages.AsSpan(filled));
            bytes = bytes[some..];
            filled += some;
            if (filled == pages.Length)
                Flush();
        }
    }

    /// <summary>Writes the page table and the header.</summary>
    public BaseHeader Finish(int dimensions, int rows, int blocks, int clusters, int trainedRows)
    {
        End();
        Flush();
        var table = MemoryMarshal.AsBytes(checksums.ToArray().AsSpan());
        var header = new BaseHeader
        {
            Dimensions = dimensions, Rows = rows, Blocks = blocks, Clusters = clusters, TrainedRows = trainedRows, TableChecksum = Checksum.Of(table), End = Position, Sections = sections,
        };
        stream.Write(table);
        stream.Position = 0;
        stream.Write(header.Write());
        return header;
    }

    private void End()
    {
        if (sections.Count > 0)
            sections[^1] = (sections[^1].Offset, Position - sections[^1].Offset);
    }

    private void Flush()
    {
        for (var at = 0; at < filled; at += BaseHeader.PageBytes)
            checksums.Add(Checksum.Of(pages.AsSpan(at, Math.Min(BaseHeader.PageBytes, filled - at))));
        stream.Write(pages, 0, filled);
        written += filled;
        filled = 0;
    }
}
