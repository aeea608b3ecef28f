using SpotifyPlatform.CooccurrenceMiner.Baskets;

namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>One thread's counters, and what it makes of rows: the best neighbours of each track.</summary>
internal sealed unsafe class RowWorker(BasketFile file, NativeArray<TrackFacts> facts, int minCount, NeighbourHeap heap) : IDisposable
{
    private readonly CompanyCounter<ushort> narrow = new(file);
    private readonly NativeArray<int> reached = new(file.Tracks + 1);
    private readonly Neighbour[] best = new Neighbour[heap.Limit];

    /// <summary>For the few tracks that more playlists hold than a narrow cell counts.</summary>
    private CompanyCounter<int>? wide;

    public RangeCounts Count(RowRange rows, RowWriter output)
    {
        var counts = default(RangeCounts);
        var cursor = new OccurrenceCursor(file, rows.First, rows.End);
        for (var place = rows.First; place < rows.End; place++)
        {
            var rank = file.Ranks[place];
            var playlists = file.Count(rank);
            counts += CompanyCounter<ushort>.Fits(playlists)
                ? CountRow(narrow, ref cursor, place, rank, playlists, output)
                : CountRow(wide ??= new CompanyCounter<int>(file), ref cursor, place, rank, playlists, output);
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
        CompanyCounter<TCell> counter, ref OccurrenceCursor cursor, int place, int rank, int playlists, RowWriter output)
        where TCell : unmanaged, System.Numerics.IBinaryInteger<TCell>, System.Numerics.IMinMaxValue<TCell>
    {
        var found = counter.Count(ref cursor, playlists, minCount, reached.Pointer);
        var (pairs, meetings, weights) = (0L, 0L, 0ul);
        var all = found <= best.Length + 1;
        var size = 0;
        if (!all)
            heap.Start(playlists);
        for (var i = 0; i < found; i++)
        {
            var otherRank = reached[i];
            if (otherRank == rank)
                continue;
            var other = facts[otherRank];
            var neighbour = new Neighbour(counter.CountOf(otherRank), other.Place);
            if (neighbour.Place > place)
            {
                pairs++;
                meetings += neighbour.Count;
                weights += (ulong)neighbour.Count * ((ulong)neighbour.Place + 1);
            }

            if (all)
                best[size++] = neighbour;
            else
                heap.Offer(neighbour, other.Playlists);
        }

        if (!all)
            size = heap.Write(best);
        output.Write(place, best.AsSpan(0, size));
        return new RangeCounts(1, size, pairs, meetings, weights * ((ulong)place + 1));
    }
}
