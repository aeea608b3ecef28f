using System.Numerics;

namespace SpotifyPlatform.Storage.Pairs;

/// <summary>Finds the row of an id: a hash table with linear probing, at most half full.</summary>
internal sealed class RowsById
{
    private readonly UInt128[] ids;

    /// <summary>The row behind each slot, plus one; 0 for none.</summary>
    private readonly int[] slots;

    private readonly int shift;

    /// <param name="ids">Distinct; the row of each is its index.</param>
    public RowsById(UInt128[] ids)
    {
        this.ids = ids;
        var bits = BitOperations.Log2((uint)Math.Max(ids.Length, 1)) + 2;
        slots = new int[1L << bits];
        shift = 64 - bits;
        for (var row = 0; row < ids.Length; row++)
        {
            var slot = SlotOf(ids[row]);
            while (slots[slot] != 0)
                slot = Next(slot);
            slots[slot] = row + 1;
        }
    }

    /// <returns>-1 for an unknown id.</returns>
    public int Find(UInt128 id)
    {
        for (var slot = SlotOf(id); slots[slot] is > 0 and var found; slot = Next(slot))
            if (ids[found - 1] == id)
                return found - 1;
        return -1;
    }

    // Ids are uniform in their lower half; the multiplication spreads those of other worlds (Knuth, TAOCP 3, 6.4).
    private int SlotOf(UInt128 id) => (int)(((ulong)id ^ (ulong)(id >> 64)) * 0x9E3779B97F4A7C15 >> shift);

    private int Next(int slot) => slot + 1 < slots.Length ? slot + 1 : 0;
}
