using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.Lake.Warehouse.DuckDb;

namespace SpotifyPlatform.Platform.Maintenance;

/// <summary>
/// Copies lake and hub beside whoever works on them. Files are copied before the warehouse, and those that landed before those that are archived: one
/// that is ingested meanwhile is in the copy of the landing folder, from where it is ingested again without a second effect.
/// </summary>
internal sealed class LakeCopy(DataFolder source, DataFolder target)
{
    private const string Archive = "archive";

    /// <param name="isWanted">Whether to copy a file.</param>
    /// <returns>How many were copied.</returns>
    public async Task<int> CopyAsync(Func<string, bool> isWanted, CancellationToken cancellationToken)
    {
        var copied = 0;
        foreach (var path in Files(isArchive: false).Where(isWanted))
            copied += CopyIfThere(path);
        foreach (var path in Files(isArchive: true).Where(isWanted))
            copied += CopyIfThere(path);
        return copied + await CopyWarehouseAsync(isWanted, cancellationToken);
    }

    private async Task<int> CopyWarehouseAsync(Func<string, bool> isWanted, CancellationToken cancellationToken)
    {
        if (!File.Exists(source.LakeWarehouse) || !isWanted(source.LakeWarehouse))
            return 0;
        Directory.CreateDirectory(target.Lake);
        using var reading = await FileLock.TakeAsync(DuckDbWarehouse.LockOf(source.LakeWarehouse), cancellationToken);
        using var writing = await FileLock.TakeAsync(DuckDbWarehouse.LockOf(target.LakeWarehouse), cancellationToken);
        // What a killed process committed is in the log alone. It is written first, because it must not be read into another file.
        var log = source.LakeWarehouse + ".wal";
        File.Delete(target.LakeWarehouse + ".wal");
        return (File.Exists(log) ? CopyIfThere(log) : 0) + CopyIfThere(source.LakeWarehouse);
    }

    /// <summary>Files of environments and of the weekly job; not what is being read.</summary>
    private List<string> Files(bool isArchive) => !Directory.Exists(source.Lake)
        ? []
        : [.. Directory.EnumerateFiles(source.Lake, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetDirectoryName(path) != source.Lake && !Path.GetFileName(path).StartsWith('.') && !source.Relative(path).StartsWith("lake/scratch/", StringComparison.Ordinal))
            .Where(path => Path.GetFileName(Path.GetDirectoryName(path)) == Archive == isArchive)];

    private int CopyIfThere(string path)
    {
        try
        {
            using var content = File.OpenRead(path);
            var copy = Path.Combine(target.Root, Path.GetRelativePath(source.Root, path));
            using var file = new StagedFile(copy);
            content.CopyTo(file.Stream);
            file.Publish();
            DurableFolder.Sync(Path.GetDirectoryName(copy)!);
            return 1;
        }
        catch (Exception ex) when (ex is FileNotFoundException or DirectoryNotFoundException)
        {
            // It was archived since it was listed.
            return 0;
        }
    }
}
