using System.Numerics;
using SpotifyPlatform.CooccurrenceMiner.Baskets;

namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>
/// Counts the co-occurrences of one track (a row) after the other, in an array with one cell per track. Clearing the array for each row
/// would cost more than counting: each row counts from a floor that no earlier row has passed, and cells are cleared only when the
/// numbers of their type are used up. Narrow cells keep more of the array in the cache.
/// </summary>
internal sealed unsafe class CooccurrenceCounter<TCell>(BasketFile file) : IDisposable
    where TCell : unmanaged, IBinaryInteger<TCell>, IMinMaxValue<TCell>
{
    private readonly NativeArray<TCell> cells = new(file.Tracks);
    private int nextFloor;
    private int floor;

    /// <summary>Whether the cell type can count a track of that many playlists.</summary>
    public static bool Fits(int playlists) => playlists <= int.CreateSaturating(TCell.MaxValue);

    /// <summary>Playlists that contain both the last counted track and this one, if they are at least the minimum.</summary>
    public int CountOf(int rank) => int.CreateTruncating(cells[rank]) - floor;

    /// <summary>Counts the row of a track; writes the tracks that reached the minimum, and returns their number.</summary>
    /// <param name="reached">Space for all tracks and one more, because an entry is written before it is known to count.</param>
    public int Count(ref PostingCursor cursor, int playlists, int minCount, int* reached)
    {
        if (nextFloor > int.CreateSaturating(TCell.MaxValue) - playlists)
        {
            new Span<TCell>(cells.Pointer, (int)cells.Length).Clear();
            nextFloor = 0;
        }

        // A cell grows by at most one per playlist.
        floor = nextFloor;
        nextFloor += playlists;
        var found = 0;
        for (var i = 0; i < playlists; i++)
        {
            var playlist = cursor.Next();
            found = CountBasket(
                file.Entries + file.BasketStarts[playlist], file.Entries + file.BasketStarts[playlist + 1], floor, floor + minCount, reached, found);
        }

        return found;
    }

    public void Dispose() => cells.Dispose();

    private int CountBasket(int* entry, int* end, int from, int enough, int* reached, int found)
    {
        var counted = cells.Pointer;
        for (; entry < end; entry++)
        {
            var track = *entry;
            var count = int.CreateTruncating(counted[track]);

            // count = max(count, from), without a branch. The entry is always written and kept only when the count reaches the minimum just now.
            count -= (count - from) & (count - from) >> 31;
            count++;
            counted[track] = TCell.CreateTruncating(count);
            reached[found] = track;
            found += count == enough ? 1 : 0;
        }

        return found;
    }
}
