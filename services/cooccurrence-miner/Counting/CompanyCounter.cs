using System.Numerics;
using SpotifyPlatform.CooccurrenceMiner.Baskets;

namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>
/// Counts the company of one track after the other in an array with a cell a track. Cells are cleared only when they run out of
/// numbers: each row counts from a floor that no earlier row has passed. Narrow cells keep more of the array in the cache.
/// </summary>
internal sealed unsafe class CompanyCounter<TCell>(BasketFile file) : IDisposable
    where TCell : unmanaged, IBinaryInteger<TCell>, IMinMaxValue<TCell>
{
    private readonly NativeArray<TCell> cells = new(file.Tracks);
    private int nextFloor;
    private int floor;

    /// <summary>Whether a track in so many playlists can be counted.</summary>
    public static bool Fits(int playlists) => playlists <= int.CreateSaturating(TCell.MaxValue);

    /// <summary>Playlists that hold both the track counted last and this one, if they are enough.</summary>
    public int CountOf(int rank) => int.CreateTruncating(cells[rank]) - floor;

    /// <summary>Counts the row of a track with so many playlists; writes who reached the minimum and returns how many.</summary>
    /// <param name="reached">Room for every track and one more.</param>
    public int Count(ref OccurrenceCursor cursor, int playlists, int minCount, int* reached)
    {
        if (nextFloor > int.CreateSaturating(TCell.MaxValue) - playlists)
        {
            new Span<TCell>(cells.Pointer, (int)cells.Length).Clear();
            nextFloor = 0;
        }

        // A cell rises by at most one a playlist.
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

            // The higher of count and floor; written always, kept when the count gets there just now: no branch to mispredict.
            count -= (count - from) & (count - from) >> 31;
            count++;
            counted[track] = TCell.CreateTruncating(count);
            reached[found] = track;
            found += count == enough ? 1 : 0;
        }

        return found;
    }
}
