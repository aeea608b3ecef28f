using Google.Protobuf;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.ShardExtractor.Catalog;

namespace SpotifyPlatform.ShardExtractor.Consumers;

/// <summary>Splits the rows of a range into batches of at most one event each. Deterministic: the same rows give the same batches.</summary>
internal static class BatchSplitter
{
    /// <summary>Bytes of the rows of a batch; the rest of an event is left for the batch's origin.</summary>
    public const int MaxRowBytes = OutgoingEvent.MaxBytes - 256;

    public static List<List<TRow>> Split<TRow>(IEnumerable<TRow> rows, DropCounts dropped)
        where TRow : IMessage
    {
        var batches = new List<List<TRow>>();
        var room = 0;
        foreach (var row in rows)
        {
            var size = row.CalculateSize();
            size += 1 + CodedOutputStream.ComputeLengthSize(size);
            if (size > MaxRowBytes)
            {
                dropped.Add(DropReasons.RowTooLarge);
                continue;
            }

            if (size > room)
            {
                batches.Add([]);
                room = MaxRowBytes;
            }

            batches[^1].Add(row);
            room -= size;
        }

        return batches;
    }
}
