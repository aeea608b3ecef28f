using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>The table of track numbers as an array sorted by id, made by one scan. Any number of threads may look up.</summary>
internal sealed class TracksById : ITracksById, IDisposable
{
    private readonly TrackRecords records;

    private TracksById(TrackRecords records) => this.records = records;

    /// <inheritdoc cref="TracksByNumber.Read"/>
    public static TracksById Read(
        Table numbers, string folder, DiskGuard disk, CancellationToken cancellationToken, long maxMemoryBytes = TrackRecords.UsualMemoryBytes)
    {
        var records = new TrackRecords(numbers.Manifest.Rows, folder, disk, maxMemoryBytes);
        try
        {
            using var rows = numbers.Scan();
            for (var i = 0L; rows.MoveNext(); i++)
            {
                if (i % 65_536 == 0)
                    cancellationToken.ThrowIfCancellationRequested();
                records[i] = TrackRecord.Of(rows.Value, TrackNumberTable.PopularityOf(rows.Value));
            }

            SortById(records);
            return new TracksById(records);
        }
        catch
        {
            records.Dispose();
            throw;
        }
    }

    public bool TryFind(TrackId id, out byte popularity)
    {
        var at = records.Span.BinarySearch(new TrackRecordKey(id));
        popularity = at < 0 ? (byte)0 : records[at].Popularity;
        return at >= 0;
    }

    public void Dispose() => records.Dispose();

    /// <summary>A search finds any record of an id, so all of one id get the highest popularity.</summary>
    private static void SortById(TrackRecords records)
    {
        records.Span.Sort();
        for (var i = records.Length - 2; i >= 0; i--)
            if (records[i].Id == records[i + 1].Id)
                records[i] = records[i + 1];
    }
}
