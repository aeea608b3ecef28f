using SpotifyPlatform.CooccurrenceMiner.Mining;

namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>
/// Finds the best of one track's neighbours: by the measure, then count, then lower id. That order is total, so what remains does not
/// depend on the order of the offers.
/// </summary>
/// <param name="allPlaylists">Kept playlists.</param>
/// <param name="limit">How many remain.</param>
internal sealed class NeighbourHeap(long allPlaylists, int limit, PairMeasure bestBy)
{
    private readonly Entry[] heap = new Entry[limit];
    private int size;
    private int playlists;

    public int Limit => limit;

    /// <summary>Begins with a track that so many playlists hold.</summary>
    public void Start(int playlistsOfTrack)
    {
        playlists = playlistsOfTrack;
        size = 0;
    }

    public void Offer(Neighbour neighbour, int playlistsOfNeighbour)
    {
        var entry = new Entry(bestBy.Of(neighbour.Count, playlists, playlistsOfNeighbour, allPlaylists), neighbour);
        if (size < limit)
        {
            heap[size++] = entry;
            if (size == limit)
                for (var place = limit / 2 - 1; place >= 0; place--)
                    Sink(place, heap[place]);
        }
        else if (entry.IsBetterThan(heap[0]))
            Sink(0, entry);
    }

    /// <summary>Writes what remains, in no order, and returns how many.</summary>
    public int Write(Span<Neighbour> best)
    {
        for (var i = 0; i < size; i++)
            best[i] = heap[i].Neighbour;
        return size;
    }

    /// <summary>Puts an entry in a place or below it, so that each is no better than the two under it: the worst is on top.</summary>
    private void Sink(int place, Entry entry)
    {
        for (int child; (child = 2 * place + 1) < limit; place = child)
        {
            if (child + 1 < limit && heap[child].IsBetterThan(heap[child + 1]))
                child++;
            if (!entry.IsBetterThan(heap[child]))
                break;
            heap[place] = heap[child];
        }

        heap[place] = entry;
    }

    private readonly record struct Entry(double Score, Neighbour Neighbour)
    {
        public bool IsBetterThan(in Entry other)
        {
            if (Score != other.Score)
                return Score > other.Score;
            return Neighbour.Count != other.Neighbour.Count ? Neighbour.Count > other.Neighbour.Count : Neighbour.Place < other.Neighbour.Place;
        }
    }
}
