using System.Runtime.Intrinsics.X86;
using SpotifyPlatform.CooccurrenceMiner.Baskets;

namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>
/// Walks over the playlists of one row after the other, some steps ahead of the counting, and asks for their memory: where a
/// playlist starts sixteen playlists ahead, its entries eight ahead. Rows are counted in the order of ids, which is none in memory.
/// </summary>
internal unsafe struct OccurrenceCursor
{
    private const int StartsAhead = 16;
    private const int EntriesAhead = 8;
    private const int RowsAhead = 12;
    private const int RingMask = 31;
    private const int EntriesInLine = 16;
    private const int MaxEntriesAsked = 16 * EntriesInLine;
    private readonly long* starts;
    private readonly int* entries;
    private readonly long* occurrenceStarts;
    private readonly int* occurrences;
    private readonly int* ranks;
    private readonly int endPlace;
    private int place;
    private long next;
    private long endOfRow;
    private int step;
    private fixed int ring[RingMask + 1];

    public OccurrenceCursor(BasketFile file, int firstPlace, int endPlace)
    {
        starts = file.BasketStarts;
        entries = file.Entries;
        occurrenceStarts = file.OccurrenceStarts;
        occurrences = file.Occurrences;
        ranks = file.Ranks;
        place = firstPlace - 1;
        this.endPlace = endPlace;
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
            // The processor sees by itself how a long playlist goes on, but not soon enough for the usual one.
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
            // Behind the last row the last playlist is asked for again: no harm.
            if (++place >= endPlace)
            {
                place = endPlace;
                ring[at & RingMask] = at == 0 ? 0 : ring[at - 1 & RingMask];
                return;
            }

            var rank = ranks[place];
            (next, endOfRow) = (occurrenceStarts[rank], occurrenceStarts[rank + 1]);
            if (Sse.IsSupported && place + RowsAhead < endPlace)
            {
                Sse.Prefetch0(occurrenceStarts + ranks[place + RowsAhead]);
                Sse.Prefetch0(occurrences + occurrenceStarts[ranks[place + RowsAhead / 2]]);
            }
        }

        var playlist = occurrences[next++];
        ring[at & RingMask] = playlist;
        if (Sse.IsSupported)
            Sse.Prefetch0(starts + playlist);
    }
}
