using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>
/// The table of track numbers as an array by row number, made by one scan; where most row numbers are missing, as a sorted array that is
/// searched, so that one great number costs nothing. Any number of threads may look up.
/// </summary>
internal sealed class TracksByNumber : ITracksByNumber, IDisposable
{
    /// <summary>Row numbers for each track up to which the array has a place for each.</summary>
    private const int MaxGaps = 4;

    /// <summary>A small array costs nothing, however few of its places are used.</summary>
    private const int SmallArray = 65_536;
    private const int RowsPerCheck = 65_536;

    private readonly TrackRecords records;

    /// <summary>The row number of each record, ascending; null where a record stands at its row number.</summary>
    private readonly long[]? numbers;

    private TracksByNumber(TrackRecords records, long[]? numbers) => (this.records, this.numbers) = (records, numbers);

    /// <param name="folder">For a large array.</param>
    public static TracksByNumber Read(
        Table table, string folder, DiskGuard disk, CancellationToken cancellationToken, long maxMemoryBytes = TrackRecords.UsualMemoryBytes)
    {
        var parts = table.Manifest.Parts;
        var last = parts.Count == 0 ? -1 : TrackNumberTable.ReadKey(Convert.FromHexString(parts[^1].LastKey));
        var isDense = last / MaxGaps <= Math.Max(table.Manifest.Rows, SmallArray);
        var numbers = isDense ? null : new long[table.Manifest.Rows];
        var records = new TrackRecords(isDense ? last + 1 : table.Manifest.Rows, folder, disk, maxMemoryBytes);
        try
        {
            using var rows = table.Scan();
            for (var i = 0L; rows.MoveNext(); i++)
            {
                if (i % RowsPerCheck == 0)
                    cancellationToken.ThrowIfCancellationRequested();
                var row = TrackNumberTable.ReadKey(rows.Key);
                if (numbers is not null)
                    numbers[i] = row;
                records[isDense ? row : i] = TrackRecord.Of(rows.Value, TrackNumberTable.PopularityOf(rows.Value));
            }

            return new TracksByNumber(records, numbers);
        }
        catch
        {
            records.Dispose();
            throw;
        }
    }

    public bool TryFind(long row, out TrackId id, out byte popularity)
    {
        (id, popularity) = (default, 0);
        var at = numbers is null ? row : Array.BinarySearch(numbers, row);
        if ((ulong)at >= (ulong)records.Length)
            return false;
        ref readonly var record = ref records[at];
        if (record.IsGap)
            return false;
        (id, popularity) = (record.Id, record.Popularity);
        return true;
    }

    public void Dispose() => records.Dispose();
}
