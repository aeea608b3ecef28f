using SpotifyPlatform.CooccurrenceMiner.Baskets;

namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>Splits the rows into ranges of about the same work.</summary>
internal static unsafe class RangePlan
{
    /// <summary>A row costs as much as so many events beside its own: its start, its choice of the best, its bytes.</summary>
    private const long RowEvents = 500;

    /// <summary>The events of all rows.</summary>
    public static long Events(BasketFile file)
    {
        var events = 0L;
        for (var place = 0; place < file.Tracks; place++)
            events += file.Events[place];
        return events;
    }

    /// <summary>All rows in at most so many ranges, none of them empty.</summary>
    public static IReadOnlyList<(RowRange Rows, long Events)> Split(BasketFile file, int ranges)
    {
        var total = Events(file) + file.Tracks * RowEvents;
        var plan = new List<(RowRange, long)>();
        var (first, events, done) = (0, 0L, 0L);
        for (var place = 0; place < file.Tracks; place++)
        {
            events += file.Events[place];
            done += file.Events[place] + RowEvents;
            if (place + 1 < file.Tracks && done < (Int128)total * (plan.Count + 1) / ranges)
                continue;
            plan.Add((new RowRange(first, place + 1), events));
            (first, events) = (place + 1, 0);
        }

        return plan;
    }
}
