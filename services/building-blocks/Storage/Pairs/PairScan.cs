using System.Runtime.InteropServices;
using SpotifyPlatform.Music;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Storage.Pairs;

/// <summary>
/// Visits every stored pair once, in the order of ids. A pair that the higher track alone lists stands in a later row than it belongs to: such
/// listings are gathered, for as many lower tracks at a time as fit in memory, with one pass over the table each time. Each thread takes a slice
/// of the rows.
/// </summary>
internal sealed class PairScan
{
    /// <summary>Listings that are gathered at a time; each takes 8 bytes.</summary>
    private const int UsualGathered = 16 << 20;

    private readonly Table table;
    private readonly int threads;
    private readonly int maxGathered;
    private readonly UInt128[] ids;
    private readonly int[] playlists;
    private readonly RowsById rows;

    /// <summary>By slice: how often its rows list a lower track.</summary>
    private readonly int[][] listings;

    /// <summary>Where the listings of a lower track start among all that are gathered.</summary>
    private readonly long[] starts;

    /// <exception cref="InvalidDataException">The table is damaged.</exception>
    public PairScan(Table table, int threads, CancellationToken cancellationToken, int maxGathered = UsualGathered)
    {
        (this.table, this.threads, this.maxGathered) = (table, threads, maxGathered);
        (ids, playlists) = (new UInt128[table.Manifest.Rows], new int[table.Manifest.Rows]);
        ReadTracks();
        rows = new RowsById(ids);
        listings = new int[threads][];
        InSlices(0, ids.Length, (slice, first, end) => listings[slice] = CountListings(first, end, cancellationToken));
        starts = new long[ids.Length + 1];
        for (var row = 0; row < ids.Length; row++)
            starts[row + 1] = starts[row] + listings.Sum(counts => (long)counts[row]);
    }

    /// <returns>The number of pairs.</returns>
    /// <exception cref="InvalidDataException">The table is damaged.</exception>
    public long Count(CancellationToken cancellationToken)
    {
        var pairs = 0L;
        Run((first, end, gathered) => InSlices(
            first, end, (_, from, to) => Interlocked.Add(ref pairs, Visit(from, to, gathered.AsSpan((int)(starts[from] - starts[first])), null))), cancellationToken);
        return pairs;
    }

    /// <exception cref="InvalidDataException">The table is damaged.</exception>
    public void Visit(Action<TrackPair> visit, CancellationToken cancellationToken) =>
        Run((first, end, gathered) => Visit(first, end, gathered, visit), cancellationToken);

    private void Run(Action<int, int, ulong[]> visit, CancellationToken cancellationToken)
    {
        for (var first = 0; first < ids.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var end = first + 1;
            while (end < ids.Length && starts[end + 1] - starts[first] <= maxGathered)
                end++;
            visit(first, end, Gather(first, end, cancellationToken));
            first = end;
        }
    }

    /// <summary>Does a piece of work for each slice of some rows, on a thread each.</summary>
    private void InSlices(int first, int end, Action<int, int, int> work) => Task.WhenAll(Enumerable.Range(0, threads).Select(slice => Task.Run(
        () => work(slice, first + (int)((long)(end - first) * slice / threads), first + (int)((long)(end - first) * (slice + 1) / threads))))).GetAwaiter().GetResult();

    private void ReadTracks()
    {
        using var all = table.Scan();
        for (var row = 0; all.MoveNext(); row++)
            (ids[row], playlists[row]) = (TrackId.FromKey(all.Key).Value, new PairRow(all.Value).Playlists);
    }

    private int[] CountListings(int first, int end, CancellationToken cancellationToken)
    {
        var counts = new int[ids.Length];
        VisitLower(first, end, (_, lower, _) => counts[lower]++, cancellationToken);
        return counts;
    }

    /// <summary>For each of some lower tracks the higher ones that list it, ascending, because the rows are.</summary>
    private ulong[] Gather(int first, int end, CancellationToken cancellationToken)
    {
        var gathered = new ulong[starts[end] - starts[first]];
        InSlices(0, ids.Length, (slice, from, to) =>
        {
            // Those of earlier slices stand before those of this one.
            var next = new long[end - first];
            for (var i = 0; i < next.Length; i++)
                next[i] = starts[first + i] - starts[first] + listings.Take(slice).Sum(counts => (long)counts[first + i]);
            VisitLower(
                from,
                to,
                (row, lower, both) =>
                {
                    if (lower >= first && lower < end)
                        gathered[next[lower - first]++] = Partner(row, both);
                },
                cancellationToken);
        });
        return gathered;
    }

    /// <summary>Calls back for each listing of a lower track: the row, that track's row, and the playlists of both.</summary>
    private void VisitLower(int first, int end, Action<int, int, int> visit, CancellationToken cancellationToken)
    {
        if (first == end)
            return;
        using var some = table.Scan(new TrackId(ids[first]).ToKey());
        for (var row = first; row < end && some.MoveNext(); row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var listed = new PairRow(some.Value);
            for (var i = 0; i < listed.Count; i++)
                if (listed.Other(i).Value is var other && other < ids[row])
                    visit(row, RowOf(other), listed.Both(i));
        }
    }

    /// <param name="gathered">Begins with the listings of the first row.</param>
    private long Visit(int first, int end, ReadOnlySpan<ulong> gathered, Action<TrackPair>? visit)
    {
        if (first == end)
            return 0;
        var pairs = 0L;
        var partners = new List<ulong>();
        using var some = table.Scan(new TrackId(ids[first]).ToKey());
        for (var row = first; row < end && some.MoveNext(); row++)
        {
            partners.Clear();
            partners.AddRange(gathered[(int)(starts[row] - starts[first])..(int)(starts[row + 1] - starts[first])]);
            var listed = new PairRow(some.Value);
            for (var i = 0; i < listed.Count; i++)
                if (listed.Other(i).Value is var other && other > ids[row])
                    partners.Add(Partner(RowOf(other), listed.Both(i)));
            CollectionsMarshal.AsSpan(partners).Sort();
            for (var i = 0; i < partners.Count; i++)
            {
                // Both tracks list it.
                if (i > 0 && partners[i] == partners[i - 1])
                    continue;
                pairs++;
                visit?.Invoke(Pair(row, (int)(partners[i] >> 32), (int)partners[i]));
            }
        }

        return pairs;
    }

    /// <summary>A higher track and the playlists of both, as one number that sorts by the track.</summary>
    private static ulong Partner(int row, int both) => (ulong)row << 32 | (uint)both;

    private TrackPair Pair(int row, int other, int both) =>
        PairRow.PairOf(new TrackId(ids[row]), playlists[row], new TrackId(ids[other]), playlists[other], both, table.Manifest.Counts[PairTable.Playlists]);

    /// <summary>Each track of a pair has a row: it lists that pair, or better ones.</summary>
    private int RowOf(UInt128 id) => rows.Find(id) is >= 0 and var row
        ? row
        : throw new InvalidDataException($"The pairs table {table.Manifest.Plan.Id} lists track {new TrackId(id)}, which has no row. Delete the folder of the generation; it is built again.");
}
