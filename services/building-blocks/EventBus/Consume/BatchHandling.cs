using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.EventBus.DeadLetters;

namespace SpotifyPlatform.EventBus.Consume;

/// <summary>Brings records to their end: handled, or refused and in the dead letter topic. No more than so many at the same time.</summary>
/// <param name="system">The bus's <see cref="IEventBus.MessagingSystem"/>.</param>
internal sealed class BatchHandling(
    string system, IConsumer consumer, OpenDeadLetters letters, Retry retry, SemaphoreSlim parallelism, EventBusMetrics metrics, ILogger logger)
{
    /// <param name="stopping">Ends the retries.</param>
    /// <param name="dropping">Ends the handler: it may finish what it began while the partition is given up.</param>
    public async Task HandleAsync(IReadOnlyList<ReceivedEvent> records, CancellationToken stopping, CancellationToken dropping)
    {
        using var span = MessagingSpans.StartProcess(system, consumer.Topic, consumer.Group, records);
        try
        {
            await HandleParsedAsync(records, span, stopping, dropping).ConfigureAwait(false);
        }
        catch (Exception ex)
        {
            span.SetFailed(ex.GetType().Name);
            throw;
        }
    }

    private async Task HandleParsedAsync(IReadOnlyList<ReceivedEvent> records, Activity? span, CancellationToken stopping, CancellationToken dropping)
    {
        var batch = consumer.Parse(records);
        var attempt = 0;
        var answers = await retry.Transient.ExecuteAsync(
            async _ =>
            {
                // A batch that waits for its next attempt leaves its place to other partitions.
                await parallelism.WaitAsync(stopping).ConfigureAwait(false);
                try
                {
                    return await batch.HandleAsync(++attempt, dropping).ConfigureAwait(false);
                }
                finally
                {
                    parallelism.Release();
                }
            },
            stopping).ConfigureAwait(false);
        await EndAsync(batch, answers, span, stopping, dropping).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes the dead letters and marks others mended, before the offsets are committed. A dead letter topic that cannot be
    /// reached, whatever the fault, stops the partition: the record would be lost with the commit.
    /// </summary>
    private async Task EndAsync(ParsedBatch batch, IReadOnlyList<Refusal?> answers, Activity? span, CancellationToken stopping, CancellationToken dropping)
    {
        var answer = 0;
        var handled = new List<ReceivedEvent>(batch.Records.Count);
        for (var i = 0; i < batch.Records.Count; i++)
        {
            var refusal = batch.Unreadable[i] ?? answers[answer++];
            if (refusal is null)
            {
                handled.Add(batch.Records[i]);
            }
            else
            {
                span.SetFailed(refusal.Reason);
                await RefuseAsync(batch.Records[i], refusal, stopping, dropping).ConfigureAwait(false);
            }
        }

        metrics.Consumed(consumer.Topic.Name, consumer.Group, batch.Records.Count);

        await WriteAsync(() => letters.MendAsync(handled, dropping), stopping).ConfigureAwait(false);
    }

    private async Task RefuseAsync(ReceivedEvent record, Refusal refusal, CancellationToken stopping, CancellationToken dropping)
    {
        await WriteAsync(() => letters.WriteAsync(record, refusal, dropping), stopping).ConfigureAwait(false);
        Log.Refused(logger, consumer.Topic.Name, consumer.Group, record.Partition.Partition, record.Offset, record.Id, refusal.Reason, refusal.Detail);
        metrics.Dropped(consumer.Topic.Name, consumer.Group, refusal.Reason);
    }

    /// <summary>Tries until it succeeds; while the partition is given up, once more.</summary>
    private async Task WriteAsync(Func<Task> write, CancellationToken stopping)
    {
        try
        {
            await retry.Always.ExecuteAsync(async _ => await write().ConfigureAwait(false), stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await WriteOnceAsync(write, stopping).ConfigureAwait(false);
        }
    }

    /// <summary>A fault here leaves the record uncommitted: it comes again.</summary>
    private static async Task WriteOnceAsync(Func<Task> write, CancellationToken stopping)
    {
        try
        {
            await write().ConfigureAwait(false);
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            throw new OperationCanceledException("The dead letter could not be written before the partition was given up.", ex, stopping);
        }
    }
}
