using System.Security.Cryptography;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Store.LocalCopies;

namespace SpotifyPlatform.BuildingBlocks.Tests.Artifacts;

public sealed class InputFolderArtifactsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RemoteArtifactStore remote = new();

    [Fact]
    public async Task List_BothPlaces_IsInTheOrderOfKeys()
    {
        var store = Open();
        Directory.CreateDirectory(folder.File("input/shards"));
        await File.WriteAllTextAsync(folder.File("input/shards/00"), "0");
        await File.WriteAllTextAsync(folder.File("input/tracks"), "t");
        foreach (var key in new[] { "tables/a", "inputs/a", "a", "in" })
            await store.CreateAsync(ArtifactKey.Parse(key), new MemoryStream([1]), default);

        Assert.Equal(["a", "in", "input/shards/00", "input/tracks", "inputs/a", "tables/a"], await ListAsync(store, ""));
        Assert.Equal(["in", "input/shards/00", "input/tracks", "inputs/a"], await ListAsync(store, "in"));
        Assert.Equal(["input/shards/00"], await ListAsync(store, "input/s"));
        Assert.Equal(["tables/a"], await ListAsync(store, "t"));
    }

    [Fact]
    public async Task Fetch_AnInput_IsTheFileItself()
    {
        Directory.CreateDirectory(folder.File("input"));
        await File.WriteAllTextAsync(folder.File("input/tracks"), "t");
        using var copy = await Open().FetchAsync(Reference("input/tracks", "t"), default);
        Assert.Equal(folder.File("input/tracks"), copy.Path);
    }

    [Fact]
    public async Task Fetch_AnotherKey_IsACopyOfTheStore()
    {
        var store = Open();
        await store.CreateAsync(ArtifactKey.Parse("tables/a"), new MemoryStream("t"u8.ToArray()), default);
        using var copy = await store.FetchAsync(Reference("tables/a", "t"), default);
        Assert.StartsWith(folder.File("cache"), copy.Path, StringComparison.Ordinal);
        Assert.Equal("t", await File.ReadAllTextAsync(copy.Path));
    }

    [Fact]
    public async Task Create_AnInput_IsRefused() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Open().CreateAsync(ArtifactKey.Parse("input/a"), Stream.Null, default));

    public void Dispose() => folder.Dispose();

    private InputFolderArtifacts Open() => new(folder.File("input"), remote, new CachedArtifacts(remote, folder.File("cache"), 1000, TimeProvider.System), TimeProvider.System);

    private static ArtifactReference Reference(string key, string text) =>
        new(ArtifactKey.Parse(key), text.Length, Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text))));

    private static async Task<IReadOnlyList<string>> ListAsync(InputFolderArtifacts store, string prefix) =>
        await store.ListAsync(prefix, default).Select(info => info.Key.ToString()).ToListAsync();
}
