using SpotifyPlatform.CooccurrenceMiner.Rules;

namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>
/// Selects the best neighbours of a track: by measure, then count, then lower id. The order is total, so the result does not depend on the
/// order of the calls.
/// </summary>
/// <param name="allPlaylists">Kept playlists.</param>
/// <param name="limit">Neighbours to keep.</param>
internal sealed class NeighbourHeap(long allPlaylists, int limit, PairMeasure bestBy)
{
    private readonly Entry[] heap = new Entry[limit];
    private int size;
    private int playlists;

    public int Limit => limit;

    /// <summary>Starts a track that is in that many playlists.</summary>
    public void Start(int playlistsOfTrack)
    {
        playlists = playlistsOfTrack;
        size = 0;
    }

    public void Add(Neighbour neighbour, int playlistsOfNeighbour)
    {
        var entry = new Entry(bestBy.Of(neighbour.Count, playlists, playlistsOfNeighbour, allPlaylists), neighbour);
        if (size < limit)
        {
            heap[size++] = entry;
            if (size == limit)
                for (var slot = limit / 2 - 1; slot >= 0; slot--)
                    SiftDown(slot, heap[slot]);
        }
        else if (entry.IsBetterThan(heap[0]))
            SiftDown(0, entry);
    }

    /// <summary>Writes the kept neighbours, unordered, and returns their number.</summary>
    public int Write(Span<Neighbour> best)
    {
        for (var i = 0; i < size; i++)
            best[i] = heap[i].Neighbour;
        return size;
    }

    /// <summary>Sifts an entry down from a slot: no entry is better than its two children, so the worst is the root.</summary>
    private void SiftDown(int slot, Entry entry)
    {
        for (int child; (child = 2 * slot + 1) < limit; slot = child)
        {
            if (child + 1 < limit && heap[child].IsBetterThan(heap[child + 1]))
                child++;
            if (!entry.IsBetterThan(heap[child]))
                break;
            heap[slot] = heap[child];
        }

        heap[slot] = entry;
    }

    private readonly record struct Entry(double Score, Neighbour Neighbour)
    {
        public bool IsBetterThan(in Entry other)
        {
            if (Score != other.Score)
                return Score > other.Score;
            return Neighbour.Count != other.Neighbour.Count ? Neighbour.Count > other.Neighbour.Count : Neighbour.OrdinalById < other.Neighbour.OrdinalById;
        }
    }
}
