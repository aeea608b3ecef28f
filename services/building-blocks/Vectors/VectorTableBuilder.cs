using SpotifyPlatform.Music;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Vectors.Building;
using SpotifyPlatform.Vectors.Layout;
using SpotifyPlatform.Vectors.Rows;
using SpotifyPlatform.Vectors.Scan;

namespace SpotifyPlatform.Vectors;

/// <summary>
/// Collects points and writes them as a vectors table. The bytes depend on the points alone, not on threads, memory or SIMD width. Needs about 40 bytes of
/// memory per point, and 256 MB of points; more of them go to scratch files.
/// </summary>
public sealed class VectorTableBuilder : IDisposable
{
    private readonly PointSpool points;
    private TrackId? last;

    /// <param name="scratch">A folder for scratch files.</param>
    public VectorTableBuilder(int dimensions, string scratch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        points = new PointSpool(dimensions, scratch);
    }

    public int Count => points.Count;

    /// <summary>Adds a point; ids are ascending.</summary>
    /// <param name="known">Which of the first dimensions have a known value, at most 16.</param>
    /// <exception cref="ArgumentException">The point has other dimensions, a number that is not finite, or more than a megabyte, or the id is not above the last.</exception>
    public void Add(VectorPoint point, IReadOnlyList<bool> known)
    {
        point.EnsureValid(points.Dimensions);
        if (point.Id <= last)
            throw new ArgumentException($"Track {point.Id} is not above {last}.", nameof(point));
        last = point.Id;
        var mask = 0;
        for (var d = 0; d < known.Count; d++)
            mask |= known[d] ? 1 << d : 0;
        points.Add(point, PointRecord.Write(point), checked((ushort)mask));
    }

    /// <summary>Computes the clusters and writes all rows.</summary>
    /// <param name="threads">Threads, at most.</param>
    public void Write(TableWriter writer, int threads, CancellationToken cancellationToken) => Write(writer, threads, BlockScan.Best, cancellationToken);

    internal void Write(TableWriter writer, int threads, BlockScan kernel, CancellationToken cancellationToken)
    {
        points.Seal();
        using var rows = new ClusteredRows(points, kernel, threads, cancellationToken);
        new RowsWriter(points, rows, new SectionWriter(writer)).Write(cancellationToken);
        writer.Count(VectorTable.Vectors, points.Count);
    }

    public void Dispose() => points.Dispose();
}
