namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>Wakes whoever waits for a topic's next event. Take <see cref="Next"/> before looking, so that no beat is missed.</summary>
internal sealed class Pulse
{
    private TaskCompletionSource next = Create();

    public Task Next => Volatile.Read(ref next).Task;

    public void Beat() => Interlocked.Exchange(ref next, Create()).TrySetResult();

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
