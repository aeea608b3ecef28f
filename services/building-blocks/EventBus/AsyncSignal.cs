namespace SpotifyPlatform.EventBus;

/// <summary>Wakes whoever waits. Take <see cref="Next"/> before looking at the state that it announces, so that no change is missed.</summary>
public sealed class AsyncSignal
{
    private TaskCompletionSource next = Create();

    /// <summary>Completes at the next <see cref="Set"/>.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    /// <summary>Wakes all who wait.</summary>
    public void Set() => Interlocked.Exchange(ref next, Create()).TrySetResult();

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
