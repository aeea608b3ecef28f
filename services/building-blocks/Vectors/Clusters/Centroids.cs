using System.Runtime.InteropServices;
using SpotifyPlatform.Vectors.Scan;

namespace SpotifyPlatform.Vectors.Clusters;

/// <summary>
/// Cluster centroids, stored in blocks like rows. Computed by spherical k-means (Dhillon and Modha, 2001) over a sample. Deterministic: the same
/// rows in the same order give the same centroids on any number of threads.
/// </summary>
internal sealed unsafe class Centroids : IDisposable
{
    private const int SamplePerCluster = 64;
    private const int Iterations = 8;

    /// <summary>Rows per parallel chunk.</summary>
    private const int Chunk = 8192;

    /// <summary>With more dimensions, cluster bounds prune almost nothing and the plain scan is as fast.</summary>
    private const int MaxClusteredDimensions = 64;

    private readonly int dimensions;
    private readonly BlockScan kernel;
    private readonly float* blocks;

    private Centroids(int count, int dimensions, BlockScan kernel)
    {
        (Count, this.dimensions, this.kernel) = (count, dimensions, kernel);
        Bytes = (long)Blocks * BlockScan.Rows * dimensions * sizeof(float);
        blocks = (float*)NativeMemory.AlignedAlloc((nuint)Math.Max(64, Bytes), 64);
        new Span<byte>(blocks, (int)Bytes).Fill(byte.MaxValue); // NaN
    }

    public int Count { get; }

    public int Blocks => (Count + BlockScan.Rows - 1) / BlockScan.Rows;

    public long Bytes { get; }

    public ReadOnlySpan<byte> AsBytes => new(blocks, (int)Bytes);

    /// <summary>Computes about sqrt(rows) centroids, so that scoring the centroids costs a query as much as the rows of a few clusters; one for long vectors.</summary>
    /// <param name="unit">Writes the unit vector of a row.</param>
    public static Centroids Compute(int rows, int dimensions, Action<int, float[]> unit, BlockScan kernel, ParallelOptions parallel)
    {
        var count = rows == 0 ? 0 : dimensions > MaxClusteredDimensions ? 1 : (int)Math.Sqrt(rows);
        var centroids = new Centroids(count, dimensions, kernel);
        var sampled = (int)Math.Min(rows, (long)count * SamplePerCluster);
        var sample = new float[(long)sampled * dimensions];
        Parallel.For(0, (sampled + Chunk - 1) / Chunk, parallel, chunk =>
        {
            var vector = new float[dimensions];
            for (var i = chunk * Chunk; i < Math.Min(sampled, (chunk + 1) * Chunk); i++)
            {
                unit((int)((long)i * rows / sampled), vector);
                vector.CopyTo(sample, (long)i * dimensions);
            }
        });
        for (var c = 0; c < count; c++)
            centroids.Put(c, sample.AsSpan((int)((long)c * sampled / count) * dimensions, dimensions));
        for (var round = 0; round < Iterations && count > 0; round++)
        {
            parallel.CancellationToken.ThrowIfCancellationRequested();
            centroids.Recompute(sample, sampled, parallel);
        }

        return centroids;
    }

    public int Nearest(ReadOnlySpan<float> unit)
    {
        fixed (float* query = unit)
            return kernel.Nearest(blocks, dimensions, query, Blocks);
    }

    /// <summary>A centroid in double precision, of length 1.</summary>
    public double[] Unit(int centroid)
    {
        var unit = new double[dimensions];
        for (var d = 0; d < dimensions; d++)
            unit[d] = At(centroid)[d * BlockScan.Rows];
        var length = Math.Sqrt(unit.Sum(x => x * x));
        return Array.ConvertAll(unit, x => x / length);
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(blocks);
        GC.SuppressFinalize(this);
    }

    /// <summary>Moves each centroid to the mean of the sample rows nearest to it; a centroid without rows stays.</summary>
    private void Recompute(float[] sample, int sampled, ParallelOptions parallel)
    {
        var nearest = new int[sampled];
        Parallel.For(0, (sampled + Chunk - 1) / Chunk, parallel, chunk =>
        {
            for (var i = chunk * Chunk; i < Math.Min(sampled, (chunk + 1) * Chunk); i++)
                nearest[i] = Nearest(sample.AsSpan(i * dimensions, dimensions));
        });
        var sums = new double[Count * dimensions];
        for (var i = 0; i < sampled; i++)
            for (var d = 0; d < dimensions; d++)
                sums[nearest[i] * dimensions + d] += sample[i * dimensions + d];
        for (var c = 0; c < Count; c++)
        {
            var sum = sums.AsSpan(c * dimensions, dimensions);
            var length = 0.0;
            foreach (var x in sum)
                length += x * x;
            if (!(length > 0))
                continue;
            length = Math.Sqrt(length);
            var mean = new float[dimensions];
            for (var d = 0; d < dimensions; d++)
                mean[d] = (float)(sum[d] / length);
            Put(c, mean);
        }
    }

    private float* At(int centroid) => blocks + (long)(centroid / BlockScan.Rows) * dimensions * BlockScan.Rows + centroid % BlockScan.Rows;

    private void Put(int centroid, ReadOnlySpan<float> unit)
    {
        for (var d = 0; d < dimensions; d++)
            At(centroid)[d * BlockScan.Rows] = unit[d];
    }
}
