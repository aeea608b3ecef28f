using System.Runtime.InteropServices;
using SpotifyPlatform.Vectors.Scan;

namespace SpotifyPlatform.Vectors.Clusters;

/// <summary>
/// Directions that rows gather around, in blocks as rows are. Chosen by k-means on the sphere (Dhillon and Modha, 2001) over a sample; the same rows
/// in the same order give the same centres, on any number of threads.
/// </summary>
internal sealed unsafe class Centres : IDisposable
{
    private const int SampleOfEach = 64;
    private const int Rounds = 8;

    /// <summary>Rows of a chunk, whose sums are added in its turn, so that threads do not change the result.</summary>
    private const int Chunk = 8192;

    /// <summary>Beyond this a cluster bounds hardly anything, and the plain scan is as fast.</summary>
    private const int MostDimensions = 64;

    private readonly int dimensions;
    private readonly float* blocks;

    private Centres(int count, int dimensions)
    {
        (Count, this.dimensions) = (count, dimensions);
        Bytes = (long)Blocks * BlockScan.Rows * dimensions * sizeof(float);
        blocks = (float*)NativeMemory.AlignedAlloc((nuint)Math.Max(64, Bytes), 64);
        new Span<byte>(blocks, (int)Bytes).Fill(byte.MaxValue); // NaN
    }

    public int Count { get; }

    public int Blocks => (Count + BlockScan.Rows - 1) / BlockScan.Rows;

    public long Bytes { get; }

    public ReadOnlySpan<byte> AsBytes => new(blocks, (int)Bytes);

    public static Centres CopyOf(ClusterBounds clusters, int dimensions)
    {
        var centres = new Centres(clusters.Count, dimensions);
        new ReadOnlySpan<byte>(clusters.Centres, (int)centres.Bytes).CopyTo(new Span<byte>(centres.blocks, (int)centres.Bytes));
        return centres;
    }

    /// <summary>About the square root of the rows, so that the centres cost a query what the rows of a few clusters cost; one for long vectors.</summary>
    /// <param name="unit">Writes the unit vector of a row.</param>
    public static Centres Choose(int rows, int dimensions, Action<int, float[]> unit, CancellationToken cancellationToken)
    {
        var count = rows == 0 ? 0 : dimensions > MostDimensions ? 1 : (int)Math.Sqrt(rows);
        var centres = new Centres(count, dimensions);
        var sampled = (int)Math.Min(rows, (long)count * SampleOfEach);
        var sample = new float[(long)sampled * dimensions];
        Parallel.For(0, (sampled + Chunk - 1) / Chunk, chunk =>
        {
            var vector = new float[dimensions];
            for (var i = chunk * Chunk; i < Math.Min(sampled, (chunk + 1) * Chunk); i++)
            {
                unit((int)((long)i * rows / sampled), vector);
                vector.CopyTo(sample, (long)i * dimensions);
            }
        });
        for (var c = 0; c < count; c++)
            centres.Put(c, sample.AsSpan((int)((long)c * sampled / count) * dimensions, dimensions));
        for (var round = 0; round < Rounds && count > 0; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            centres.Move(sample, sampled);
        }

        return centres;
    }

    public int Nearest(ReadOnlySpan<float> unit)
    {
        fixed (float* query = unit)
            return BlockScan.Best.Nearest(blocks, dimensions, query, Blocks);
    }

    /// <summary>A centre's numbers, in double precision and of length 1.</summary>
    public double[] Unit(int centre)
    {
        var unit = new double[dimensions];
        for (var d = 0; d < dimensions; d++)
            unit[d] = At(centre)[d * BlockScan.Rows];
        var length = Math.Sqrt(unit.Sum(x => x * x));
        return Array.ConvertAll(unit, x => x / length);
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(blocks);
        GC.SuppressFinalize(this);
    }

    /// <summary>Moves each centre to the middle of the sample's rows that are nearest to it; one without a row stays.</summary>
    private void Move(float[] sample, int sampled)
    {
        var nearest = new int[sampled];
        Parallel.For(0, (sampled + Chunk - 1) / Chunk, chunk =>
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
            var middle = new float[dimensions];
            for (var d = 0; d < dimensions; d++)
                middle[d] = (float)(sum[d] / length);
            Put(c, middle);
        }
    }

    private float* At(int centre) => blocks + (long)(centre / BlockScan.Rows) * dimensions * BlockScan.Rows + centre % BlockScan.Rows;

    private void Put(int centre, ReadOnlySpan<float> unit)
    {
        for (var d = 0; d < dimensions; d++)
            At(centre)[d * BlockScan.Rows] = unit[d];
    }
}
