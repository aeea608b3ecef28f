using SpotifyPlatform.Vectors.Clusters;
using SpotifyPlatform.Vectors.Scan;

namespace SpotifyPlatform.Vectors.Building;

/// <summary>
/// The clusters of a build's rows, and their chords to the centroids, in the order of the table: by cluster, then by chord, rows that cannot be found last.
/// Depends on the rows alone: sums have a fixed order, and a kernel scores each centroid in the same steps whatever its width. Needs 16 bytes per row.
/// </summary>
internal sealed class ClusteredRows : IDisposable
{
    private const int Chunk = 16 * 1024;

    private readonly PointSpool points;
    private readonly ParallelOptions parallel;

    public ClusteredRows(PointSpool points, BlockScan kernel, int threads, CancellationToken cancellationToken)
    {
        (this.points, parallel) = (points, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken });
        (Clusters, Chords) = (new int[points.Count], new float[points.Count]);
        var findable = Findable();
        Centroids = Centroids.Compute(findable.Length, points.Dimensions, (row, unit) => points.Unit(findable[row], unit), kernel, parallel);
        Assign();
        Order = Ordered();
    }

    public Centroids Centroids { get; }

    /// <summary>Rows in the order of the table.</summary>
    public int[] Order { get; }

    /// <summary>The cluster of each row; the number of centroids for a row that cannot be found.</summary>
    public int[] Clusters { get; }

    /// <summary>The distance of each row's unit vector to its centroid, rounded to the nearest float.</summary>
    public float[] Chords { get; }

    public void Dispose() => Centroids.Dispose();

    private void ForRows(Action<int, float[]> row) => Parallel.For(0, (points.Count + Chunk - 1) / Chunk, parallel, chunk =>
    {
        var unit = new float[points.Dimensions];
        for (var i = chunk * Chunk; i < Math.Min(points.Count, (chunk + 1) * Chunk); i++)
        {
            points.Unit(i, unit);
            row(i, unit);
        }
    });

    private int[] Findable()
    {
        ForRows((row, unit) => Clusters[row] = float.IsNaN(unit[0]) ? -1 : 0);
        return [.. Enumerable.Range(0, points.Count).Where(row => Clusters[row] == 0)];
    }

    private void Assign()
    {
        var units = Enumerable.Range(0, Centroids.Count).Select(Centroids.Unit).ToArray();
        ForRows((row, unit) =>
        {
            if (Clusters[row] < 0)
            {
                Clusters[row] = Centroids.Count;
                return;
            }

            Clusters[row] = Centroids.Nearest(unit);
            Chords[row] = Chord(unit, units[Clusters[row]]);
        });
    }

    private static float Chord(float[] unit, double[] centroid)
    {
        double square = 0, length = 0;
        foreach (double x in unit)
            length += x * x;
        length = Math.Sqrt(length);
        for (var d = 0; d < centroid.Length; d++)
            square += (unit[d] / length - centroid[d]) * (unit[d] / length - centroid[d]);
        return (float)Math.Sqrt(square);
    }

    private int[] Ordered()
    {
        var firsts = new int[Centroids.Count + 2];
        foreach (var cluster in Clusters)
            firsts[cluster + 1]++;
        for (var c = 0; c <= Centroids.Count; c++)
            firsts[c + 1] += firsts[c];
        var (order, next) = (new int[points.Count], firsts.ToArray());
        for (var row = 0; row < points.Count; row++)
            order[next[Clusters[row]]++] = row;
        Parallel.For(0, Centroids.Count + 1, parallel, c =>
        {
            var run = order.AsSpan(firsts[c], firsts[c + 1] - firsts[c]);
            run.Sort((a, b) => Chords[a] != Chords[b] ? Chords[a].CompareTo(Chords[b]) : a.CompareTo(b));
        });
        return order;
    }
}
