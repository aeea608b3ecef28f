using System.Collections;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>
/// The pairs that are among the best of either track, each once, in the order of their ids: stores take sorted keys fastest.
/// </summary>
internal sealed class MinedPairs : IReadOnlyCollection<TrackPair>
{
    private readonly PlaylistIndex index;

    /// <summary>Ranks in the order of the ids; below, a track goes by its place in it.</summary>
    private readonly int[] byId;

    /// <summary>Where the partners of each place start, and the end of the last.</summary>
    private readonly int[] starts;

    /// <summary>A partner of higher id and the count, packed to be sorted; one that both sides chose stands there twice.</summary>
    private readonly ulong[] partners;

    public MinedPairs(PlaylistIndex index, BestNeighbours best, ParallelOptions parallel)
    {
        this.index = index;
        byId = [.. Enumerable.Range(0, index.Tracks).OrderBy(rank => index.Ids[rank])];
        var places = new int[byId.Length];
        for (var place = 0; place < byId.Length; place++)
            places[byId[place]] = place;
        starts = Starts(best, places);
        partners = Partners(best, places);
        Count = SortPartners(parallel);
    }

    public int Count { get; }

    public IEnumerator<TrackPair> GetEnumerator()
    {
        for (var place = 0; place < byId.Length; place++)
            for (var i = starts[place]; i < starts[place + 1]; i++)
                if (!IsRepeated(place, i))
                    yield return Pair(byId[place], byId[(int)(partners[i] >> 32)], (uint)partners[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static int[] Starts(BestNeighbours best, int[] places)
    {
        var starts = new int[places.Length + 1];
        for (var rank = 0; rank < places.Length; rank++)
            foreach (var neighbour in best.Of(rank))
                starts[Math.Min(places[rank], places[neighbour.Rank]) + 1]++;
        for (var place = 0; place < places.Length; place++)
            starts[place + 1] = checked(starts[place] + starts[place + 1]);
        return starts;
    }

    private ulong[] Partners(BestNeighbours best, int[] places)
    {
        var filled = new ulong[starts[^1]];
        var next = starts[..^1];
        for (var rank = 0; rank < places.Length; rank++)
            foreach (var neighbour in best.Of(rank))
            {
                var (low, high) = (places[rank], places[neighbour.Rank]);
                if (low > high)
                    (low, high) = (high, low);
                filled[next[low]++] = (ulong)high << 32 | (uint)neighbour.Count;
            }

        return filled;
    }

    /// <summary>Returns how many there are without repetitions.</summary>
    private int SortPartners(ParallelOptions parallel)
    {
        var distinct = 0;
        Parallel.For(0, byId.Length, parallel, () => 0, (place, _, sum) =>
        {
            partners.AsSpan(starts[place], starts[place + 1] - starts[place]).Sort();
            for (var i = starts[place]; i < starts[place + 1]; i++)
                sum += IsRepeated(place, i) ? 0 : 1;
            return sum;
        }, sum => Interlocked.Add(ref distinct, sum));
        return distinct;
    }

    private bool IsRepeated(int place, int i) => i > starts[place] && partners[i] == partners[i - 1];

    private TrackPair Pair(int first, int second, long both)
    {
        var (countA, countB) = (index.Counts[first], index.Counts[second]);
        return new TrackPair(
            index.Ids[first],
            index.Ids[second],
            both,
            countA,
            countB,
            PairScore.Pmi(both, countA, countB, index.KeptPlaylists),
            PairScore.Jaccard(both, countA, countB));
    }
}
