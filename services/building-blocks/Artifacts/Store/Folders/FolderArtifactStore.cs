using System.Runtime.CompilerServices;
using SpotifyPlatform.Artifacts.Durable;

namespace SpotifyPlatform.Artifacts.Store.Folders;

/// <summary>
/// The artifact store in a folder, which several machines may mount at different paths. An artifact is written and synced under a
/// temporary name and then linked to its own, so that a crash at any moment leaves it whole or absent.
/// </summary>
public sealed class FolderArtifactStore : IArtifactStore, ILocalArtifacts, IInputArtifacts
{
    private const int BufferBytes = 1 << 20;

    private readonly FolderPaths paths;
    private readonly StagingFolder staging;
    private readonly Action<string> reached;

    /// <param name="root">Created by the first artifact.</param>
    /// <param name="inputFolder">The data set's own folder, which is read as <c>input/</c>; null where there is none.</param>
    public FolderArtifactStore(string root, string? inputFolder, TimeProvider time)
        : this(root, inputFolder, time, _ => { })
    {
    }

    /// <param name="reached">Hears the name of each crash point (<see cref="FolderCrashPoints"/>).</param>
    internal FolderArtifactStore(string root, string? inputFolder, TimeProvider time, Action<string> reached)
    {
        paths = new FolderPaths(root, inputFolder);
        staging = new StagingFolder(paths.Staging, time);
        this.reached = reached;
    }

    public Task<Stream> OpenAsync(ArtifactKey key, ByteRange range, CancellationToken cancellationToken)
    {
        var file = Open(key);
        try
        {
            return Task.FromResult<Stream>(new RangeStream(file, range.Within(file.Length)));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public async Task<bool> CreateAsync(ArtifactKey key, Stream content, CancellationToken cancellationToken)
    {
        var target = WritablePathOf(key);
        if (File.Exists(target))
            return Keep(target);
        var temporary = staging.NewFile();
        try
        {
            await WriteAsync(temporary, content, cancellationToken).ConfigureAwait(false);
            return Publish(temporary, target);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    public async Task<bool> CreateFromFileAsync(ArtifactKey key, string path, CancellationToken cancellationToken)
    {
        var target = WritablePathOf(key);
        if (File.Exists(target))
            return Keep(target);
        var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 0, FileOptions.Asynchronous);
        await using (content.ConfigureAwait(false))
        {
            RandomAccess.FlushToDisk(content.SafeFileHandle);
            reached(FolderCrashPoints.Synced);
            CreateFolderOf(target);
            var outcome = HardLink.Create(path, target);
            return outcome == LinkOutcome.NotSupported
                ? await CreateAsync(key, content, cancellationToken).ConfigureAwait(false)
                : Settle(target, outcome);
        }
    }

    public Task<ArtifactInfo?> FindAsync(ArtifactKey key, CancellationToken cancellationToken)
    {
        var file = new FileInfo(paths.PathOf(key));
        return Task.FromResult<ArtifactInfo?>(file.Exists ? InfoOf(key, file) : null);
    }

    public async IAsyncEnumerable<ArtifactInfo> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var (key, file) in paths.List(prefix))
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Deleted since the folder was read.
            if (file.Exists)
                yield return InfoOf(key, file);
        }
    }

    public Task<bool> DeleteAsync(ArtifactKey key, CancellationToken cancellationToken)
    {
        var path = WritablePathOf(key);
        if (!File.Exists(path))
            return Task.FromResult(false);
        File.Delete(path);
        DurableFolder.Sync(Path.GetDirectoryName(path)!);
        return Task.FromResult(true);
    }

    /// <summary>The artifact's own file, which stands on this machine already. Its length is checked; its hash is not read again.</summary>
    public Task<LocalArtifact> FetchAsync(ArtifactReference reference, CancellationToken cancellationToken)
    {
        var path = paths.PathOf(reference.Key);
        // Whoever opens a pipe waits for ever.
        if (Path.Exists(path) && !RegularFile.Exists(path))
            throw new ArtifactChangedException(reference, "is a pipe, a device, a socket or a folder, not a regular file");
        using (var file = Open(reference.Key))
            if (file.Length != reference.Length)
                throw new ArtifactChangedException(reference, $"has {file.Length} bytes");
        return Task.FromResult(new LocalArtifact(path));
    }

    /// <summary>The file stays where it is, in the input folder, which every service mounts.</summary>
    public Task<ArtifactReference> AddAsync(string name, string path, long length, string sha256, CancellationToken cancellationToken) =>
        Task.FromResult(new ArtifactReference(ArtifactKey.Parse(InputKeys.Prefix + name), length, sha256));

    private static ArtifactInfo InfoOf(ArtifactKey key, FileInfo file) => new(key, file.Length, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero));

    private FileStream Open(ArtifactKey key)
    {
        var path = paths.PathOf(key);
        if (!RegularFile.Exists(path))
            throw new ArtifactNotFoundException(key);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 0, FileOptions.Asynchronous);
        }
        catch (Exception ex) when (ex is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ArtifactNotFoundException(key);
        }
    }

    private string WritablePathOf(ArtifactKey key)
    {
        if (paths.IsInput(key))
            throw new InvalidOperationException($"'{key}' is a file of the input folder, which is only read.");
        if (!Directory.Exists(paths.Root))
        {
            Directory.CreateDirectory(paths.Root);
            DurableFolder.Sync(Path.GetDirectoryName(paths.Root)!);
        }

        return paths.PathOf(key);
    }

    private async Task WriteAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 0, FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            await content.CopyToAsync(file, BufferBytes, cancellationToken).ConfigureAwait(false);
            reached(FolderCrashPoints.Written);
            file.Flush(flushToDisk: true);
            reached(FolderCrashPoints.Synced);
        }
    }

    private bool Publish(string temporary, string target)
    {
        CreateFolderOf(target);
        var outcome = HardLink.Create(temporary, target);
        if (outcome == LinkOutcome.NotSupported)
            outcome = Rename(temporary, target);
        return Settle(target, outcome);
    }

    /// <summary>For file systems without links. The runtime looks for the target first, so of two writers at once the last may win.</summary>
    private static LinkOutcome Rename(string temporary, string target)
    {
        try
        {
            File.Move(temporary, target, overwrite: false);
            return LinkOutcome.Created;
        }
        catch (IOException) when (File.Exists(target))
        {
            return LinkOutcome.Exists;
        }
    }

    private void CreateFolderOf(string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        reached(FolderCrashPoints.FolderCreated);
    }

    private bool Settle(string target, LinkOutcome outcome)
    {
        reached(FolderCrashPoints.Linked);
        SyncFoldersOf(target);
        reached(FolderCrashPoints.FolderSynced);
        return outcome == LinkOutcome.Created;
    }

    /// <summary>Another writer may have linked the file and not yet synced its folder.</summary>
    private bool Keep(string target)
    {
        SyncFoldersOf(target);
        return false;
    }

    private void SyncFoldersOf(string target)
    {
        foreach (var folder in paths.FoldersOf(target))
            DurableFolder.Sync(folder);
    }
}
