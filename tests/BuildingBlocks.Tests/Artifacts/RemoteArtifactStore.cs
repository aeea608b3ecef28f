using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.BuildingBlocks.Tests.Artifacts;

/// <summary>A store that is not a folder, as a bucket is not: it has no paths, and it counts what is read from it.</summary>
internal sealed class RemoteArtifactStore : IArtifactStore
{
    private readonly ConcurrentDictionary<string, byte[]> artifacts = new(StringComparer.Ordinal);
    private int reads;

    public int Reads => reads;

    /// <summary>Awaited before an artifact is read.</summary>
    public Func<Task> BeforeRead { get; set; } = () => Task.CompletedTask;

    public void Damage(string key, Func<byte[], byte[]> change) => artifacts[key] = change(artifacts[key]);

    public async Task<Stream> OpenAsync(ArtifactKey key, ByteRange range, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref reads);
        await BeforeRead();
        cancellationToken.ThrowIfCancellationRequested();
        var content = artifacts.GetValueOrDefault(key.ToString()) ?? throw new ArtifactNotFoundException(key);
        var part = range.Within(content.Length);
        return new MemoryStream(content, (int)part.Offset, (int)part.Length, writable: false);
    }

    public async Task<bool> CreateAsync(ArtifactKey key, Stream content, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellationToken);
        return artifacts.TryAdd(key.ToString(), bytes.ToArray());
    }

    public async Task<bool> CreateFromFileAsync(ArtifactKey key, string path, CancellationToken cancellationToken) =>
        artifacts.TryAdd(key.ToString(), await File.ReadAllBytesAsync(path, cancellationToken));

    public Task<ArtifactInfo?> FindAsync(ArtifactKey key, CancellationToken cancellationToken) => Task.FromResult<ArtifactInfo?>(
        artifacts.TryGetValue(key.ToString(), out var content) ? new ArtifactInfo(key, content.Length, DateTimeOffset.UnixEpoch.AddYears(50)) : null);

    public async IAsyncEnumerable<ArtifactInfo> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var order = Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b));
        foreach (var key in artifacts.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(Encoding.UTF8.GetBytes, order))
            yield return (await FindAsync(ArtifactKey.Parse(key), cancellationToken))!.Value;
    }

    public Task<bool> DeleteAsync(ArtifactKey key, CancellationToken cancellationToken) => Task.FromResult(artifacts.TryRemove(key.ToString(), out _));
}
