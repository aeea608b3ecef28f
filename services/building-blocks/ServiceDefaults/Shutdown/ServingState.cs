namespace SpotifyPlatform.ServiceDefaults.Shutdown;

/// <summary>Where the process is on its way out.</summary>
internal sealed class ServingState : IDisposable
{
    private readonly CancellationTokenSource draining = new();
    private readonly CancellationTokenSource stopping = new();

    /// <summary>Not ready any more, still answering.</summary>
    public CancellationToken Draining => draining.Token;

    /// <summary>Requests without an end must end now.</summary>
    public CancellationToken Stopping => stopping.Token;

    public void Drain() => draining.Cancel();

    public void Stop() => stopping.Cancel();

    public void Dispose()
    {
        draining.Dispose();
        stopping.Dispose();
    }
}
