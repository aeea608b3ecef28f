using System.Collections.Concurrent;
using System.Security.Cryptography;
using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.CooccurrenceMiner.Rules;
using SpotifyPlatform.Artifacts.Durable;

namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>Counts the rows of a range on several threads. The output depends on the basket file, the range and the rules only.</summary>
internal sealed unsafe class RangeMiner : IDisposable
{
    private const int RowsAtOnce = 256;
    private readonly int threads;
    private readonly NativeArray<TrackStats> stats;
    private readonly RowWorker[] workers;
    private readonly ConcurrentBag<RowWriter> writers = [];

    /// <param name="minCount">Kept playlists that must contain both tracks of a pair.</param>
    /// <param name="maxNeighbours">Neighbours kept per track.</param>
    public RangeMiner(BasketFile file, int minCount, int maxNeighbours, PairMeasure bestBy, int threads)
    {
        this.threads = threads;
        stats = new NativeArray<TrackStats>(file.Tracks);
        for (var rank = 0; rank < file.Tracks; rank++)
            stats[rank] = new TrackStats(file.OrdinalsById[rank], file.Count(rank));
        workers = [.. Enumerable.Range(0, threads).Select(_ => new RowWorker(file, stats, minCount, new NeighbourHeap(file.Playlists, maxNeighbours, bestBy)))];
    }

    /// <summary>Memory beside the mapped file: statistics of each track, and per thread an array of narrow cells and one of reached tracks.</summary>
    public static long BytesFor(long tracks, int threads) => tracks * (sizeof(TrackStats) + threads * (long)(sizeof(ushort) + sizeof(int)));

    /// <summary>Writes the range file under a temporary name, syncs and renames it.</summary>
    public (RangeCounts Counts, byte[] Sha256) Mine(RowRange range, string path, IProgress<int>? rowsDone, CancellationToken cancellationToken)
    {
        var total = default(RangeCounts);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var output = new StagedFile(path);
        OrderedParallel.Run(
            threads,
            (range.End - range.First + RowsAtOnce - 1) / RowsAtOnce,
            (worker, i) =>
            {
                var first = range.First + (int)i * RowsAtOnce;
                var writer = writers.TryTake(out var free) ? free : new RowWriter();
                return (workers[worker].Count(new RowRange(first, Math.Min(first + RowsAtOnce, range.End)), writer), writer);
            },
            ((RangeCounts Counts, RowWriter Writer) rows) =>
            {
                hash.AppendData(rows.Writer.Written);
                output.Stream.Write(rows.Writer.Written);
                rows.Writer.Clear();
                writers.Add(rows.Writer);
                total += rows.Counts;
                rowsDone?.Report((int)rows.Counts.Rows);
            },
            cancellationToken);
        output.Publish();
        DurableFolder.Sync(Path.GetDirectoryName(path)!);
        return (total, hash.GetHashAndReset());
    }

    public void Dispose()
    {
        foreach (var worker in workers)
            worker.Dispose();
        stats.Dispose();
    }
}
