using System.Collections;
using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>
/// The pairs that are among the best of either track, each once, in the order of their ids, because stores insert sorted keys fastest. They
/// are gathered from the range files: one pass over the files for each range of lower tracks whose pairs fit in memory.
/// </summary>
internal sealed class MinedPairs(BasketFile file, IReadOnlyList<string> rangeFiles, long memoryBytes) : IEnumerable<TrackPair>
{
    public IEnumerator<TrackPair> GetEnumerator()
    {
        var starts = Starts();
        var maxPairs = Math.Clamp(memoryBytes / sizeof(ulong), 1, Array.MaxLength);
        for (var first = 0; first < file.Tracks;)
        {
            var end = first + 1;
            while (end < file.Tracks && starts[end + 1] - starts[first] <= maxPairs)
                end++;
            foreach (var pair in PairsOf(new RowRange(first, end), starts))
                yield return pair;
            first = end;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Index of the first partner of each track, counting only partners of higher id. A pair that both tracks chose counts twice.</summary>
    private long[] Starts()
    {
        var starts = new long[file.Tracks + 1];
        foreach (var path in rangeFiles)
            RangeFile.Read(path, (ordinal, neighbours) =>
            {
                foreach (var neighbour in neighbours)
                    starts[Math.Min(ordinal, neighbour.OrdinalById) + 1]++;
            });
        for (var ordinal = 0; ordinal < file.Tracks; ordinal++)
            starts[ordinal + 1] += starts[ordinal];
        return starts;
    }

    private IEnumerable<TrackPair> PairsOf(RowRange ordinals, long[] starts)
    {
        using var partners = Gather(ordinals, starts);
        for (var ordinal = ordinals.First; ordinal < ordinals.End; ordinal++)
        {
            var (start, length) = (starts[ordinal] - starts[ordinals.First], (int)(starts[ordinal + 1] - starts[ordinal]));
            partners.Span(start, length).Sort();
            for (var i = 0; i < length; i++)
                if (i == 0 || partners[start + i] != partners[start + i - 1])
                    yield return Pair(ordinal, (int)(partners[start + i] >> 32), (uint)partners[start + i]);
        }
    }

    /// <summary>Partner ordinals and counts, packed into one sortable number.</summary>
    private NativeArray<ulong> Gather(RowRange ordinals, long[] starts)
    {
        var partners = new NativeArray<ulong>(starts[ordinals.End] - starts[ordinals.First]);
        var next = new long[ordinals.End - ordinals.First];
        for (var i = 0; i < next.Length; i++)
            next[i] = starts[ordinals.First + i] - starts[ordinals.First];
        foreach (var path in rangeFiles)
            RangeFile.Read(path, (ordinal, neighbours) =>
            {
                foreach (var neighbour in neighbours)
                {
                    var (low, high) = ordinal < neighbour.OrdinalById ? (ordinal, neighbour.OrdinalById) : (neighbour.OrdinalById, ordinal);
                    if (low >= ordinals.First && low < ordinals.End)
                        partners[next[low - ordinals.First]++] = (ulong)high << 32 | (uint)neighbour.Count;
                }
            });
        return partners;
    }

    private unsafe TrackPair Pair(int first, int second, long both)
    {
        var (countA, countB) = (file.Count(file.Ranks[first]), file.Count(file.Ranks[second]));
        return new TrackPair(
            file.Ids[first].Id,
            file.Ids[second].Id,
            both,
            countA,
            countB,
            PairScore.Pmi(both, countA, countB, file.Playlists),
            PairScore.Jaccard(both, countA, countB));
    }
}
