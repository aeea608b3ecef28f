namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>Wakes what waits for a topic's next event. Take <see cref="Next"/> before looking, so that no signal is missed.</summary>
internal sealed class AsyncSignal
{
    private TaskCompletionSource next = Create();

    public Task Next => Volatile.Read(ref next).Task;

    public void Set() => Interlocked.Exchange(ref next, Create()).TrySetResult();

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
