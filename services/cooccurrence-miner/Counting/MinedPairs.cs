using System.Collections;
using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>
/// The pairs that are among the best of either track, each once, in the order of their ids: stores take sorted keys fastest.
/// They are gathered from the range files in slices of lower tracks that fit in memory, a pass over the files for each.
/// </summary>
internal sealed class MinedPairs(BasketFile file, IReadOnlyList<string> rangeFiles, long memoryBytes) : IEnumerable<TrackPair>
{
    public IEnumerator<TrackPair> GetEnumerator()
    {
        var starts = Starts();
        var atOnce = Math.Clamp(memoryBytes / sizeof(ulong), 1, Array.MaxLength);
        for (var first = 0; first < file.Tracks;)
        {
            var end = first + 1;
            while (end < file.Tracks && starts[end + 1] - starts[first] <= atOnce)
                end++;
            foreach (var pair in Slice(new RowRange(first, end), starts))
                yield return pair;
            first = end;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Where the partners of each place start, those of higher id alone; one that both sides chose counts twice.</summary>
    private long[] Starts()
    {
        var starts = new long[file.Tracks + 1];
        foreach (var path in rangeFiles)
            RangeFile.Read(path, (place, neighbours) =>
            {
                foreach (var neighbour in neighbours)
                    starts[Math.Min(place, neighbour.Place) + 1]++;
            });
        for (var place = 0; place < file.Tracks; place++)
            starts[place + 1] += starts[place];
        return starts;
    }

    private IEnumerable<TrackPair> Slice(RowRange places, long[] starts)
    {
        using var partners = Gather(places, starts);
        for (var place = places.First; place < places.End; place++)
        {
            var (start, length) = (starts[place] - starts[places.First], (int)(starts[place + 1] - starts[place]));
            partners.Span(start, length).Sort();
            for (var i = 0; i < length; i++)
                if (i == 0 || partners[start + i] != partners[start + i - 1])
                    yield return Pair(place, (int)(partners[start + i] >> 32), (uint)partners[start + i]);
        }
    }

    /// <summary>The partner of higher id and the count, packed to be sorted.</summary>
    private NativeArray<ulong> Gather(RowRange places, long[] starts)
    {
        var partners = new NativeArray<ulong>(starts[places.End] - starts[places.First]);
        var next = new long[places.End - places.First];
        for (var i = 0; i < next.Length; i++)
            next[i] = starts[places.First + i] - starts[places.First];
        foreach (var path in rangeFiles)
            RangeFile.Read(path, (place, neighbours) =>
            {
                foreach (var neighbour in neighbours)
                {
                    var (low, high) = place < neighbour.Place ? (place, neighbour.Place) : (neighbour.Place, place);
                    if (low >= places.First && low < places.End)
                        partners[next[low - places.First]++] = (ulong)high << 32 | (uint)neighbour.Count;
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
