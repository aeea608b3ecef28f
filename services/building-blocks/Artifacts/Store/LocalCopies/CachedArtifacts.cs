using System.Security.Cryptography;

namespace SpotifyPlatform.Artifacts.Store.LocalCopies;

/// <summary>
/// Verified copies of artifacts of a store that is not a folder. Copies are named by their hash, so that equal content is held once
/// under whatever keys; the least recently used go when the space is needed.
/// </summary>
public sealed class CachedArtifacts : ILocalArtifacts, IDisposable
{
    private const int BufferBytes = 1 << 20;

    private readonly IArtifactStore store;
    private readonly CacheFolder folder;
    private readonly Dictionary<string, Task> downloads = [];

    /// <param name="path">The cache's folder, of this process alone; what it held before is used again.</param>
    /// <param name="maxBytes">Of all copies together.</param>
    /// <exception cref="IOException">Another process uses the folder.</exception>
    public CachedArtifacts(IArtifactStore store, string path, long maxBytes)
    {
        this.store = store;
        folder = new CacheFolder(path, maxBytes);
    }

    public async Task<LocalArtifact> FetchAsync(ArtifactReference reference, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (folder.TryLease(reference) is { } copy)
                return copy;
            Task download;
            lock (downloads)
            {
                if (!downloads.TryGetValue(reference.Sha256, out download!))
                    downloads[reference.Sha256] = download = DownloadAsync(reference, cancellationToken);
            }

            try
            {
                await download.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Whoever began the download gave up; begin it again.
            }
        }
    }

    public void Dispose() => folder.Dispose();

    private async Task DownloadAsync(ArtifactReference reference, CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            using var reserved = folder.Reserve(reference);
            await CopyAsync(reference, reserved.Path, cancellationToken).ConfigureAwait(false);
            reserved.Publish();
        }
        finally
        {
            lock (downloads)
                downloads.Remove(reference.Sha256);
        }
    }

    private async Task CopyAsync(ArtifactReference reference, string path, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // One byte more than announced tells a longer artifact without reading all of it.
        var source = await store.OpenAsync(reference.Key, new ByteRange(0, reference.Length + 1), cancellationToken).ConfigureAwait(false);
        await using var _ = source.ConfigureAwait(false);
        var target = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous);
        await using var __ = target.ConfigureAwait(false);
        var buffer = new byte[BufferBytes];
        for (int count; (count = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            hash.AppendData(buffer, 0, count);
            if (target.Position + count > reference.Length)
                throw new ArtifactChangedException(reference, "has more bytes");
            await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }

        if (target.Position != reference.Length)
            throw new ArtifactChangedException(reference, $"has {target.Position} bytes");
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) is var found && found != reference.Sha256)
            throw new ArtifactChangedException(reference, $"has the SHA-256 {found}");
        // A copy that is found after a power cut is trusted by its length.
        target.Flush(flushToDisk: true);
    }
}
