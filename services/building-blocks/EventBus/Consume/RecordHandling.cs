using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Polly;

namespace SpotifyPlatform.EventBus.Consume;

/// <summary>Brings one record to its end: handled, or refused and in the dead letter topic.</summary>
internal sealed class RecordHandling(IConsumer consumer, IEventBus bus, ResiliencePipeline retry, EventBusMetrics metrics, ILogger logger)
{
    /// <param name="stopping">Ends the retries.</param>
    /// <param name="handling">Ends the handler: it may finish what it began while the host drains.</param>
    public async Task HandleAsync(ReceivedEvent received, CancellationToken stopping, CancellationToken handling)
    {
        using var activity = EventBusMetrics.Activities.StartActivity($"process {consumer.Topic}", ActivityKind.Consumer);
        var refusal = await retry.ExecuteAsync(_ => consumer.HandleAsync(received, handling), stopping).ConfigureAwait(false);
        if (refusal is not null)
        {
            await retry.ExecuteAsync(_ => new ValueTask(bus.DeadLetterAsync(received, consumer.Group, refusal, handling)), handling).ConfigureAwait(false);
            Log.Refused(logger, consumer.Topic, consumer.Group, received.Partition, received.Offset, received.Id, refusal.Reason, refusal.Detail);
            metrics.Dropped(consumer.Topic, consumer.Group, refusal.Reason);
        }

        metrics.Consumed(consumer.Topic, consumer.Group);
    }
}
