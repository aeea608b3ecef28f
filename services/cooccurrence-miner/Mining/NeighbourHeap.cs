using SpotifyPlatform.Music;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>A track's company.</summary>
/// <param name="Rank">The other track.</param>
/// <param name="Count">Playlists that hold both.</param>
internal readonly record struct Neighbour(int Rank, int Count);

/// <summary>
/// Finds the best of one track's neighbours: by score, then count, then lower id. That order is total, so what remains does not
/// depend on the order of the offers.
/// </summary>
internal sealed class NeighbourHeap(PlaylistIndex index, int limit)
{
    private readonly Entry[] heap = new Entry[limit];
    private int size;
    private int track;

    public void Start(int rank)
    {
        track = rank;
        size = 0;
    }

    public void Offer(Neighbour neighbour)
    {
        var entry = new Entry(Score(neighbour), neighbour);
        if (size < limit)
        {
            heap[size++] = entry;
            if (size == limit)
                for (var place = limit / 2 - 1; place >= 0; place--)
                    Sink(place, heap[place]);
        }
        else if (IsBetter(entry, heap[0]))
            Sink(0, entry);
    }

    /// <summary>Writes what remains, in no order, into an array that is replaced only when it does not fit.</summary>
    public void Write(ref Neighbour[] best)
    {
        if (best.Length != size)
            best = new Neighbour[size];
        for (var i = 0; i < size; i++)
            best[i] = heap[i].Neighbour;
    }

    private double Score(Neighbour neighbour)
    {
        var (first, second) = (index.Counts[track], index.Counts[neighbour.Rank]);
        return PairScore.Rank(
            PairScore.Pmi(neighbour.Count, first, second, index.KeptPlaylists), PairScore.Jaccard(neighbour.Count, first, second));
    }

    /// <summary>Puts an entry in a place or below it, so that each is no better than the two under it: the worst is on top.</summary>
    private void Sink(int place, Entry entry)
    {
        for (int child; (child = 2 * place + 1) < limit; place = child)
        {
            if (child + 1 < limit && IsBetter(heap[child], heap[child + 1]))
                child++;
            if (!IsBetter(entry, heap[child]))
                break;
            heap[place] = heap[child];
        }

        heap[place] = entry;
    }

    private bool IsBetter(in Entry a, in Entry b)
    {
        if (a.Score != b.Score)
            return a.Score > b.Score;
        return a.Neighbour.Count != b.Neighbour.Count
            ? a.Neighbour.Count > b.Neighbour.Count
            : index.Ids[a.Neighbour.Rank] < index.Ids[b.Neighbour.Rank];
    }

    private readonly record struct Entry(double Score, Neighbour Neighbour);
}
