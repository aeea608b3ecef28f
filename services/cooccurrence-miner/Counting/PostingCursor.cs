using System.Runtime.Intrinsics.X86;
using SpotifyPlatform.CooccurrenceMiner.Baskets;

namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>
/// Iterates over the postings of one row after the other and prefetches ahead of the counting: the start of a playlist sixteen playlists
/// ahead, its entries eight ahead. Rows are counted in the order of ids; id order is random in memory.
/// </summary>
internal unsafe struct PostingCursor
{
    private const int StartsAhead = 16;
    private const int EntriesAhead = 8;
    private const int RowsAhead = 12;
    private const int RingMask = 31;
    private const int EntriesInLine = 16;
    private const int MaxEntriesAsked = 16 * EntriesInLine;
    private readonly long* starts;
    private readonly int* entries;
    private readonly long* postingStarts;
    private readonly int* postings;
    private readonly int* ranks;
    private readonly int endOrdinal;
    private int ordinal;
    private long next;
    private long endOfRow;
    private int step;
    private fixed int ring[RingMask + 1];

    public PostingCursor(BasketFile file, int firstOrdinal, int endOrdinal)
    {
        starts = file.BasketStarts;
        entries = file.Entries;
        postingStarts = file.PostingStarts;
        postings = file.Postings;
        ranks = file.Ranks;
        ordinal = firstOrdinal - 1;
        this.endOrdinal = endOrdinal;
        for (var i = 0; i < StartsAhead; i++)
            Advance(i);
    }

    /// <summary>The next playlist of the rows.</summary>
    public int Next()
    {
        var now = step++;
        Advance(now + StartsAhead);
        if (Sse.IsSupported)
        {
            // The hardware prefetcher follows long playlists, but starts too late for typical ones.
            var (start, end) = (starts[ring[now + EntriesAhead & RingMask]], starts[ring[now + EntriesAhead & RingMask] + 1]);
            var last = entries + Math.Min(end, start + MaxEntriesAsked);
            for (var line = entries + start; line < last; line += EntriesInLine)
                Sse.Prefetch0(line);
        }

        return ring[now & RingMask];
    }

    private void Advance(int at)
    {
        while (next == endOfRow)
        {
            // After the last row the last playlist is prefetched again, which is harmless.
            if (++ordinal >= endOrdinal)
            {
                ordinal = endOrdinal;
                ring[at & RingMask] = at == 0 ? 0 : ring[at - 1 & RingMask];
                return;
            }

            var rank = ranks[ordinal];
            (next, endOfRow) = (postingStarts[rank], postingStarts[rank + 1]);
            if (Sse.IsSupported && ordinal + RowsAhead < endOrdinal)
            {
                Sse.Prefetch0(postingStarts + ranks[ordinal + RowsAhead]);
                Sse.Prefetch0(postings + postingStarts[ranks[ordinal + RowsAhead / 2]]);
            }
        }

        var playlist = postings[next++];
        ring[at & RingMask] = playlist;
        if (Sse.IsSupported)
            Sse.Prefetch0(starts + playlist);
    }
}
