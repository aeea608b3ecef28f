using SpotifyPlatform.Vectors.Clusters;
using SpotifyPlatform.Vectors.Files;
using SpotifyPlatform.Vectors.Rows;
using SpotifyPlatform.Vectors.Scan;


namespace SpotifyPlatform.Vectors.Generations;

/// <summary>
/// The live rows of a view with their clusters and angles to the centroids, in the order of the next base file: by cluster, then by angle, rows
/// that cannot be found last. Needs about 32 bytes per row.
/// </summary>
internal sealed class MergedRows : IDisposable
{
    /// <summary>Centroids are recomputed when the number of rows has grown by this factor.</summary>
    private const int RecomputeFactor = 2;

    private const int Chunk = 16 * 1024;

    private readonly IndexView view;
    private readonly BaseFile? old;
    private readonly TailRows tail;

    /// <summary>Slots of the old file; numbers from its slot count on are slots of the tail.</summary>
    private readonly int[] sources;

    public MergedRows(IndexView view, int dimensions, CancellationToken cancellationToken)
    {
        (this.view, old, tail, Dimensions) = (view, view.Main, view.Tail, dimensions);
        old?.VerifyAll(cancellationToken);
        sources = Sources();
        var findable = Array.FindAll(sources, IsFindable);
        var keep = old is not null && old.TrainedRows > 0 && findable.Length < (long)old.TrainedRows * RecomputeFactor;
        TrainedRows = keep ? old!.TrainedRows : findable.Length;
        Centroids = keep ? Centroids.CopyOf(old!.Clusters, dimensions) : Centroids.Compute(findable.Length, dimensions, (row, unit) => Unit(findable[row], unit), cancellationToken);
        (Clusters, Angles) = (new int[sources.Length], new float[sources.Length]);
        Assign(keep, cancellationToken);
        Order = Ordered();
    }

    public int Dimensions { get; }

    public Centroids Centroids { get; }

    public int TrainedRows { get; }

    public int Count => sources.Length;

    /// <summary>Rows in the order of the next file.</summary>
    public int[] Order { get; }

    /// <summary>The cluster of each row; the number of centroids for a row that cannot be found.</summary>
    public int[] Clusters { get; }

    /// <summary>The angle of each row to its centroid, in radians, rounded to the nearest float.</summary>
    public float[] Angles { get; }

    public (RowSet Rows, int Slot) this[int row] => Locate(sources[row]);

    /// <summary>The rows in the order of their ids.</summary>
    public IEnumerable<int> ById()
    {
        var rowOf = new int[OldSlots + tail.Count];
        for (var row = 0; row < sources.Length; row++)
            rowOf[sources[row]] = row;
        return view.ById().Select(row => rowOf[row.Rows == tail ? OldSlots + row.Slot : row.Slot]);
    }

    public void Dispose() => Centroids.Dispose();

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

    private (RowSet Rows, int Slot) Locate(int source) => source < OldSlots ? (old!, source) : (tail, source - OldSlots);

    private void Unit(int source, float[] unit)
    {
        var (rows, slot) = Locate(source);
        for (var d = 0; d < Dimensions; d++)
            unit[d] = rows.Unit(slot, d);
    }

    private bool IsFindable(int source) => Locate(source) is var (rows, slot) && !float.IsNaN(rows.Unit(slot, 0));

    private void Assign(bool keep, CancellationToken cancellationToken)
    {
        var units = Enumerable.Range(0, Centroids.Count).Select(Centroids.Unit).ToArray();
        Parallel.For(0, (sources.Length + Chunk - 1) / Chunk, chunk =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            var unit = new float[Dimensions];
            var cluster = 0;
            for (var row = chunk * Chunk; row < Math.Min(sources.Length, (chunk + 1) * Chunk); row++)
            {
                if (!IsFindable(sources[row]))
                {
                    (Clusters[row], Angles[row]) = (Centroids.Count, 0);
                    continue;
                }

                Unit(sources[row], unit);
                cluster = keep && sources[row] < OldSlots ? ClusterOf(sources[row], cluster) : Centroids.Nearest(unit);
                (Clusters[row], Angles[row]) = (cluster, Angle(unit, units[cluster]));
            }
        });
    }

    /// <summary>The cluster of a slot in the old file. Slots must be passed in ascending order.</summary>
    private int ClusterOf(int slot, int from)
    {
        while (old!.Clusters.End(from) <= slot / BlockScan.Rows)
            from++;
        return from;
    }

    /// <summary>Computed from the chord, which is accurate for small angles.</summary>
    private static float Angle(float[] unit, double[] centroid)
    {
        double square = 0, length = 0;
        foreach (double x in unit)
            length += x * x;
        length = Math.Sqrt(length);
        for (var d = 0; d < centroid.Length; d++)
            square += (unit[d] / length - centroid[d]) * (unit[d] / length - centroid[d]);
        return (float)(2 * Math.Asin(Math.Min(1, Math.Sqrt(square) / 2)));
    }

    private int[] Ordered()
    {
        var firsts = new int[Centroids.Count + 2];
        foreach (var cluster in Clusters)
            firsts[cluster + 1]++;
        for (var c = 0; c <= Centroids.Count; c++)
            firsts[c + 1] += firsts[c];
        var (order, next) = (new int[sources.Length], firsts.ToArray());
        for (var row = 0; row < sources.Length; row++)
            order[next[Clusters[row]]++] = row;
        Parallel.For(0, Centroids.Count + 1, c =>
        {
            var run = order.AsSpan(firsts[c], firsts[c + 1] - firsts[c]);
            run.Sort((a, b) => Angles[a] != Angles[b] ? Angles[a].CompareTo(Angles[b]) : a.CompareTo(b));
        });
        return order;
    }
}
