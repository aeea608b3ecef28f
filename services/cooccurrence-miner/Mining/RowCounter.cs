namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>Two tracks that share enough playlists; the row is the less frequent one.</summary>
internal readonly record struct Survivor(int Row, int Other, int Count);

/// <summary>
/// Counts the company of one track after the other in one array with a cell a track. Cells are never cleared: each row counts
/// from a floor that no earlier row has passed.
/// </summary>
internal sealed class RowCounter(PlaylistIndex index, int minCount)
{
    private readonly int[] cells = new int[index.Tracks];
    private readonly int[] reached = new int[index.Tracks + 1];
    private int nextFloor;

    /// <summary>Appends the more frequent tracks that share enough playlists with this one; returns how many.</summary>
    public int Count(int row, List<Survivor> survivors)
    {
        // A cell rises by at most one a playlist, so floors add up to the occurrences of all rows: they fit an int.
        var floor = nextFloor;
        nextFloor += index.Counts[row];
        var found = Reach(row, floor);
        foreach (var other in reached.AsSpan(0, found))
            survivors.Add(new Survivor(row, other, cells[other] - floor));
        return found;
    }

    private int Reach(int row, int floor)
    {
        var enough = floor + minCount;
        var found = 0;
        var (first, end) = index.Occurrences(row);
        for (var occurrence = first; occurrence < end; occurrence++)
            foreach (var other in index.Prefix(occurrence))
            {
                var count = Math.Max(cells[other], floor) + 1;
                cells[other] = count;

                // Written always, kept when the count gets there just now: no branch to mispredict.
                reached[found] = other;
                found += count == enough ? 1 : 0;
            }

        return found;
    }
}
