using Google.Protobuf;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>Cuts the rows of a range into batches, each as full as an event may be: the same rows, the same batches.</summary>
internal static class BatchCutter
{
    /// <summary>Bytes of the rows of a batch; the rest of an event's room is for the batch's origin.</summary>
    public const int MaxRowBytes = OutgoingEvent.MaxBytes - 256;

    public static List<List<TRow>> Cut<TRow>(IReadOnlyList<TRow> rows, DropCounts dropped)
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
