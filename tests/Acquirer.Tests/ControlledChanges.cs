using System.Threading.Channels;
using SpotifyPlatform.Acquirer.Acquisition;

namespace SpotifyPlatform.Acquirer.Tests;

/// <summary>Changes that a test signals. It also shows when the worker waits for them, which it does after each scan.</summary>
internal sealed class ControlledChanges : IFolderChanges
{
    private readonly Channel<bool> changes = Channel.CreateUnbounded<bool>();
    private readonly Channel<bool> waits = Channel.CreateUnbounded<bool>();

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        waits.Writer.TryWrite(true);
        await changes.Reader.ReadAsync(cancellationToken);
    }

    public void Signal() => changes.Writer.TryWrite(true);

    public async Task WaitedForAsync() => await waits.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));
}
