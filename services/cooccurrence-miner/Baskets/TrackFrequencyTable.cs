namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>
/// Counts the playlists of each track in a hash table of bounded size. When the table is full, it narrows to half of its hash partition and
/// drops the other tracks; those are counted in a later pass over the baskets.
/// </summary>
internal sealed unsafe class TrackFrequencyTable : IDisposable
{
    private const long FirstSlots = 1 << 16;
    private const long FewestSlots = 64;
    private readonly long maxSlots;
    private NativeArray<Entry> slots;
    private long used;

    public TrackFrequencyTable(HashPartition partition, long maxBytes)
    {
        Partition = partition;

        // While the table grows, the old and the new slots are both in memory.
        maxSlots = Math.Max(FewestSlots, (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)maxBytes / (ulong)sizeof(Entry) / 3 + 1));
        slots = new NativeArray<Entry>(Math.Min(FirstSlots, maxSlots));
    }

    /// <summary>The tracks that are counted.</summary>
    public HashPartition Partition { get; private set; }

    public void Add(PackedTrackId key, int playlists, byte popularity)
    {
        var hash = key.Hash;
        if (!Partition.Contains(hash))
            return;
        var entry = Find(key, hash);
        if (entry->Playlists == 0)
        {
            entry->Key = key;
            used++;
        }

        entry->Playlists += playlists;

        // One catalogue has one popularity per track; if baskets disagree, the maximum does not depend on their order.
        entry->Popularity = Math.Max(entry->Popularity, popularity);
        if (used > slots.Length / 3 * 2)
            GrowOrNarrow();
    }

    public void Add(TrackFrequencyTable other)
    {
        for (var i = 0L; i < other.slots.Length; i++)
            if (other.slots[i] is { Playlists: > 0 } entry)
                Add(entry.Key, entry.Playlists, entry.Popularity);
    }

    public void NarrowTo(HashPartition partition)
    {
        Partition = partition;
        Rebuild(slots.Length);
    }

    public IEnumerable<Entry> Entries()
    {
        for (var i = 0L; i < slots.Length; i++)
            if (slots[i].Playlists > 0)
                yield return slots[i];
    }

    public void Dispose() => slots.Dispose();

    private void GrowOrNarrow()
    {
        if (slots.Length < maxSlots)
        {
            Rebuild(2 * slots.Length);
            return;
        }

        while (used > slots.Length / 3)
            NarrowTo(Partition.LowerHalf());
    }

    private void Rebuild(long length)
    {
        using var old = slots;
        slots = new NativeArray<Entry>(length);
        used = 0;
        for (var i = 0L; i < old.Length; i++)
        {
            var hash = old[i].Key.Hash;
            if (old[i].Playlists == 0 || !Partition.Contains(hash))
                continue;
            *Find(old[i].Key, hash) = old[i];
            used++;
        }
    }

    private Entry* Find(PackedTrackId key, ulong hash)
    {
        var mask = slots.Length - 1;
        var at = (long)hash & mask;
        while (slots.Pointer[at].Playlists != 0 && slots.Pointer[at].Key != key)
            at = at + 1 & mask;
        return slots.Pointer + at;
    }

    internal struct Entry
    {
        public PackedTrackId Key;

        /// <summary>Kept playlists that contain the track.</summary>
        public int Playlists;

        public byte Popularity;
    }
}
