using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace SpotifyPlatform.EventBus.Consume;

/// <summary>Tries again, more and more slowly, until cancelled.</summary>
internal sealed class Retry(string topic, string group, ConsumeOptions options, TimeProvider time, EventBusMetrics metrics, ILogger logger)
{
    private ResiliencePipeline? transient;
    private ResiliencePipeline? always;

    /// <summary>Retries transient faults; others end it.</summary>
    public ResiliencePipeline Transient => transient ??= Create(TransientFaultException.IsTransient);

    /// <summary>Retries every fault: for what a partition must not go on without.</summary>
    public ResiliencePipeline Always => always ??= Create(ex => ex is not OperationCanceledException || TransientFaultException.IsTransient(ex));

    private ResiliencePipeline Create(Func<Exception, bool> isRetried) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                MaxDelay = options.MaxRetryDelay,
                ShouldHandle = arguments => new(arguments.Outcome.Exception is { } ex && isRetried(ex)),
                DelayGenerator = arguments => new((arguments.Outcome.Exception as TransientFaultException)?.RetryAfter),
                OnRetry = arguments =>
                {
                    metrics.Failed(topic, group, arguments.Outcome.Exception!);
                    metrics.Retried(topic, group, arguments.Outcome.Exception!);
                    Log.Retrying(logger, topic, group, arguments.AttemptNumber + 1, arguments.RetryDelay, arguments.Outcome.Exception!);
                    return default;
                },
            })
            .Build();
}
