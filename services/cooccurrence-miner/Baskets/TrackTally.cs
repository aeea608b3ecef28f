namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>
/// Counts in how many playlists each track stands, in a hash table of bounded size. When it is full it narrows to half of what it
/// counted, by the tracks' hashes, and again; what it let go is counted in a later pass over the baskets.
/// </summary>
internal sealed unsafe class TrackTally : IDisposable
{
    private const long FirstSlots = 1 << 16;
    private const long FewestSlots = 64;
    private readonly long maxSlots;
    private NativeArray<Entry> slots;
    private long used;

    public TrackTally(Slice slice, long maxBytes)
    {
        Slice = slice;

        // While it grows the old and the new table stand side by side.
        maxSlots = Math.Max(FewestSlots, (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)maxBytes / (ulong)sizeof(Entry) / 3 + 1));
        slots = new NativeArray<Entry>(Math.Min(FirstSlots, maxSlots));
    }

    /// <summary>What is counted now.</summary>
    public Slice Slice { get; private set; }

    public void Add(TrackKey key, int playlists, byte popularity)
    {
        var hash = key.Hash;
        if (!Slice.Holds(hash))
            return;
        var entry = Find(key, hash);
        if (entry->Playlists == 0)
        {
            entry->Key = key;
            used++;
        }

        entry->Playlists += playlists;

        // One catalogue gives one popularity; should baskets disagree, the highest does not depend on their order.
        entry->Popularity = Math.Max(entry->Popularity, popularity);
        if (used > slots.Length / 3 * 2)
            MakeRoom();
    }

    public void Add(TrackTally other)
    {
        for (var i = 0L; i < other.slots.Length; i++)
            if (other.slots[i] is { Playlists: > 0 } entry)
                Add(entry.Key, entry.Playlists, entry.Popularity);
    }

    public void NarrowTo(Slice slice)
    {
        Slice = slice;
        Rebuild(slots.Length);
    }

    public IEnumerable<Entry> Entries()
    {
        for (var i = 0L; i < slots.Length; i++)
            if (slots[i].Playlists > 0)
                yield return slots[i];
    }

    public void Dispose() => slots.Dispose();

    private void MakeRoom()
    {
        if (slots.Length < maxSlots)
        {
            Rebuild(2 * slots.Length);
            return;
        }

        while (used > slots.Length / 3)
            NarrowTo(Slice.Halved());
    }

    private void Rebuild(long length)
    {
        using var old = slots;
        slots = new NativeArray<Entry>(length);
        used = 0;
        for (var i = 0L; i < old.Length; i++)
        {
            var hash = old[i].Key.Hash;
            if (old[i].Playlists == 0 || !Slice.Holds(hash))
                continue;
            *Find(old[i].Key, hash) = old[i];
            used++;
        }
    }

    private Entry* Find(TrackKey key, ulong hash)
    {
        var mask = slots.Length - 1;
        var at = (long)hash & mask;
        while (slots.Pointer[at].Playlists != 0 && slots.Pointer[at].Key != key)
            at = at + 1 & mask;
        return slots.Pointer + at;
    }

    internal struct Entry
    {
        public TrackKey Key;

        /// <summary>Kept playlists that hold the track.</summary>
        public int Playlists;

        public byte Popularity;
    }
}
