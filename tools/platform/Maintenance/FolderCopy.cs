using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.Platform.Maintenance;

/// <summary>
/// Copies the parts of a data folder in an order in which a copy beside a running platform is one that a crash could have left: what says that something is
/// there is read before it, and written after it.
/// </summary>
internal sealed class FolderCopy(DataFolder source, IArtifactStore from, DataFolder target, IArtifactStore to)
{
    private const string Pointers = "/pointers/";
    private const string Ledger = "ledger";

    /// <summary>Paths of databases in the order of copying: what was announced is written before the ledger that says so, and handled after.</summary>
    public IEnumerable<string> InOrder(IEnumerable<(string Path, SqliteSchema Schema)> databases) => databases
        .Select(database => database.Path)
        .OrderBy(path => path == Path.Combine(source.Root, StoreRepair.Acquirer) ? 0 : path == source.Bus ? 1 : 2)
        .ThenBy(path => path, StringComparer.Ordinal);

    public void CopyDatabase(string path)
    {
        var copy = TargetOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        SqliteSalvage.Remove(copy);
        SqliteDatabase.Copy(path, copy);
    }

    /// <param name="isWanted">Whether to copy an artifact; what has the key already is replaced.</param>
    /// <returns>How many were copied.</returns>
    public async Task<int> CopyArtifactsAsync(Func<ArtifactKey, bool> isWanted, CancellationToken cancellationToken)
    {
        var pointers = new List<(ArtifactKey Key, byte[] Content)>();
        foreach (var key in (await ListAsync("tables/", cancellationToken)).Where(key => key.ToString().Contains(Pointers, StringComparison.Ordinal) && isWanted(key)))
            pointers.Add((key, await ReadAsync(key, cancellationToken)));
        var copied = 0;
        foreach (var key in (await ListAsync("", cancellationToken)).Where(key => !key.ToString().Contains(Pointers, StringComparison.Ordinal) && isWanted(key)))
        {
            try
            {
                await using var content = await from.OpenAsync(key, ByteRange.All, cancellationToken);
                await ReplaceAsync(key, content, cancellationToken);
                copied++;
            }
            catch (ArtifactNotFoundException)
            {
                // It was superseded and pruned since it was listed.
            }
        }

        foreach (var (key, content) in pointers)
            await ReplaceAsync(key, new MemoryStream(content), cancellationToken);
        return copied + pointers.Count;
    }

    /// <summary>Copies the extractor's outputs, and the files of accounts that no database holds.</summary>
    /// <param name="isWanted">Whether to copy a file.</param>
    public int CopyFiles(Func<string, bool> isWanted)
    {
        var files = FilesOf(source.Extract).Concat(FilesOf(source.Listening).Where(IsOfAccount)).Where(isWanted).ToList();
        var entries = files.Where(path => Path.GetFileName(Path.GetDirectoryName(path)) == Ledger).ToDictionary(path => path, File.ReadAllBytes);
        foreach (var path in files.Where(path => !entries.ContainsKey(path)))
        {
            using var content = File.OpenRead(path);
            Write(path, content);
        }

        foreach (var (path, content) in entries)
            Write(path, new MemoryStream(content));
        return files.Count;
    }

    public string TargetOf(string path) => Path.Combine(target.Root, Path.GetRelativePath(source.Root, path));

    /// <summary>Published files are made of the rows again.</summary>
    private static bool IsOfAccount(string path) => !Path.GetFileName(path).Contains(".sqlite", StringComparison.Ordinal) && Path.GetExtension(path) is not (".duckdb" or ".lock" or ".wal");

    private static IEnumerable<string> FilesOf(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => !Path.GetFileName(path).StartsWith('.')) : [];

    private void Write(string path, Stream content)
    {
        using var file = new StagedFile(TargetOf(path));
        content.CopyTo(file.Stream);
        file.Publish();
        DurableFolder.Sync(Path.GetDirectoryName(TargetOf(path))!);
    }

    private async Task<IReadOnlyList<ArtifactKey>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        var keys = new List<ArtifactKey>();
        await foreach (var found in from.ListAsync(prefix, cancellationToken))
            if (!found.Key.ToString().StartsWith(InputKeys.Prefix, StringComparison.Ordinal))
                keys.Add(found.Key);
        return keys;
    }

    private async Task<byte[]> ReadAsync(ArtifactKey key, CancellationToken cancellationToken)
    {
        await using var stream = await from.OpenAsync(key, ByteRange.All, cancellationToken);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }

    private async Task ReplaceAsync(ArtifactKey key, Stream content, CancellationToken cancellationToken)
    {
        await to.DeleteAsync(key, cancellationToken);
        await to.CreateAsync(key, content, cancellationToken);
    }
}
