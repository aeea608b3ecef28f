using System.Collections.Concurrent;
using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.CooccurrenceMiner.Rules;

namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>Counts the rows of a range on several threads. The output depends on the basket file, the range and the rules only.</summary>
internal sealed unsafe class RangeMiner : IDisposable
{
    private const int RowsAtOnce = 256;
    private readonly BasketFile file;
    private readonly int threads;
    private readonly NativeArray<TrackStats> stats;
    private readonly RowWorker[] workers;
    private readonly ConcurrentBag<RowWriter> writers = [];

    /// <param name="minCount">Kept playlists that must contain both tracks of a pair.</param>
    /// <param name="maxNeighbours">Neighbours kept per track.</param>
    public RangeMiner(BasketFile file, int minCount, int maxNeighbours, PairMeasure bestBy, int threads)
    {
        (this.file, this.threads) = (file, threads);
        stats = new NativeArray<TrackStats>(file.Tracks);
        for (var rank = 0; rank < file.Tracks; rank++)
            stats[rank] = new TrackStats(file.OrdinalsById[rank], file.Count(rank));
        workers = [.. Enumerable.Range(0, threads).Select(_ => new RowWorker(file, stats, minCount, new NeighbourHeap(file.Playlists, maxNeighbours, bestBy)))];
    }

    /// <summary>Memory beside the mapped file: statistics of each track, and per thread an array of narrow cells and one of reached tracks.</summary>
    public static long BytesFor(long tracks, int threads) => tracks * (sizeof(TrackStats) + threads * (long)(sizeof(ushort) + sizeof(int)));

    /// <param name="write">Gets key and value of each row of the pairs table, in the order of keys, on one thread at a time.</param>
    public RangeCounts Mine(RowRange range, Action<ReadOnlySpan<byte>, ReadOnlySpan<byte>> write, IProgress<int>? rowsDone, CancellationToken cancellationToken)
    {
        var total = default(RangeCounts);
        OrderedParallel.Run(
            threads,
            (range.End - range.First + RowsAtOnce - 1) / RowsAtOnce,
            (worker, i) =>
            {
                var first = range.First + (int)i * RowsAtOnce;
                var writer = writers.TryTake(out var free) ? free : new RowWriter(file);
                return (workers[worker].Count(new RowRange(first, Math.Min(first + RowsAtOnce, range.End)), writer), writer);
            },
            ((RangeCounts Counts, RowWriter Writer) rows) =>
            {
                rows.Writer.Flush(write);
                writers.Add(rows.Writer);
                total += rows.Counts;
                rowsDone?.Report((int)rows.Counts.Rows);
            },
            cancellationToken);
        return total;
    }

    public void Dispose()
    {
        foreach (var worker in workers)
            worker.Dispose();
        stats.Dispose();
    }
}
