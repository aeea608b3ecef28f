using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>The table of track numbers as an array by row number, made by one scan. Any number of threads may look up.</summary>
internal sealed class TracksByNumber : ITracksByNumber, IDisposable
{
    /// <summary>First row number that is not supported; an array has at most 73 GB.</summary>
    public const long EndRow = 1L << 32;

    private readonly TrackRecords records;

    private TracksByNumber(TrackRecords records) => this.records = records;

    /// <param name="folder">For a large array.</param>
    public static TracksByNumber Read(
        Table numbers, string folder, DiskGuard disk, CancellationToken cancellationToken, long maxMemoryBytes = TrackRecords.UsualMemoryBytes)
    {
        var parts = numbers.Manifest.Parts;
        var length = parts.Count == 0 ? 0 : TrackNumberTable.ReadKey(Convert.FromHexString(parts[^1].LastKey)) + 1;
        var records = new TrackRecords(length, folder, disk, maxMemoryBytes);
        try
        {
            using var rows = numbers.Scan();
            while (rows.MoveNext())
            {
                var row = TrackNumberTable.ReadKey(rows.Key);
                if (row % 65_536 == 0)
                    cancellationToken.ThrowIfCancellationRequested();
                records[row] = TrackRecord.Of(rows.Value, TrackNumberTable.PopularityOf(rows.Value));
            }

            return new TracksByNumber(records);
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
        if ((ulong)row >= (ulong)records.Length)
            return false;
        ref readonly var record = ref records[row];
        if (record.IsGap)
            return false;
        (id, popularity) = (record.Id, record.Popularity);
        return true;
    }

    public void Dispose() => records.Dispose();
}
