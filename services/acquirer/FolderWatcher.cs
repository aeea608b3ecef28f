using System.Threading.Channels;
using SpotifyPlatform.Acquirer.Acquisition;

namespace SpotifyPlatform.Acquirer;

/// <summary>File-system events as hints. Network drives and some containers send none; then the rescan interval alone finds changes.</summary>
internal sealed class FolderWatcher : IFolderChanges, IDisposable
{
    private readonly Channel<bool> changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly FileSystemWatcher? watcher;

    public FolderWatcher(string folder, ILogger<FolderWatcher> logger)
    {
        try
        {
            watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
            watcher.Changed += Signal;
            watcher.Created += Signal;
            watcher.Deleted += Signal;
            watcher.Renamed += Signal;
            // Events were lost, so anything may have changed.
            watcher.Error += Signal;
            watcher.EnableRaisingEvents = true;
        }
        catch (Exception ex) when (ex is IOException or ArgumentException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            watcher?.Dispose();
            watcher = null;
            Log.WatchUnavailable(logger, folder, ex.Message);
        }
    }

    public async Task WaitAsync(CancellationToken cancellationToken) => await changes.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);

    public void Dispose() => watcher?.Dispose();

    private void Signal(object sender, EventArgs e) => changes.Writer.TryWrite(true);
}
