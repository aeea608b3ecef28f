namespace SpotifyPlatform.ServiceDefaults.Shutdown;

/// <summary>Whether the process has begun to shut down.</summary>
internal sealed class ShutdownState : IDisposable
{
    private readonly CancellationTokenSource draining = new();

    /// <summary>Cancelled when the service stops being ready; requests are still answered.</summary>
    public CancellationToken Draining => draining.Token;

    public void Drain() => draining.Cancel();

    public void Dispose() => draining.Dispose();
}
