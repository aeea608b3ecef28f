using System.Buffers;
using System.Numerics;
using SpotifyPlatform.Music;
using SpotifyPlatform.Vectors.Clusters;
using SpotifyPlatform.Vectors.Layout;
using SpotifyPlatform.Vectors.Rows;
using SpotifyPlatform.Vectors.Scan;

namespace SpotifyPlatform.Vectors.Queries;

/// <summary>
/// Runs one query: scans clusters in the order of their bounds until no other cluster can contain a better row, then the tail. Single precision finds
/// the candidates, double precision ranks them.
/// </summary>
internal sealed unsafe class Search(PreparedQuery query, BaseRows? main, TailRows tail, CancellationToken cancellationToken)
{
    /// <summary>Blocks between two cancellation checks: about a millisecond with 1,549 dimensions.</summary>
    private const int CheckInterval = 256;

    /// <summary>Marks a slot of the tail in a candidate's row number.</summary>
    private const long InTail = 1L << 32;

    private readonly Candidates candidates = new(query.Query.Limit, query.Error);

    /// <summary>The hits, best first.</summary>
    /// <param name="pruned">Whether cluster bounds are used; otherwise every block is scanned.</param>
    public IReadOnlyList<VectorHit> Run(bool pruned = true)
    {
        if (main is not null)
        {
            var filter = query.Query.Filter is { } asked ? new RowFilter(main, asked) : null;
            if (pruned)
                ScanClusters(main, main.Clusters, filter);
            else
                Scan(main, 0, main.Blocks, filter, 0);
        }

        Scan(tail, 0, tail.Blocks, query.Query.Filter is { } wanted ? new RowFilter(tail, wanted) : null, InTail);
        return Ranked();
    }

    private void ScanClusters(BaseRows rows, ClusterBounds clusters, RowFilter? filter)
    {
        var padded = clusters.Blocks * BlockScan.Rows;
        var numbers = ArrayPool<float>.Shared.Rent(4 * padded);
        var order = ArrayPool<int>.Shared.Rent(padded);
        Span<float> scores = numbers.AsSpan(0, padded), lengths = numbers.AsSpan(padded, padded);
        Span<float> bounds = numbers.AsSpan(2 * padded, clusters.Count), keys = numbers.AsSpan(3 * padded, padded);
        clusters.Score(query, scores, lengths, bounds);

        // Nearest clusters first, until there is a threshold to exclude others.
        while (!candidates.IsFull && Best(scores[..clusters.Count], bounds) is var nearest and >= 0)
        {
            Scan(rows, clusters.First(nearest), clusters.End(nearest), filter, 0);
            bounds[nearest] = float.NegativeInfinity;
        }

        var left = 0;
        for (var c = 0; c < clusters.Count; c++)
            if (bounds[c] > float.NegativeInfinity && bounds[c] >= candidates.Threshold)
                (keys[left], order[left++]) = (-bounds[c], c);
        keys[..left].Sort(order.AsSpan(0, left));
        for (var i = 0; i < left && -keys[i] >= candidates.Threshold; i++)
        {
            var (block, end) = clusters.Range(query, order[i], scores[order[i]], query.Stretch is null ? 0 : lengths[order[i]], candidates.Threshold);
            Scan(rows, block, end, filter, 0);
        }

        ArrayPool<float>.Shared.Return(numbers);
        ArrayPool<int>.Shared.Return(order);
    }

    /// <summary>The unscanned cluster with the best centroid, or -1.</summary>
    private static int Best(ReadOnlySpan<float> scores, ReadOnlySpan<float> bounds)
    {
        var best = -1;
        for (var c = 0; c < bounds.Length; c++)
            if (bounds[c] > float.NegativeInfinity && (best < 0 || !(scores[c] <= scores[best])))
                best = c;
        return best;
    }

    private void Scan(RowSet rows, int block, int end, RowFilter? filter, long origin)
    {
        while (block < end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var stop = Math.Min(end, block + CheckInterval);
            if (filter is null)
                ScanAll(rows, block, stop, origin);
            else
                ScanPassing(rows, block, stop, filter, origin);
            block = stop;
        }
    }

    private void ScanAll(RowSet rows, int block, int end, long origin)
    {
        var scores = stackalloc float[BlockScan.Rows];
        fixed (float* unit = query.Unit, stretch = query.Stretch)
        {
            while ((block = Next(rows, unit, stretch, block, end, scores, out var lanes)) < end)
                AddCandidates(rows, block++, lanes, scores, null, origin);
        }
    }

    private void ScanPassing(RowSet rows, int block, int end, RowFilter filter, long origin)
    {
        var scores = stackalloc float[BlockScan.Rows];
        fixed (float* unit = query.Unit, stretch = query.Stretch)
        {
            for (; block < end; block++)
            {
                var passing = filter.Lanes(block);
                if (passing != 0 && Next(rows, unit, stretch, block, block + 1, scores, out var lanes) == block)
                    AddCandidates(rows, block, lanes & passing, scores, filter, origin);
            }
        }
    }

    private int Next(RowSet rows, float* unit, float* stretch, int block, int end, float* scores, out uint lanes) => stretch is null
        ? query.Scan.Next(rows.Units, rows.Dimensions, unit, block, end, candidates.Threshold, scores, out lanes)
        : query.Scan.NextStretched(rows.Units, rows.Dimensions, unit, stretch, block, end, candidates.Threshold, scores, out lanes);

    private void AddCandidates(RowSet rows, int block, uint lanes, float* scores, RowFilter? filter, long origin)
    {
        for (; lanes != 0; lanes &= lanes - 1)
        {
            var lane = BitOperations.TrailingZeroCount(lanes);
            var slot = block * BlockScan.Rows + lane;
            if (!(scores[lane] >= candidates.Threshold) || (query.Query.Except is { } except && rows.Id(slot) == except)
                || filter?.MatchesRecord(slot) == false)
                continue;
            var score = float.IsPositiveInfinity(scores[lane]) ? (float)query.Exact(PointRecord.Vector(rows.Record(slot), rows.Dimensions)) : scores[lane];
            candidates.Add(origin | (uint)slot, score);
        }
    }

    private List<VectorHit> Ranked()
    {
        var ranked = new List<(double Score, TrackId Id, long Row)>();
        foreach (var row in candidates.Rows())
        {
            var rows = RowsOf(row);
            ranked.Add((query.Exact(PointRecord.Vector(rows.Record((int)row), rows.Dimensions)), rows.Id((int)row), row));
        }

        ranked.Sort((a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Id.CompareTo(b.Id));
        return ranked.Take(query.Query.Limit).Select(hit =>
        {
            var rows = RowsOf(hit.Row);
            var point = PointRecord.Read(hit.Id, rows.Record((int)hit.Row), rows.Dimensions);
            return new VectorHit(hit.Id, hit.Score, point.Vector, point.Payload, point.Mbid);
        }).ToList();
    }

    private RowSet RowsOf(long row) => (row & InTail) != 0 ? tail : main!;
}
