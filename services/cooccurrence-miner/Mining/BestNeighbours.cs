namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>
/// The best neighbours of every track so far. Survivors come in portions: the best of the best and a portion are the best of
/// all, so memory is bounded by the portion and by what remains, not by how many pairs survive.
/// </summary>
internal sealed class BestNeighbours(PlaylistIndex index, int limit)
{
    private readonly Neighbour[][] best = [.. Enumerable.Repeat(Array.Empty<Neighbour>(), index.Tracks)];

    /// <summary>Kept from portion to portion.</summary>
    private Neighbour[] neighbours = [];

    /// <summary>In no order.</summary>
    public ReadOnlySpan<Neighbour> Of(int rank) => best[rank];

    public void Add(IReadOnlyList<List<Survivor>> portion, ParallelOptions parallel)
    {
        var starts = Starts(portion);
        Place(portion, starts);
        Parallel.For(0, index.Tracks, parallel, () => new NeighbourHeap(index, limit), (rank, _, heap) =>
        {
            var added = neighbours.AsSpan(starts[rank], starts[rank + 1] - starts[rank]);
            if (!added.IsEmpty)
                Choose(heap, rank, added);
            return heap;
        }, _ => { });
    }

    private void Choose(NeighbourHeap heap, int rank, ReadOnlySpan<Neighbour> added)
    {
        heap.Start(rank);
        foreach (var neighbour in best[rank])
            heap.Offer(neighbour);
        foreach (var neighbour in added)
            heap.Offer(neighbour);
        heap.Write(ref best[rank]);
    }

    /// <summary>Where each track's neighbours start when every survivor stands with both its tracks, and the end of the last.</summary>
    private int[] Starts(IReadOnlyList<List<Survivor>> portion)
    {
        var starts = new int[index.Tracks + 1];
        foreach (var survivors in portion)
            foreach (var survivor in survivors)
            {
                starts[survivor.Row + 1]++;
                starts[survivor.Other + 1]++;
            }

        for (var rank = 0; rank < index.Tracks; rank++)
            starts[rank + 1] = checked(starts[rank] + starts[rank + 1]);
        return starts;
    }

    private void Place(IReadOnlyList<List<Survivor>> portion, int[] starts)
    {
        if (neighbours.Length < starts[^1])
            neighbours = new Neighbour[starts[^1]];
        var next = starts[..^1];
        foreach (var survivors in portion)
            foreach (var (row, other, count) in survivors)
            {
                neighbours[next[row]++] = new Neighbour(other, count);
                neighbours[next[other]++] = new Neighbour(row, count);
            }
    }
}
