using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.ShardExtractor.Consumers;
using SpotifyPlatform.ShardExtractor.Extraction;

namespace SpotifyPlatform.ShardExtractor.Tests.Consumers;

public sealed class RowArtifactsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
    private readonly FolderArtifactStore store;
    private readonly RowArtifacts rows;

    public RowArtifactsTests()
    {
        store = new FolderArtifactStore(folder.File("artifacts"), null, time);
        rows = new RowArtifacts(store, time);
    }

    [Fact]
    public async Task Prune_ReplacedRows_AreDeletedADayLater()
    {
        var first = await PublishAsync("0a", 'a');
        var other = await PublishAsync("0A", 'a');
        var second = await PublishAsync("0a", 'b');
        await rows.PruneAsync("0a", [second], default);
        Assert.Equal([other, first, second], await ListAsync());

        time.Advance(TimeSpan.FromHours(25));
        await rows.PruneAsync("0a", [second], default);
        Assert.Equal([other, second], await ListAsync());
    }

    [Fact]
    public async Task Prune_RowsThatAreAnnouncedAgain_Stay()
    {
        var first = await PublishAsync("0a", 'a');
        var second = await PublishAsync("0a", 'b');
        time.Advance(TimeSpan.FromHours(25));
        await rows.PruneAsync("0a", [first], default);
        Assert.Equal([first, second], await ListAsync());
    }

    public void Dispose() => folder.Dispose();

    private async Task<ArtifactKey> PublishAsync(string shard, char digit)
    {
        var name = folder.File("0a_tracks.ndjson");
        await File.WriteAllTextAsync(name, $"{digit}");
        var output = new OutputFileEntry("tracks", "0a_tracks.ndjson", 1, 1, new string(digit, 64));
        var before = Files();
        var key = (await rows.PublishAsync(shard, folder.Path, output, default)).Key;
        File.SetLastWriteTimeUtc(Assert.Single(Files().Except(before)), time.GetUtcNow().UtcDateTime);
        time.Advance(TimeSpan.FromMinutes(1));
        File.Delete(name);
        return key;
    }

    private string[] Files() =>
        Directory.Exists(folder.File("artifacts")) ? Directory.GetFiles(folder.File("artifacts"), "*.ndjson", SearchOption.AllDirectories) : [];

    private async Task<List<ArtifactKey>> ListAsync()
    {
        var keys = new List<ArtifactKey>();
        await foreach (var file in store.ListAsync("analysis/", default))
            keys.Add(file.Key);
        return keys;
    }
}
