using System.Text;
using SpotifyPlatform.Vectors.Files;
using SpotifyPlatform.Vectors.Rows;
using SpotifyPlatform.Vectors.Scan;

namespace SpotifyPlatform.Vectors.Generations;

/// <summary>Writes the merged rows as a base file.</summary>
internal sealed class BaseWriter
{
    private const int Padding = -1;

    private readonly MergedRows rows;
    private readonly PageWriter writer;

    /// <summary>The row of each slot, or <see cref="Padding"/>.</summary>
    private readonly int[] slots;

    /// <summary>The first block of each cluster, of the cluster without a centroid, and its end.</summary>
    private readonly int[] firsts;

    private BaseWriter(MergedRows rows, Stream stream)
    {
        (this.rows, writer) = (rows, new PageWriter(stream));
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

    public static BaseHeader Write(MergedRows rows, Stream stream, CancellationToken cancellationToken) =>
        new BaseWriter(rows, stream).Write(cancellationToken);

    private BaseHeader Write(CancellationToken cancellationToken)
    {
        writer.Begin(Section.Centroids);
        writer.Write(rows.Centroids.AsBytes);
        writer.Begin(Section.ClusterBlocks);
        foreach (var first in firsts)
            writer.Write(first);
        writer.Begin(Section.Units);
        WriteUnits(cancellationToken);
        writer.Begin(Section.BlockAngles);
        for (var block = 0; block < firsts[^1]; block++)
            WriteAngles(slots.AsSpan(block * BlockScan.Rows, BlockScan.Rows));
        writer.Begin(Section.Attributes);
        Each((set, slot) => writer.Write(AttributesOf(set, slot)), () => writer.Write(0u), cancellationToken);
        var genres = new GenreTable();
        writer.Begin(Section.GenreSets);
        WriteGenreSets(genres, cancellationToken);
        writer.Begin(Section.Ids);
        Each((set, slot) => writer.Write(set.Id(slot).Value), () => writer.Write(UInt128.Zero), cancellationToken);
        writer.Begin(Section.RecordOffsets);
        var offset = 0L;
        Each((set, slot) => writer.Write((offset += set.Record(slot).Length) - set.Record(slot).Length), () => writer.Write(offset), cancellationToken);
        writer.Write(offset);
        writer.Begin(Section.Records);
        Each((set, slot) => writer.Write(set.Record(slot)), () => { }, cancellationToken);
        writer.Begin(Section.SlotsById);
        var slotOf = new int[rows.Count];
        for (var slot = 0; slot < slots.Length; slot++)
            if (slots[slot] != Padding)
                slotOf[slots[slot]] = slot;
        foreach (var row in rows.ById())
            writer.Write(slotOf[row]);
        WriteGenres(genres);
        return writer.Finish(rows.Dimensions, rows.Count, firsts[^1], rows.Centroids.Count, rows.TrainedRows);
    }

    private static unsafe uint AttributesOf(RowSet set, int slot) => set.Attributes[slot];

    private void Each(Action<RowSet, int> row, Action padding, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var source in slots)
        {
            if (source == Padding)
            {
                padding();
            }
            else
            {
                var (set, slot) = rows[source];
                row(set, slot);
            }
        }
    }

    private void WriteUnits(CancellationToken cancellationToken)
    {
        var block = new float[rows.Dimensions * BlockScan.Rows];
        for (var first = 0; first < slots.Length; first += BlockScan.Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var lane = 0; lane < BlockScan.Rows; lane++)
            {
                var (set, slot) = slots[first + lane] == Padding ? (null, 0) : ((RowSet?, int))rows[slots[first + lane]];
                for (var d = 0; d < rows.Dimensions; d++)
                    block[d * BlockScan.Rows + lane] = set?.Unit(slot, d) ?? float.NaN;
            }

            writer.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(block));
        }
    }

    /// <summary>Rows are sorted by angle. The bounds are rounded outwards, because the angles were rounded to the nearest.</summary>
    private void WriteAngles(ReadOnlySpan<int> block)
    {
        var last = block.IndexOf(Padding) is var padding and >= 0 ? padding - 1 : block.Length - 1;
        writer.Write(MathF.BitDecrement(rows.Angles[block[0]]));
        writer.Write(MathF.BitIncrement(rows.Angles[block[last]]));
    }

    private unsafe void WriteGenreSets(GenreTable genres, CancellationToken cancellationToken)
    {
        var numbers = new Dictionary<RowSet, int[]>();
        Each(
            (set, slot) =>
            {
                if (!numbers.TryGetValue(set, out var known))
                    numbers.Add(set, known = Enumerable.Repeat(-1, set.Genres.Sets).ToArray());
                ref var number = ref known[set.GenreSets[slot]];
                if (number < 0)
                    number = genres.Intern(set.Genres.Members((int)set.GenreSets[slot]).Select(genre => set.Genres.Names[genre]));
                writer.Write(number);
            },
            () => writer.Write(0),
            cancellationToken);
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
