using System.Collections.Concurrent;
using System.Security.Cryptography;
using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using SpotifyPlatform.Artifacts.Durable;

namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>Counts the rows of a range on several threads. Its bytes are a function of the basket file, the range and the two limits alone.</summary>
internal sealed unsafe class RangeMiner : IDisposable
{
    private const int RowsAtOnce = 256;
    private readonly int threads;
    private readonly NativeArray<TrackFacts> facts;
    private readonly RowWorker[] workers;
    private readonly ConcurrentBag<RowWriter> writers = [];

    /// <param name="minCount">Kept playlists that hold both tracks of a pair.</param>
    /// <param name="maxNeighbours">The best that stay of each track.</param>
    public RangeMiner(BasketFile file, int minCount, int maxNeighbours, PairMeasure bestBy, int threads)
    {
        this.threads = threads;
        facts = new NativeArray<TrackFacts>(file.Tracks);
        for (var rank = 0; rank < file.Tracks; rank++)
            facts[rank] = new TrackFacts(file.Places[rank], file.Count(rank));
        workers = [.. Enumerable.Range(0, threads).Select(_ => new RowWorker(file, facts, minCount, new NeighbourHeap(file.Playlists, maxNeighbours, bestBy)))];
    }

    /// <summary>What so many threads take beside the mapped file: facts of each track; each thread two arrays of cells' width, and what it noted.</summary>
    public static long BytesFor(long tracks, int threads) => tracks * (sizeof(TrackFacts) + threads * (long)(sizeof(ushort) + sizeof(int)));

    /// <summary>Writes the range's file: under another name, synced, renamed.</summary>
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
            ((RangeCounts Counts, RowWriter Writer) made) =>
            {
                hash.AppendData(made.Writer.Written);
                output.Stream.Write(made.Writer.Written);
                made.Writer.Clear();
                writers.Add(made.Writer);
                total += made.Counts;
                rowsDone?.Report((int)made.Counts.Rows);
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
        facts.Dispose();
    }
}
