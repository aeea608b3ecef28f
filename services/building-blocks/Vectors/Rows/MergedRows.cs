using SpotifyPlatform.Vectors.Clusters;
using SpotifyPlatform.Vectors.Files;
using SpotifyPlatform.Vectors.Scan;

namespace SpotifyPlatform.Vectors.Rows;

/// <summary>
/// The live rows of a view, each with its cluster and its angle to the centre, in the order in which the next base file has them:
/// by cluster, by angle, the ones that cannot be found last. Holds about 32 bytes a row while it is written.
/// </summary>
internal sealed class MergedRows : IDisposable
{
    /// <summary>New centres once the rows are this many times those that the old ones were chosen from.</summary>
    private const int Growth = 2;

    private const int Chunk = 16 * 1024;

    private readonly IndexView view;
    private readonly BaseFile? old;
    private readonly TailRows tail;

    /// <summary>Slots of the old file, then, from its slots on, those of the tail.</summary>
    private readonly int[] sources;

    public MergedRows(IndexView view, int dimensions, CancellationToken cancellationToken)
    {
        (this.view, old, tail, Dimensions) = (view, view.Main, view.Tail, dimensions);
        old?.VerifyAll(cancellationToken);
        sources = Sources();
        var findable = Array.FindAll(sources, IsFindable);
        var keep = old is not null && old.TrainedRows > 0 && findable.Length < (long)old.TrainedRows * Growth;
        TrainedRows = keep ? old!.TrainedRows : findable.Length;
        Centres = keep ? Centres.CopyOf(old!.Clusters, dimensions) : Centres.Choose(findable.Length, dimensions, (row, unit) => Unit(findable[row], unit), cancellationToken);
        (Clusters, Angles) = (new int[sources.Length], new float[sources.Length]);
        Assign(keep, cancellationToken);
        Order = Ordered();
    }

    public int Dimensions { get; }

    public Centres Centres { get; }

    public int TrainedRows { get; }

    public int Count => sources.Length;

    /// <summary>Rows in the order of the next file.</summary>
    public int[] Order { get; }

    /// <summary>Of each row; the number of centres for one that cannot be found.</summary>
    public int[] Clusters { get; }

    /// <summary>Of each row to its centre, in radians, rounded to the nearest.</summary>
    public float[] Angles { get; }

    public (RowSet Rows, int Slot) this[int row] => Place(sources[row]);

    /// <summary>The rows in the order of their ids.</summary>
    public IEnumerable<int> ById()
    {
        var rowOf = new int[OldSlots + tail.Count];
        for (var row = 0; row < sources.Length; row++)
            rowOf[sources[row]] = row;
        return view.ById().Select(row => rowOf[row.Rows == tail ? OldSlots + row.Slot : row.Slot]);
    }

    public void Dispose() => Centres.Dispose();

    private int OldSlots => old?.Slots ?? 0;

    private int[] Sources()
    {
        var live = new List<int>((old?.Live ?? 0) + tail.Live);
        for (var slot = 0; slot < OldSlots; slot++)
            if (old!.IsLive(slot))
                live.Add(slot);
        for (var slot = 0; slot < tail.Count; slot++)
            if (tail.IsLive(slot))
                live.Add(OldSlots + slot);
        return [.. live];
    }

    private (RowSet Rows, int Slot) Place(int source) => source < OldSlots ? (old!, source) : (tail, source - OldSlots);

    private void Unit(int source, float[] unit)
    {
        var (rows, slot) = Place(source);
        for (var d = 0; d < Dimensions; d++)
            unit[d] = rows.Unit(slot, d);
    }

    private bool IsFindable(int source) => Place(source) is var (rows, slot) && !float.IsNaN(rows.Unit(slot, 0));

    private void Assign(bool keep, CancellationToken cancellationToken)
    {
        var units = Enumerable.Range(0, Centres.Count).Select(Centres.Unit).ToArray();
        Parallel.For(0, (sources.Length + Chunk - 1) / Chunk, chunk =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            var unit = new float[Dimensions];
            var cluster = 0;
            for (var row = chunk * Chunk; row < Math.Min(sources.Length, (chunk + 1) * Chunk); row++)
            {
                if (!IsFindable(sources[row]))
                {
                    (Clusters[row], Angles[row]) = (Centres.Count, 0);
                    continue;
                }

                Unit(sources[row], unit);
                cluster = keep && sources[row] < OldSlots ? ClusterOf(sources[row], cluster) : Centres.Nearest(unit);
                (Clusters[row], Angles[row]) = (cluster, Angle(unit, units[cluster]));
            }
        });
    }

    /// <summary>The old file's cluster that a slot stands in; slots come in their order.</summary>
    private int ClusterOf(int slot, int from)
    {
        while (old!.Clusters.End(from) <= slot / BlockScan.Rows)
            from++;
        return from;
    }

    /// <summary>By the chord, which is exact for small angles.</summary>
    private static float Angle(float[] unit, double[] centre)
    {
        double square = 0, length = 0;
        foreach (double x in unit)
            length += x * x;
        length = Math.Sqrt(length);
        for (var d = 0; d < centre.Length; d++)
            square += (unit[d] / length - centre[d]) * (unit[d] / length - centre[d]);
        return (float)(2 * Math.Asin(Math.Min(1, Math.Sqrt(square) / 2)));
    }

    private int[] Ordered()
    {
        var firsts = new int[Centres.Count + 2];
        foreach (var cluster in Clusters)
            firsts[cluster + 1]++;
        for (var c = 0; c <= Centres.Count; c++)
            firsts[c + 1] += firsts[c];
        var (order, next) = (new int[sources.Length], firsts.ToArray());
        for (var row = 0; row < sources.Length; row++)
            order[next[Clusters[row]]++] = row;
        Parallel.For(0, Centres.Count + 1, c =>
        {
            var run = order.AsSpan(firsts[c], firsts[c + 1] - firsts[c]);
            run.Sort((a, b) => Angles[a] != Angles[b] ? Angles[a].CompareTo(Angles[b]) : a.CompareTo(b));
        });
        return order;
    }
}
