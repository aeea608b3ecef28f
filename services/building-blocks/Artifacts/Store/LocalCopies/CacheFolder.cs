using Microsoft.Win32.SafeHandles;
using SpotifyPlatform.Artifacts.Durable;

namespace SpotifyPlatform.Artifacts.Store.LocalCopies;

/// <summary>
/// The files of a cache, which processes may share: copies named by their hash, and partial ones. Names change under one lock. A copy in use, and
/// one that is being made, is locked by its user: the operating system frees it when the user dies. The state is the folder alone.
/// </summary>
internal sealed class CacheFolder(string path, long maxBytes, TimeProvider time)
{
    private const string Partial = ".partial";
    private const string LockName = "lock";

    /// <summary>Fails while anyone else has the file open. Windows deletes an open file only where its sharing says so.</summary>
    private static readonly FileShare Exclusive = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;

    private readonly string path = Directory.CreateDirectory(path).FullName;
    private bool swept;

    /// <summary>The copy, kept from removal until it is disposed; else a place to make it; else neither, while someone else is making it.</summary>
    /// <exception cref="IOException">The copies in use leave too little room.</exception>
    public async Task<(LocalArtifact? Copy, PartialCopy? Place)> TakeAsync(ArtifactReference reference, CancellationToken cancellationToken)
    {
        using var held = await LockAsync(cancellationToken).ConfigureAwait(false);
        if (!swept)
            RemoveDead();
        swept = true;
        return TryLease(reference) is { } copy ? (copy, null) : (null, TryBegin(reference));
    }

    private string PathOf(ArtifactReference reference) => Path.Combine(path, reference.Sha256);

    private Task<FileLock> LockAsync(CancellationToken cancellationToken) => FileLock.TakeAsync(Path.Combine(path, LockName), cancellationToken);

    private LocalArtifact? TryLease(ArtifactReference reference)
    {
        var copy = PathOf(reference);
        if (!File.Exists(copy))
            return null;
        var handle = File.OpenHandle(copy, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (RandomAccess.GetLength(handle) == reference.Length)
        {
            // The time of the last use: that of the last access depends on how the file system is mounted.
            File.SetLastWriteTimeUtc(copy, time.GetUtcNow().UtcDateTime);
            return new LocalArtifact(copy, handle.Dispose);
        }

        // Cut since it was verified.
        File.Delete(copy);
        handle.Dispose();
        return null;
    }

    private PartialCopy? TryBegin(ArtifactReference reference)
    {
        var partial = PathOf(reference) + Partial;
        if (TryOpen(partial, FileMode.OpenOrCreate) is not { } handle)
            return null;
        try
        {
            RandomAccess.SetLength(handle, 0);
            MakeRoom(reference);
            RandomAccess.SetLength(handle, reference.Length);
            return new PartialCopy(this, reference, handle);
        }
        catch
        {
            File.Delete(partial);
            handle.Dispose();
            throw;
        }
    }

    private void MakeRoom(ArtifactReference reference)
    {
        RemoveDead();
        var files = Files().OrderBy(file => file.LastWriteTimeUtc).ToList();
        var bytes = files.Sum(file => file.Length);
        foreach (var file in files.Where(file => !IsPartial(file)))
        {
            if (bytes + reference.Length <= maxBytes)
                return;
            // Known before it is gone.
            var length = file.Length;
            if (TryRemove(file))
                bytes -= length;
        }

        if (bytes + reference.Length > maxBytes)
            throw new IOException(
                $"'{reference.Key}' has {reference.Length} bytes and does not fit into the cache {path} of {maxBytes} bytes, of which {bytes} are in use. "
                + "Give the cache more space (Artifacts:CacheBytes).");
    }

    /// <summary>Removes partial copies whose maker died.</summary>
    private void RemoveDead()
    {
        foreach (var file in Files().Where(IsPartial))
            TryRemove(file);
    }

    private FileInfo[] Files() => [.. new DirectoryInfo(path).GetFiles().Where(file => file.Name.Length >= 2 * System.Security.Cryptography.SHA256.HashSizeInBytes)];

    private static bool IsPartial(FileInfo file) => file.Name.EndsWith(Partial, StringComparison.Ordinal);

    private static bool TryRemove(FileInfo file)
    {
        using var handle = TryOpen(file.FullName, FileMode.Open);
        if (handle is not null)
            file.Delete();
        return handle is not null;
    }

    /// <returns>Null while someone else has it open.</returns>
    private static SafeFileHandle? TryOpen(string path, FileMode mode)
    {
        try
        {
            return File.OpenHandle(path, mode, FileAccess.ReadWrite, Exclusive, FileOptions.Asynchronous);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>A copy that is being made, in a file of its final length; removed unless it was published.</summary>
    internal sealed class PartialCopy(CacheFolder folder, ArtifactReference reference, SafeFileHandle file) : IAsyncDisposable
    {
        private readonly string partial = folder.PathOf(reference) + Partial;

        public SafeFileHandle File { get; } = file;

        /// <summary>Gives the copy its name. It is whole, verified and synced.</summary>
        public async Task<LocalArtifact> PublishAsync(CancellationToken cancellationToken)
        {
            using var held = await folder.LockAsync(cancellationToken).ConfigureAwait(false);
            File.Dispose();
            System.IO.File.Move(partial, folder.PathOf(reference), overwrite: true);
            return folder.TryLease(reference)!;
        }

        public async ValueTask DisposeAsync()
        {
            if (File.IsClosed)
                return;
            // Under the lock, or another maker could open the file that is about to lose its name.
            using var held = await folder.LockAsync(CancellationToken.None).ConfigureAwait(false);
            System.IO.File.Delete(partial);
            File.Dispose();
        }
    }
}
