namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>
/// Builds the postings: for each track the playlists that contain it, and the pair events of its row. Each pass over the baskets gathers
/// a range of ranks whose postings fit in memory; threads work on ranges.
/// </summary>
internal sealed unsafe class InvertedIndex(Sections sections, long playlists, int threads, long memoryBytes)
{
    public void Write(CancellationToken cancellationToken)
    {
        var ranges = RankRanges();
        OrderedParallel.Run(
            threads,
            ranges.Count,
            (_, i) =>
            {
                Gather(ranges[(int)i].First, ranges[(int)i].End);
                return true;
            },
            _ => { },
            cancellationToken);
    }

    /// <summary>At least one range for each thread.</summary>
    private List<(int First, int End)> RankRanges()
    {
        var postings = sections.PostingStarts[sections.Tracks];
        var maxPostings = Math.Min(memoryBytes / threads / sizeof(int), (postings + threads - 1) / threads);
        var ranges = new List<(int First, int End)>();
        for (var first = 0; first < sections.Tracks;)
        {
            var end = first + 1;
            while (end < sections.Tracks && sections.PostingStarts[end + 1] - sections.PostingStarts[first] <= maxPostings)
                end++;
            ranges.Add((first, end));
            first = end;
        }

        return ranges;
    }

    private void Gather(int firstRank, int endRank)
    {
        using var next = new NativeArray<long>(endRank - firstRank);
        using var pairEvents = new NativeArray<long>(endRank - firstRank);
        for (var rank = firstRank; rank < endRank; rank++)
            next[rank - firstRank] = sections.PostingStarts[rank];
        for (var playlist = 0L; playlist < playlists; playlist++)
        {
            var (start, end) = (sections.BasketStarts[playlist], sections.BasketStarts[playlist + 1]);
            for (var entry = start; entry < end; entry++)
            {
                var at = sections.Entries[entry] - firstRank;
                if ((uint)at >= (uint)(endRank - firstRank))
                    continue;
                sections.Postings[next[at]++] = (int)playlist;
                pairEvents[at] += end - start;
            }
        }

        for (var rank = firstRank; rank < endRank; rank++)
            sections.PairEvents[sections.OrdinalsById[rank]] = pairEvents[rank - firstRank];
    }
}
