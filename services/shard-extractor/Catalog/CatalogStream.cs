namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>
/// Publishes the rows of a catalogue file, one range of row numbers after another: first the range's batches, then the checkpoint. A
/// run that was killed between the two publishes the same batches under the same ids again.
/// </summary>
internal sealed class CatalogStream<TRow>(
    CatalogContent<TRow> content,
    ICatalogPublisher<TRow> publisher,
    ICheckpointStore checkpoints,
    StageProgressFactory stages,
    ShardExtractorMetrics metrics,
    TimeProvider time)
{
    /// <summary>Largest absolute row number, so that no range's end overflows.</summary>
    private const long FarthestRow = 1L << 60;

    /// <summary>Runs the stream to its end, from its checkpoint.</summary>
    /// <param name="settings">For a stream without a checkpoint; see <see cref="StreamCheckpoint"/>.</param>
    /// <param name="open">Opens the rows with the stream's settings; not called when the file is done.</param>
    public async Task RunAsync(
        CatalogFile file, string settings, Func<string, ICatalogRows<TRow>> open, CancellationToken cancellationToken)
    {
        var checkpoint = checkpoints.Find(file.Sha256, content.Content);
        if (checkpoint is { Done: true })
            return;
        using var rows = open(checkpoint?.Settings ?? settings);
        checkpoint ??= StreamCheckpoint.Start(file, settings, rows.LastRow);
        var progress = stages.Begin(content.Name, file.Name, Math.Max(0, checkpoint.NextRow), checkpoint.LastRow);

        // The next range is read while this one is published, because both take about the same time.
        var ahead = ReadAsync(rows, checkpoint.NextRow, cancellationToken);
        try
        {
            while (await ahead.ConfigureAwait(false) is { } range)
            {
                ahead = ReadAsync(rows, range.End, cancellationToken);
                checkpoint = await PublishAsync(file, checkpoint, range, cancellationToken).ConfigureAwait(false);
                progress.Report(range.End - 1);
            }
        }
        finally
        {
            await ((Task)ahead).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await FinishAsync(file, checkpoint, cancellationToken).ConfigureAwait(false);
        progress.Finish();
    }

    private Task<SplitRange?> ReadAsync(ICatalogRows<TRow> rows, long from, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            if (rows.NextRow(from) is not { } next)
                return null;
            if (next is < -FarthestRow or > FarthestRow)
                throw new CatalogRefusedException(CatalogFault.Unreadable, $"Row number {next} is out of range. Fetch the file again.");

            // Ranges are aligned, so that their ends depend neither on gaps nor on where a run resumed.
            var first = next - (next % content.RangeRows + content.RangeRows) % content.RangeRows;
            var end = first + content.RangeRows;
            var range = rows.Read(first, end - 1, cancellationToken);
            return new SplitRange(end, publisher.Split(range.Rows, range.Dropped), range.Dropped);
        },
        cancellationToken);

    private async Task<StreamCheckpoint> PublishAsync(CatalogFile file, StreamCheckpoint checkpoint, SplitRange range, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        await range.Batches.PublishAsync(file, checkpoint.NextBatch, cancellationToken).ConfigureAwait(false);
        var published = range.Batches.Rows;
        var dropped = new DropCounts(checkpoint.Dropped);
        dropped.Add(range.Dropped.Counts);
        checkpoint = checkpoint with
        {
            NextRow = range.End,
            NextBatch = checkpoint.NextBatch + range.Batches.Count,
            Rows = checkpoint.Rows + published,
            Dropped = dropped.Counts,
        };
        await checkpoints.SaveAsync(checkpoint, cancellationToken).ConfigureAwait(false);
        metrics.BatchDone(content.Name, published, range.Dropped.Counts, time.GetElapsedTime(started));
        return checkpoint;
    }

    /// <summary>Publishes that the file is complete, then saves that.</summary>
    private async Task FinishAsync(CatalogFile file, StreamCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        await publisher.FinishAsync(file, checkpoint, cancellationToken).ConfigureAwait(false);
        await checkpoints.SaveAsync(checkpoint with { Done = true }, cancellationToken).ConfigureAwait(false);
    }

    private sealed record SplitRange(long End, ICatalogBatches Batches, DropCounts Dropped);
}
