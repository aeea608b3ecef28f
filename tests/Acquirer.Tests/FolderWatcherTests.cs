using Microsoft.Extensions.Logging.Abstractions;

namespace SpotifyPlatform.Acquirer.Tests;

public sealed class FolderWatcherTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task WaitAsync_FileCreatedInASubfolder_Completes()
    {
        Directory.CreateDirectory(folder.File("audio-analysis"));
        using var watcher = new FolderWatcher(folder.Path, NullLogger<FolderWatcher>.Instance);
        await File.WriteAllTextAsync(folder.File("audio-analysis/00.jsonl.zst"), "rows");
        await watcher.WaitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task WaitAsync_FolderThatCannotBeWatched_WaitsUntilItIsCancelled()
    {
        using var watcher = new FolderWatcher(folder.File("missing"), NullLogger<FolderWatcher>.Instance);
        using var cancellation = new CancellationTokenSource();
        var waiting = watcher.WaitAsync(cancellation.Token);
        Assert.False(waiting.IsCompleted);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    public void Dispose() => folder.Dispose();
}
