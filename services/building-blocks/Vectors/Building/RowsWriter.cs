using System.Runtime.InteropServices;
using System.Text;
using SpotifyPlatform.Vectors.Layout;
using SpotifyPlatform.Vectors.Rows;
using SpotifyPlatform.Vectors.Scan;

namespace SpotifyPlatform.Vectors.Building;

/// <summary>Writes the clustered rows as sections.</summary>
internal sealed class RowsWriter
{
    private const int Padding = -1;

    private readonly PointSpool points;
    private readonly ClusteredRows rows;
    private readonly SectionWriter writer;

    /// <summary>The row of each slot, or <see cref="Padding"/>.</summary>
    private readonly int[] slots;

    /// <summary>The first block of each cluster, of the cluster without a centroid, and its end.</summary>
    private readonly int[] firsts;

    public RowsWriter(PointSpool points, ClusteredRows rows, SectionWriter writer)
    {
        (this.points, this.rows, this.writer) = (points, rows, writer);
        var counts = new int[rows.Centroids.Count + 1];
        foreach (var cluster in rows.Clusters)
            counts[cluster]++;
        firsts = new int[counts.Length + 1];
        for (var c = 0; c < counts.Length; c++)
            firsts[c + 1] = firsts[c] + (counts[c] + BlockScan.Rows - 1) / BlockScan.Rows;
        slots = new int[firsts[^1] * BlockScan.Rows];
        Array.Fill(slots, Padding);
        for (int c = 0, at = 0; c < counts.Length; at += counts[c++])
            rows.Order.AsSpan(at, counts[c]).CopyTo(slots.AsSpan(firsts[c] * BlockScan.Rows));
    }

    public void Write(CancellationToken cancellationToken)
    {
        writer.Begin(Section.Centroids);
        writer.Write(rows.Centroids.AsBytes);
        writer.Begin(Section.ClusterBlocks);
        foreach (var first in firsts)
            writer.Write(first);
        writer.Begin(Section.Units);
        WriteUnits(cancellationToken);
        writer.Begin(Section.BlockChords);
        for (var block = 0; block < firsts[^1]; block++)
            WriteChords(slots.AsSpan(block * BlockScan.Rows, BlockScan.Rows));
        writer.Begin(Section.Attributes);
        Each(row => writer.Write(points.Attributes(row)), () => writer.Write(0u), cancellationToken);
        writer.Begin(Section.GenreSets);
        Each(row => writer.Write(points.GenreSet(row)), () => writer.Write(0), cancellationToken);
        writer.Begin(Section.Known);
        Each(row => writer.Write(points.Known(row)), () => writer.Write((ushort)0), cancellationToken);
        writer.Begin(Section.Ids);
        Each(row => writer.Write(points.Id(row)), () => writer.Write(UInt128.Zero), cancellationToken);
        writer.Begin(Section.RecordOffsets);
        var offset = 0L;
        Each(
            row =>
            {
                writer.Write(offset);
                offset += points.Record(row).Length;
            },
            () => writer.Write(offset),
            cancellationToken);
        writer.Write(offset);
        writer.Begin(Section.Records);
        Each(row => writer.Write(points.Record(row)), () => { }, cancellationToken);
        writer.Begin(Section.SlotsById);
        WriteSlotsById();
        WriteGenres(points.Genres);
        writer.Finish(points.Dimensions, points.Count, firsts[^1], rows.Centroids.Count);
    }

    private void Each(Action<int> row, Action padding, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var source in slots)
            if (source == Padding)
                padding();
            else
                row(source);
    }

    private void WriteUnits(CancellationToken cancellationToken)
    {
        var block = new float[points.Dimensions * BlockScan.Rows];
        for (var first = 0; first < slots.Length; first += BlockScan.Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Array.Fill(block, float.NaN);
            for (var lane = 0; lane < BlockScan.Rows; lane++)
                if (slots[first + lane] != Padding)
                    points.Unit(slots[first + lane], block.AsSpan(lane), BlockScan.Rows);
            writer.Write(MemoryMarshal.AsBytes<float>(block));
        }
    }

    /// <summary>Rows are sorted by chord. The bounds are rounded outwards, because the chords were rounded to the nearest.</summary>
    private void WriteChords(ReadOnlySpan<int> block)
    {
        var last = block.IndexOf(Padding) is var padding and >= 0 ? padding - 1 : block.Length - 1;
        writer.Write(MathF.BitDecrement(rows.Chords[block[0]]));
        writer.Write(MathF.BitIncrement(rows.Chords[block[last]]));
    }

    /// <summary>The rows are in the order of their ids.</summary>
    private void WriteSlotsById()
    {
        var slotOf = new int[points.Count];
        for (var slot = 0; slot < slots.Length; slot++)
            if (slots[slot] != Padding)
                slotOf[slots[slot]] = slot;
        writer.Write(MemoryMarshal.AsBytes<int>(slotOf));
    }

    private void WriteGenres(GenreTable genres)
    {
        writer.Begin(Section.Genres);
        foreach (var name in genres.Names)
        {
            var utf8 = Encoding.UTF8.GetBytes(name);
            writer.Write(utf8.Length);
            writer.Write(utf8);
        }

        writer.Begin(Section.GenreSetMembers);
        for (var set = 0; set < genres.Sets; set++)
        {
            writer.Write(genres.Members(set).Count);
            foreach (var genre in genres.Members(set))
                writer.Write(genre);
        }
    }
}
