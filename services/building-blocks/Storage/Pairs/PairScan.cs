using System.Runtime.InteropServices;
using SpotifyPlatform.Music;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Storage.Pairs;

/// <summary>
/// Visits every stored pair once, in the order of ids. A pair that the higher track alone lists stands in a later row than it belongs to: such
/// listings are gathered, for as many lower tracks at a time as fit in memory, with one pass over the table each time.
/// </summary>
internal sealed class PairScan(Table table, int maxGathered = PairScan.UsualGathered)
{
    /// <summary>Listings that are gathered at a time; each takes 8 bytes.</summary>
    private const int UsualGathered = 16 << 20;

    private readonly UInt128[] ids = new UInt128[table.Manifest.Rows];
    private readonly int[] playlists = new int[table.Manifest.Rows];

    /// <summary>Where the listings of a lower track start among all that are gathered.</summary>
    private readonly long[] starts = new long[table.Manifest.Rows + 1];

    /// <param name="visit">Null to count them.</param>
    /// <returns>The number of pairs.</returns>
    /// <exception cref="InvalidDataException">The table is damaged.</exception>
    public long Run(Action<TrackPair>? visit, CancellationToken cancellationToken)
    {
        ReadTracks();
        CountListings();
        var pairs = 0L;
        for (var first = 0; first < ids.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var end = first + 1;
            while (end < ids.Length && starts[end + 1] - starts[first] <= maxGathered)
                end++;
            pairs += Visit(first, end, Gather(first, end, cancellationToken), visit);
            first = end;
        }

        return pairs;
    }

    private void ReadTracks()
    {
        using var rows = table.Scan();
        for (var row = 0; rows.MoveNext(); row++)
            (ids[row], playlists[row]) = (TrackId.FromKey(rows.Key).Value, new PairRow(rows.Value).Playlists);
    }

    private void CountListings()
    {
        using var rows = table.Scan();
        for (var row = 0; rows.MoveNext(); row++)
        {
            var listed = new PairRow(rows.Value);
            for (var i = 0; i < listed.Count; i++)
                if (listed.Other(i).Value is var other && other < ids[row])
                    starts[RowOf(other) + 1]++;
        }

        for (var row = 0; row < ids.Length; row++)
            starts[row + 1] += starts[row];
    }

    /// <summary>For each of some lower tracks the higher ones that list it, ascending, because the rows are.</summary>
    private ulong[] Gather(int first, int end, CancellationToken cancellationToken)
    {
        var gathered = new ulong[starts[end] - starts[first]];
        var next = new long[end - first];
        for (var i = 0; i < next.Length; i++)
            next[i] = starts[first + i] - starts[first];
        using var rows = table.Scan();
        for (var row = 0; rows.MoveNext(); row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var listed = new PairRow(rows.Value);
            for (var i = 0; i < listed.Count; i++)
                if (listed.Other(i).Value is var other && other < ids[row] && RowOf(other) is var lower && lower >= first && lower < end)
                    gathered[next[lower - first]++] = Partner(row, listed.Both(i));
        }

        return gathered;
    }

    private long Visit(int first, int end, ulong[] gathered, Action<TrackPair>? visit)
    {
        var pairs = 0L;
        var partners = new List<ulong>();
        using var rows = table.Scan(new TrackId(ids[first]).ToKey());
        for (var row = first; row < end && rows.MoveNext(); row++)
        {
            partners.Clear();
            partners.AddRange(gathered.AsSpan((int)(starts[row] - starts[first]), (int)(starts[row + 1] - starts[row])));
            var listed = new PairRow(rows.Value);
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
    private int RowOf(UInt128 id) => Array.BinarySearch(ids, id) is >= 0 and var row
        ? row
        : throw new InvalidDataException($"The pairs table {table.Manifest.Plan.Id} lists track {new TrackId(id)}, which has no row. Delete the folder of the generation; it is built again.");
}
