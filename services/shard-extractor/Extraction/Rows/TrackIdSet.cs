using System.Security.Cryptography;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Extraction.Rows;

/// <summary>The ids of a shard's tracks in an open-addressing hash table, 16 bytes per slot, at most two thirds full.</summary>
internal sealed class TrackIdSet
{
    // The input chooses the ids: random secrets prevent collisions from being constructed.
    private readonly ulong secretLow = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
    private readonly ulong secretHigh = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
    private UInt128[] slots = new UInt128[1024];
    private bool hasZero;

    public int Count { get; private set; }

    public bool Contains(TrackId id) => id.Value == 0 ? hasZero : slots[Find(slots, id.Value)] != 0;

    public void Add(TrackId id)
    {
        if (id.Value == 0)
        {
            hasZero = true;
            Count++;
            return;
        }

        if (Count * 3 >= slots.Length * 2)
            Grow();
        var at = Find(slots, id.Value);
        if (slots[at] != 0)
            return;
        slots[at] = id.Value;
        Count++;
    }

    private int Find(UInt128[] slots, UInt128 value)
    {
        var high = Math.BigMul((ulong)value ^ secretLow, (ulong)(value >> 64) ^ secretHigh, out var low);
        var at = (int)(high ^ low) & (slots.Length - 1);
        while (slots[at] != 0 && slots[at] != value)
            at = (at + 1) & (slots.Length - 1);
        return at;
    }

    private void Grow()
    {
        var larger = new UInt128[slots.Length * 2];
        foreach (var value in slots)
        {
            if (value != 0)
                larger[Find(larger, value)] = value;
        }

        slots = larger;
    }
}
