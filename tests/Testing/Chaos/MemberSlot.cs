namespace SpotifyPlatform.Testing.Chaos;

/// <summary>A place in the group: empty, or with a member. One operation at a time; who finds it busy goes elsewhere.</summary>
internal abstract class MemberSlot(string name) : IAsyncDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);

    public string Name => name;

    public abstract bool IsRunning { get; }

    /// <summary>Does something unless another operation is under way; false then.</summary>
    public async Task<bool> TryAsync(Func<Task> operation)
    {
        if (!await turn.WaitAsync(TimeSpan.Zero))
            return false;
        try
        {
            await operation();
            return true;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Does something after what is under way.</summary>
    public async Task DoAsync(Func<Task> operation)
    {
        await turn.WaitAsync();
        try
        {
            await operation();
        }
        finally
        {
            turn.Release();
        }
    }

    public abstract Task StartAsync();

    /// <summary>Stops the member as a service is stopped: what it works on is finished and committed.</summary>
    public abstract Task LeaveAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (IsRunning)
            await DoAsync(LeaveAsync);
        turn.Dispose();
    }
}
