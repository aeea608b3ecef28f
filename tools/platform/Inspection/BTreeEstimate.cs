using System.Buffers.Binary;

namespace SpotifyPlatform.Platform.Inspection;

/// <summary>
/// Estimates the rows of a table from a few pages of its B-tree: exactly where the tree is small, else from the product of the fan-outs on random ways
/// from the root to a leaf (Knuth, 1975), which is unbiased. Equal files give equal estimates.
/// </summary>
internal sealed class BTreeEstimate : IDisposable
{
    /// <summary>A tree of at most so many pages is counted.</summary>
    private const int MaxPagesCounted = 256;
    private const int Descents = 256;

    /// <summary>SQLite's own limit; a damaged file may have a page that is its own child.</summary>
    private const int MaxDepth = 20;
    private const int PageSizeAt = 16;
    private const int FileHeaderBytes = 100;
    private const int MaxPageBytes = 65_536;
    private const int Seed = 1;

    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle file;
    private readonly int pageBytes;
    private readonly long pages;
    private readonly byte[] buffer;

    public BTreeEstimate(string path)
    {
        file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> size = stackalloc byte[sizeof(ushort)];
        // 1 stands for 65,536, which two bytes cannot hold.
        pageBytes = RandomAccess.Read(file, size, PageSizeAt) == size.Length && BinaryPrimitives.ReadUInt16BigEndian(size) is > 1 and var bytes ? bytes : MaxPageBytes;
        pages = RandomAccess.GetLength(file) / pageBytes;
        buffer = new byte[pageBytes];
    }

    /// <summary>Rows of the table, and whether they were counted; null where a page is none of a B-tree.</summary>
    public RowEstimate? Of(long rootPage)
    {
        if (Count(rootPage) is { } counted)
            return new RowEstimate(counted, IsExact: true);
        var random = new Random(Seed);
        var sum = 0.0;
        for (var i = 0; i < Descents; i++)
            if (Descend(rootPage, random) is { } rows)
                sum += rows;
            else
                return null;
        return new RowEstimate((long)Math.Min(sum / Descents, long.MaxValue / 2), IsExact: false);
    }

    public void Dispose() => file.Dispose();

    /// <summary>Null where the tree has too many pages, or one that is none.</summary>
    private long? Count(long rootPage)
    {
        var (rows, read) = (0L, 0);
        var left = new Stack<long>([rootPage]);
        while (left.TryPop(out var page))
        {
            if (++read > MaxPagesCounted || !TryRead(page, out var node))
                return null;
            rows += node.Rows;
            for (var child = 0; child < node.Children; child++)
                if (left.Count + read > MaxPagesCounted)
                    return null;
                else
                    left.Push(Child(page, node, child));
        }

        return rows;
    }

    private double? Descend(long page, Random random)
    {
        var (rows, ways) = (0.0, 1.0);
        for (var depth = 0; depth < MaxDepth; depth++)
        {
            if (!TryRead(page, out var node))
                return null;
            rows += ways * node.Rows;
            if (node.Children == 0)
                return rows;
            ways *= node.Children;
            page = Child(page, node, random.Next(node.Children));
        }

        return null;
    }

    /// <summary>Reads a page into the buffer.</summary>
    private bool TryRead(long page, out Node node)
    {
        node = default;
        if (page < 1 || page > pages || RandomAccess.Read(file, buffer, (page - 1) * pageBytes) < pageBytes)
            return false;
        var at = page == 1 ? FileHeaderBytes : 0;
        var cells = BinaryPrimitives.ReadUInt16BigEndian(buffer.AsSpan(at + 3));
        // The header's type: an index tree (also a table WITHOUT ROWID) has rows in inner pages too.
        (var isInner, node) = buffer[at] switch
        {
            2 => (true, new Node(cells, cells + 1)),
            5 => (true, new Node(0, cells + 1)),
            10 or 13 => (false, new Node(cells, 0)),
            _ => (false, new Node(-1, 0)),
        };
        return node.Rows >= 0 && at + (isInner ? 12 : 8) + 2 * cells <= pageBytes;
    }

    /// <summary>The page of a child of the page that is in the buffer; 0, which is none, where its cell is outside of the page.</summary>
    private long Child(long page, Node node, int child)
    {
        // A child's own page was read since.
        if (!TryRead(page, out _))
            return 0;
        var at = page == 1 ? FileHeaderBytes : 0;
        if (child == node.Children - 1)
            return BinaryPrimitives.ReadUInt32BigEndian(buffer.AsSpan(at + 8));
        var cell = BinaryPrimitives.ReadUInt16BigEndian(buffer.AsSpan(at + 12 + 2 * child));
        return cell + sizeof(uint) <= pageBytes ? BinaryPrimitives.ReadUInt32BigEndian(buffer.AsSpan(cell)) : 0;
    }

    /// <param name="Rows">Rows in the page itself.</param>
    private readonly record struct Node(int Rows, int Children);
}

/// <summary>Rows of a table.</summary>
internal sealed record RowEstimate(long Rows, bool IsExact);
