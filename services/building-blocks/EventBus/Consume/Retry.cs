using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace SpotifyPlatform.EventBus.Consume;

/// <summary>The one pipeline of a consumer: transient faults are tried again, ever more slowly, until cancelled.</summary>
internal static class Retry
{
    public static ResiliencePipeline Pipeline(IConsumer consumer, ConsumeOptions options, TimeProvider time, EventBusMetrics metrics, ILogger logger) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                MaxDelay = options.MaxRetryDelay,
                ShouldHandle = arguments => new(arguments.Outcome.Exception is { } fault && TransientFaultException.Describes(fault)),
                DelayGenerator = arguments => new((arguments.Outcome.Exception as TransientFaultException)?.RetryAfter),
                OnRetry = arguments =>
                {
                    metrics.Failed(consumer.Topic, consumer.Group, arguments.Outcome.Exception!);
                    Log.Retrying(logger, consumer.Topic, consumer.Group, arguments.AttemptNumber + 1, arguments.RetryDelay, arguments.Outcome.Exception!);
                    return default;
                },
            })
            .Build();
}
