using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.ShardExtractor.Tests.Consumers;

/// <summary>An artifact store whose writes may crash the process.</summary>
internal sealed class CrashingArtifacts(IArtifactStore store, CrashPoint crash) : IArtifactStore
{
    public Task<Stream> OpenAsync(ArtifactKey key, ByteRange range, CancellationToken cancellationToken) => store.OpenAsync(key, range, cancellationToken);

    public Task<bool> CreateAsync(ArtifactKey key, Stream content, CancellationToken cancellationToken) =>
        AroundAsync(() => store.CreateAsync(key, content, cancellationToken));

    public Task<bool> CreateFromFileAsync(ArtifactKey key, string path, CancellationToken cancellationToken) =>
        AroundAsync(() => store.CreateFromFileAsync(key, path, cancellationToken));

    public Task<ArtifactInfo?> FindAsync(ArtifactKey key, CancellationToken cancellationToken) => store.FindAsync(key, cancellationToken);

    public IAsyncEnumerable<ArtifactInfo> ListAsync(string prefix, CancellationToken cancellationToken) => store.ListAsync(prefix, cancellationToken);

    public Task<bool> DeleteAsync(ArtifactKey key, CancellationToken cancellationToken) => AroundAsync(() => store.DeleteAsync(key, cancellationToken));

    private async Task<bool> AroundAsync(Func<Task<bool>> effect)
    {
        var done = false;
        await crash.AroundAsync(async () => done = await effect());
        return done;
    }
}
