using SpotifyPlatform.CooccurrenceMiner.Baskets;

namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>Splits the rows into ranges of about equal work.</summary>
internal static unsafe class RangePlan
{
    /// <summary>Fixed cost of a row in pair events: start, selection of the best, output.</summary>
    private const long RowPairEvents = 500;

    /// <summary>The events of all rows.</summary>
    public static long PairEvents(BasketFile file)
    {
        var pairEvents = 0L;
        for (var ordinal = 0; ordinal < file.Tracks; ordinal++)
            pairEvents += file.PairEvents[ordinal];
        return pairEvents;
    }

    /// <summary>All rows in at most that many ranges, none of them empty.</summary>
    public static IReadOnlyList<(RowRange Rows, long PairEvents)> Split(BasketFile file, int ranges)
    {
        var total = PairEvents(file) + file.Tracks * RowPairEvents;
        var plan = new List<(RowRange, long)>();
        var (first, pairEvents, done) = (0, 0L, 0L);
        for (var ordinal = 0; ordinal < file.Tracks; ordinal++)
        {
            pairEvents += file.PairEvents[ordinal];
            done += file.PairEvents[ordinal] + RowPairEvents;
            if (ordinal + 1 < file.Tracks && done < (Int128)total * (plan.Count + 1) / ranges)
                continue;
            plan.Add((new RowRange(first, ordinal + 1), pairEvents));
            (first, pairEvents) = (ordinal + 1, 0);
        }

        return plan;
    }
}
