using System.Buffers.Binary;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>Reads a playlists database with several threads, each with a connection of its own, and writes the baskets in the order of the file.</summary>
/// <param name="progress">Told how many baskets are written.</param>
internal sealed class BasketReading(TableWriter writer, IProgress<long> progress, ShardExtractorMetrics metrics, TimeProvider time)
{
    /// <summary>Row numbers that a thread reads at a time.</summary>
    private const int RangeRows = 256;

    /// <summary>Largest absolute row number, so that no range's end overflows.</summary>
    private const long FarthestRow = 1L << 60;

    private byte[] value = [];
    private long rows;

    /// <param name="open">Opens the database once more.</param>
    /// <exception cref="CatalogRefusedException">The database is damaged.</exception>
    public void Run(Func<ICatalogRows<ExtractedBasket>> open, int threads, CancellationToken cancellationToken)
    {
        var readers = new List<ICatalogRows<ExtractedBasket>>();
        var ahead = new Queue<Task<CatalogRange<ExtractedBasket>>>();
        try
        {
            for (var i = 0; i < threads; i++)
                readers.Add(open());
            Run(readers, ahead, cancellationToken);
        }
        finally
        {
            // A connection is closed when nobody reads from it.
            foreach (var task in ahead)
                ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
            readers.ForEach(reader => reader.Dispose());
        }
    }

    private void Run(List<ICatalogRows<ExtractedBasket>> readers, Queue<Task<CatalogRange<ExtractedBasket>>> ahead, CancellationToken cancellationToken)
    {
        var (from, range) = (-FarthestRow, 0);
        // The next reader is free: the range that it read last was taken from the queue.
        for (; readers[range % readers.Count] is var reader && reader.NextRow(from) is { } first; range++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (first > FarthestRow)
                throw new CatalogRefusedException(CatalogFault.Unreadable, $"Row number {first} of the playlists is out of range. Fetch the file again.");
            // A range begins where the one before ended, so that entries between two playlists, which belong to none, are counted.
            var begin = from;
            from = first + RangeRows;
            ahead.Enqueue(Task.Run(() => reader.Read(begin, first + RangeRows - 1, cancellationToken), CancellationToken.None));
            if (ahead.Count == readers.Count)
                Write(ahead.Dequeue());
        }

        var last = readers[range % readers.Count];
        ahead.Enqueue(Task.Run(() => last.ReadRest(from, cancellationToken), CancellationToken.None));

        while (ahead.TryDequeue(out var rest))
            Write(rest);
    }

    private void Write(Task<CatalogRange<ExtractedBasket>> reading)
    {
        var range = reading.GetAwaiter().GetResult();
        var started = time.GetTimestamp();
        foreach (var basket in range.Rows)
            Write(basket);
        foreach (var (reason, count) in range.Dropped.Counts)
            writer.LeaveOut(reason, count, range.Dropped.PositionsOf(reason));
        progress.Report(rows += range.Rows.Count);
        metrics.BatchDone(InputKinds.Playlists, range.Rows.Count, range.Dropped.Counts, time.GetElapsedTime(started));
    }

    private void Write(ExtractedBasket basket)
    {
        var tracks = basket.Popularities.Length;
        var bytes = BasketTable.ValueBytes(tracks);
        if (value.Length < bytes)
            Array.Resize(ref value, bytes);
        basket.TrackIds.CopyTo(value, 0);
        basket.Popularities.CopyTo(value, basket.TrackIds.Length);
        Span<byte> key = stackalloc byte[TrackId.KeyLength];
        BinaryPrimitives.WriteUInt128BigEndian(key, basket.Playlist.Value);
        writer.Add(key, value.AsSpan(0, bytes));
        BasketTable.CountIn(writer, tracks);
    }
}
