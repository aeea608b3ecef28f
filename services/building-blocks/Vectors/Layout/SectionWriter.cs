using System.Runtime.InteropServices;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Vectors.Layout;

/// <summary>Writes the sections one after the other into rows of a table, a chunk of at most <see cref="VectorTable.ChunkBytes"/> each.</summary>
internal sealed class SectionWriter(TableWriter table)
{
    private readonly byte[] chunk = new byte[VectorTable.ChunkBytes];
    private readonly byte[] key = new byte[VectorTable.KeyBytes];
    private readonly long[] lengths = new long[VectorHeader.Sections];
    private int section = -1;
    private uint chunks;
    private int filled;

    /// <summary>Starts the next section.</summary>
    public void Begin(Section next)
    {
        if ((int)next != section + 1)
            throw new InvalidOperationException($"Section {next} is out of order.");
        End();
        (section, chunks) = ((int)next, 0);
    }

    public void Write<T>(T value)
        where T : unmanaged => Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var some = Math.Min(bytes.Length, chunk.Length - filled);
            bytes[..some].CopyTo(chunk.AsSpan(filled));
            bytes = bytes[some..];
            filled += some;
            if (filled == chunk.Length)
                Flush();
        }
    }

    public void Finish(int dimensions, int rows, int blocks, int clusters)
    {
        End();
        var header = new VectorHeader { Dimensions = dimensions, Rows = rows, Blocks = blocks, Clusters = clusters, Lengths = lengths };
        VectorTable.WriteKey(key, Section.Header, 0);
        table.Add(key, header.Write());
    }

    private void End()
    {
        if (filled > 0)
            Flush();
    }

    private void Flush()
    {
        VectorTable.WriteKey(key, (Section)section, chunks++);
        table.Add(key, chunk.AsSpan(0, filled));
        lengths[section] += filled;
        filled = 0;
    }
}
