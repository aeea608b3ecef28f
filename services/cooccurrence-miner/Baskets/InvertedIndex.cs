namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>
/// Turns the baskets about: for each track the playlists that hold it, and what its row will cost. A slice of ranks whose
/// occurrences fit in memory is gathered in one pass over the baskets; threads take slices.
/// </summary>
internal sealed unsafe class InvertedIndex(Sections sections, long playlists, int threads, long memoryBytes)
{
    public void Write(CancellationToken cancellationToken)
    {
        var slices = Slices();
        OrderedParallel.Run(
            threads,
            slices.Count,
            (_, i) =>
            {
                Gather(slices[(int)i].First, slices[(int)i].End);
                return true;
            },
            _ => { },
            cancellationToken);
    }

    /// <summary>At least one for each thread.</summary>
    private List<(int First, int End)> Slices()
    {
        var occurrences = sections.OccurrenceStarts[sections.Tracks];
        var atOnce = Math.Min(memoryBytes / threads / sizeof(int), (occurrences + threads - 1) / threads);
        var slices = new List<(int First, int End)>();
        for (var first = 0; first < sections.Tracks;)
        {
            var end = first + 1;
            while (end < sections.Tracks && sections.OccurrenceStarts[end + 1] - sections.OccurrenceStarts[first] <= atOnce)
                end++;
            slices.Add((first, end));
            first = end;
        }

        return slices;
    }

    private void Gather(int firstRank, int endRank)
    {
        using var next = new NativeArray<long>(endRank - firstRank);
        using var events = new NativeArray<long>(endRank - firstRank);
        for (var rank = firstRank; rank < endRank; rank++)
            next[rank - firstRank] = sections.OccurrenceStarts[rank];
        for (var playlist = 0L; playlist < playlists; playlist++)
        {
            var (start, end) = (sections.BasketStarts[playlist], sections.BasketStarts[playlist + 1]);
            for (var entry = start; entry < end; entry++)
            {
                var at = sections.Entries[entry] - firstRank;
                if ((uint)at >= (uint)(endRank - firstRank))
                    continue;
                sections.Occurrences[next[at]++] = (int)playlist;
                events[at] += end - start;
            }
        }

        for (var rank = firstRank; rank < endRank; rank++)
            sections.Events[sections.Places[rank]] = events[rank - firstRank];
    }
}
