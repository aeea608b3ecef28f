using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace SpotifyPlatform.Artifacts.Store.LocalCopies;

/// <summary>
/// Verified copies of artifacts of a store that is not a folder. Copies are named by their hash, so that equal content is held once
/// under whatever keys; the least recently used go when the space is needed. Processes may share a folder.
/// </summary>
public sealed class CachedArtifacts : ILocalArtifacts
{
    private const int BufferBytes = 1 << 20;
    private const int RangeBytes = 16 << 20;
    private const int RangesAtOnce = 4;

    /// <summary>How soon a copy that another is making is looked for again.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    private readonly IArtifactStore store;
    private readonly CacheFolder folder;
    private readonly int rangeBytes;

    /// <param name="path">The cache's folder; what it held before is used again.</param>
    /// <param name="maxBytes">Of all copies together.</param>
    public CachedArtifacts(IArtifactStore store, string path, long maxBytes, TimeProvider time)
        : this(store, path, maxBytes, time, RangeBytes)
    {
    }

    /// <param name="rangeBytes">Longer artifacts are read in ranges, several at once; a constant but in tests.</param>
    internal CachedArtifacts(IArtifactStore store, string path, long maxBytes, TimeProvider time, int rangeBytes)
    {
        this.store = store;
        folder = new CacheFolder(path, maxBytes, time);
        this.rangeBytes = rangeBytes;
    }

    /// <exception cref="IOException">The store failed, or the copies in use leave too little room.</exception>
    /// <inheritdoc/>
    public async Task<LocalArtifact> FetchAsync(ArtifactReference reference, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (copy, place) = await folder.TakeAsync(reference, cancellationToken).ConfigureAwait(false);
            if (copy is not null)
                return copy;
            if (place is not null)
                await using (place.ConfigureAwait(false))
                {
                    await CopyAsync(reference, place.File, cancellationToken).ConfigureAwait(false);
                    return await place.PublishAsync(cancellationToken).ConfigureAwait(false);
                }

            await Task.Delay(PollInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CopyAsync(ArtifactReference reference, SafeFileHandle target, CancellationToken cancellationToken)
    {
        var ranges = (int)Math.Max(1, (reference.Length + rangeBytes - 1) / rangeBytes);
        var options = new ParallelOptions { MaxDegreeOfParallelism = RangesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, ranges),
            options,
            async (range, stop) => await CopyRangeAsync(reference, (long)range * rangeBytes, rangeBytes, target, stop).ConfigureAwait(false)).ConfigureAwait(false);
        var found = await HashAsync(target, cancellationToken).ConfigureAwait(false);
        if (found != reference.Sha256 && ranges > 1)
        {
            // A store compares its own checksum only when an artifact is read as a whole: that tells damage on the way, which may pass, from another content.
            await CopyRangeAsync(reference, 0, reference.Length, target, cancellationToken).ConfigureAwait(false);
            found = await HashAsync(target, cancellationToken).ConfigureAwait(false);
        }

        if (found != reference.Sha256)
            throw new ArtifactChangedException(reference, $"has the SHA-256 {found}");
        // A copy that is found after a power cut is trusted by its length.
        RandomAccess.FlushToDisk(target);
    }

    private async Task CopyRangeAsync(ArtifactReference reference, long offset, long length, SafeFileHandle target, CancellationToken cancellationToken)
    {
        var end = Math.Min(offset + length, reference.Length);
        // One byte more than announced tells a longer artifact without reading all of it.
        var wanted = end - offset + (end == reference.Length ? 1 : 0);
        var source = await store.OpenAsync(reference.Key, new ByteRange(offset, wanted), cancellationToken).ConfigureAwait(false);
        await using var _ = source.ConfigureAwait(false);
        var buffer = new byte[(int)Math.Min(BufferBytes, wanted)];
        var position = offset;
        for (int count; (count = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0; position += count)
        {
            if (position + count > reference.Length)
                throw new ArtifactChangedException(reference, "has more bytes");
            await RandomAccess.WriteAsync(target, buffer.AsMemory(0, count), position, cancellationToken).ConfigureAwait(false);
        }

        if (position < end)
            throw new ArtifactChangedException(reference, $"has {position} bytes");
    }

    private static async Task<string> HashAsync(SafeFileHandle file, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        var position = 0L;
        for (int count; (count = await RandomAccess.ReadAsync(file, buffer, position, cancellationToken).ConfigureAwait(false)) > 0; position += count)
            hash.AppendData(buffer, 0, count);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
