namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>Finds a track's rank by its id.</summary>
internal sealed unsafe class TrackNumbers : IDisposable
{
    private readonly NativeArray<Entry> slots;
    private readonly long mask;

    /// <param name="ids">By place.</param>
    /// <param name="ranks">By place.</param>
    public TrackNumbers(ReadOnlySpan<TrackKey> ids, ReadOnlySpan<int> ranks)
    {
        slots = new NativeArray<Entry>(Slots(ids.Length));
        mask = slots.Length - 1;
        for (var place = 0; place < ids.Length; place++)
        {
            var entry = slots.Pointer + Find(ids[place]);
            entry->Key = ids[place];
            entry->RankAndOne = ranks[place] + 1;
        }
    }

    /// <summary>The rank, or -1.</summary>
    public int RankOf(TrackKey key) => slots.Pointer[Find(key)].RankAndOne - 1;

    public void Dispose() => slots.Dispose();

    private static long Slots(long tracks) => (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)tracks * 3 / 2 + 1);

    private long Find(TrackKey key)
    {
        var at = (long)key.Hash & mask;
        while (slots.Pointer[at].RankAndOne != 0 && slots.Pointer[at].Key != key)
            at = at + 1 & mask;
        return at;
    }

    private struct Entry
    {
        public TrackKey Key;
        public int RankAndOne;
    }
}
