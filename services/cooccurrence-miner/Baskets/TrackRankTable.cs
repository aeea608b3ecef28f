namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>Hash table from track id to rank.</summary>
internal sealed unsafe class TrackRankTable : IDisposable
{
    private readonly NativeArray<Entry> slots;
    private readonly long mask;

    /// <param name="ids">By ordinal.</param>
    /// <param name="ranks">By ordinal.</param>
    public TrackRankTable(ReadOnlySpan<PackedTrackId> ids, ReadOnlySpan<int> ranks)
    {
        slots = new NativeArray<Entry>(Slots(ids.Length));
        mask = slots.Length - 1;
        for (var ordinal = 0; ordinal < ids.Length; ordinal++)
        {
            var entry = slots.Pointer + Find(ids[ordinal]);
            entry->Key = ids[ordinal];
            entry->RankPlusOne = ranks[ordinal] + 1;
        }
    }

    /// <summary>The rank, or -1.</summary>
    public int RankOf(PackedTrackId key) => slots.Pointer[Find(key)].RankPlusOne - 1;

    public void Dispose() => slots.Dispose();

    private static long Slots(long tracks) => (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)tracks * 3 / 2 + 1);

    private long Find(PackedTrackId key)
    {
        var at = (long)key.Hash & mask;
        while (slots.Pointer[at].RankPlusOne != 0 && slots.Pointer[at].Key != key)
            at = at + 1 & mask;
        return at;
    }

    private struct Entry
    {
        public PackedTrackId Key;
        public int RankPlusOne;
    }
}
