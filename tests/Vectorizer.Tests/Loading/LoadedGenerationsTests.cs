using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Vectorizer.Loading;

namespace SpotifyPlatform.Vectorizer.Tests.Loading;

public sealed class LoadedGenerationsTests : IDisposable
{
    private readonly VectorizerWorld world = new();

    [Fact]
    public async Task Find_AfterRecords_IsTheLast()
    {
        var loaded = new LoadedGenerations(world.Artifacts);
        await loaded.RecordAsync("a", new LoadRecord(["1"], true), CancellationToken.None);
        Assert.Equal("1", (await loaded.FindAsync("a", CancellationToken.None)).Held);
        await loaded.RecordAsync("a", new LoadRecord(["1", "2"], false), CancellationToken.None);
        var last = await loaded.FindAsync("a", CancellationToken.None);
        Assert.Equal(["1", "2"], last.Generations);
        Assert.Null(last.Held);
        Assert.Empty((await loaded.FindAsync("b", CancellationToken.None)).Generations);
    }

    [Fact]
    public async Task Record_AnotherProcessTookTheNumber_Fails()
    {
        var loaded = new LoadedGenerations(new Overtaken(world.Artifacts));
        await Assert.ThrowsAsync<IOException>(() => loaded.RecordAsync("a", new LoadRecord(["1"], true), CancellationToken.None));
        Assert.Equal("other", (await loaded.FindAsync("a", CancellationToken.None)).Held);
    }

    public void Dispose() => world.Dispose();

    /// <summary>A store in which another process creates each artifact first.</summary>
    private sealed class Overtaken(IArtifactStore inner) : IArtifactStore
    {
        public Task<Stream> OpenAsync(ArtifactKey key, ByteRange range, CancellationToken cancellationToken) => inner.OpenAsync(key, range, cancellationToken);

        public async Task<bool> CreateAsync(ArtifactKey key, Stream content, CancellationToken cancellationToken)
        {
            using var other = new MemoryStream("other"u8.ToArray());
            await inner.CreateAsync(key, other, cancellationToken);
            return await inner.CreateAsync(key, content, cancellationToken);
        }

        public Task<bool> CreateFromFileAsync(ArtifactKey key, string path, CancellationToken cancellationToken) => inner.CreateFromFileAsync(key, path, cancellationToken);

        public Task<ArtifactInfo?> FindAsync(ArtifactKey key, CancellationToken cancellationToken) => inner.FindAsync(key, cancellationToken);

        public IAsyncEnumerable<ArtifactInfo> ListAsync(string prefix, CancellationToken cancellationToken) => inner.ListAsync(prefix, cancellationToken);

        public Task<bool> DeleteAsync(ArtifactKey key, CancellationToken cancellationToken) => inner.DeleteAsync(key, cancellationToken);
    }
}
