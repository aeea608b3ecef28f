namespace SpotifyPlatform.ServiceDefaults.Resilience;

/// <summary>When and how often a call to a dependency is repeated.</summary>
/// <param name="MaxAttempts">All attempts, the first included; 1 never repeats.</param>
/// <param name="Delay">Before the second attempt; it doubles from there, with jitter.</param>
/// <param name="MaxDelay">The longest wait. A server that asks for a longer one is not waited for: the exception is thrown at once.</param>
/// <param name="IsTransient">Whether the same call may succeed later. Must be false for calls that must not be repeated.</param>
public sealed record RetryPolicy(int MaxAttempts, TimeSpan Delay, TimeSpan MaxDelay, Func<Exception, bool> IsTransient)
{
    /// <summary>The wait that the server asked for (Retry-After); null where it did not ask for one.</summary>
    public Func<Exception, TimeSpan?> RetryAfter { get; init; } = static _ => null;

    /// <summary>Called before each wait, for the log.</summary>
    public Action<RetryAttempt> OnRetry { get; init; } = static _ => { };
}

/// <summary>An attempt that is about to be made because the one before it failed.</summary>
/// <param name="Number">2 for the first repetition.</param>
/// <param name="Delay">The wait before it.</param>
/// <param name="Exception">Why the attempt before it failed.</param>
public readonly record struct RetryAttempt(int Number, TimeSpan Delay, Exception Exception);
