using SpotifyPlatform.CooccurrenceMiner.Baskets;

namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>Counts rows on one thread and writes the best neighbours of each track.</summary>
internal sealed unsafe class RowWorker(BasketFile file, NativeArray<TrackStats> stats, int minCount, NeighbourHeap heap) : IDisposable
{
    private readonly CooccurrenceCounter<ushort> narrow = new(file);
    private readonly NativeArray<int> reached = new(file.Tracks + 1);
    private readonly Neighbour[] best = new Neighbour[heap.Limit];

    /// <summary>For the few tracks in more playlists than a narrow cell can count.</summary>
    private CooccurrenceCounter<int>? wide;

    public RangeCounts Count(RowRange rows, RowWriter output)
    {
        var counts = default(RangeCounts);
        var cursor = new PostingCursor(file, rows.First, rows.End);
        for (var ordinal = rows.First; ordinal < rows.End; ordinal++)
        {
            var rank = file.Ranks[ordinal];
            var playlists = file.Count(rank);
            counts += CooccurrenceCounter<ushort>.Fits(playlists)
                ? CountRow(narrow, ref cursor, ordinal, rank, playlists, output)
                : CountRow(wide ??= new CooccurrenceCounter<int>(file), ref cursor, ordinal, rank, playlists, output);
        }

        return counts;
    }

    public void Dispose()
    {
        narrow.Dispose();
        wide?.Dispose();
        reached.Dispose();
    }

    private RangeCounts CountRow<TCell>(
        CooccurrenceCounter<TCell> counter, ref PostingCursor cursor, int ordinal, int rank, int playlists, RowWriter output)
        where TCell : unmanaged, System.Numerics.IBinaryInteger<TCell>, System.Numerics.IMinMaxValue<TCell>
    {
        var found = counter.Count(ref cursor, playlists, minCount, reached.Pointer);
        var (pairs, totalCount, weights) = (0L, 0L, 0ul);
        var all = found <= best.Length + 1;
        var size = 0;
        if (!all)
            heap.Start(playlists);
        for (var i = 0; i < found; i++)
        {
            var otherRank = reached[i];
            if (otherRank == rank)
                continue;
            var other = stats[otherRank];
            var neighbour = new Neighbour(counter.CountOf(otherRank), other.OrdinalById);
            if (neighbour.OrdinalById > ordinal)
            {
                pairs++;
                totalCount += neighbour.Count;
                weights += (ulong)neighbour.Count * ((ulong)neighbour.OrdinalById + 1);
            }

            if (all)
                best[size++] = neighbour;
            else
                heap.Add(neighbour, other.Playlists);
        }

        if (!all)
            size = heap.Write(best);
        output.Write(ordinal, best.AsSpan(0, size));
        return new RangeCounts(1, size, pairs, totalCount, weights * ((ulong)ordinal + 1));
    }
}
