using System.Threading.Channels;
using SpotifyPlatform.Acquirer.Acquisition;

namespace SpotifyPlatform.Acquirer.Tests;

/// <summary>Changes that a test signals. It also shows when the worker waits for them, which it does after each scan.</summary>
internal sealed class ControlledChanges : IFolderChanges
{
    private readonly Channel<bool> changes = Channel.CreateUnbounded<bool>();
    private readonly SemaphoreSlim waits = new(0);

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        waits.Release();
        await changes.Reader.ReadAsync(cancellationToken);
    }

    public void Signal() => changes.Writer.TryWrite(true);

    public async Task WaitedForAsync() => Assert.True(await waits.WaitAsync(TimeSpan.FromSeconds(60)), "The worker does not wait for changes.");
}
