using Polly;
using Polly.Retry;

namespace SpotifyPlatform.ServiceDefaults.Resilience;

/// <summary>Builds the retry pipeline of a dependency. Every adapter of a remote server uses this one.</summary>
public static class RetryPipeline
{
    /// <summary>A pipeline that repeats by <paramref name="policy"/> and honours Retry-After.</summary>
    /// <param name="time">Waits between the attempts.</param>
    public static ResiliencePipeline Build(RetryPolicy policy, TimeProvider time)
    {
        if (policy.MaxAttempts == 1)
            return ResiliencePipeline.Empty; // Polly refuses a retry strategy of zero retries.
        return new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = policy.MaxAttempts - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = policy.Delay,
                MaxDelay = policy.MaxDelay,
                ShouldHandle = arguments => new(arguments.Outcome.Exception is { } ex && IsRepeated(policy, ex)),
                // MaxDelay does not bound a generated delay; IsRepeated does.
                DelayGenerator = arguments => new(policy.RetryAfter(arguments.Outcome.Exception!)),
                OnRetry = arguments =>
                {
                    // Polly counts from 0 and reports the attempt that failed.
                    policy.OnRetry(new RetryAttempt(arguments.AttemptNumber + 2, arguments.RetryDelay, arguments.Outcome.Exception!));
                    return default;
                },
            })
            .Build();
    }

    private static bool IsRepeated(RetryPolicy policy, Exception ex) => policy.IsTransient(ex) && !(policy.RetryAfter(ex) > policy.MaxDelay);
}
