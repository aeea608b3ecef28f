using System.Security.Cryptography;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Artifacts;
using SpotifyPlatform.Platform.Maintenance;
using SpotifyPlatform.ShardExtractor.Extraction;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>The files of an input folder, and those that a data folder was made of.</summary>
internal sealed class SourceFiles(DirectoryInfo input, DataFolder data, InputFiles announced)
{
    /// <summary>The files of known kinds in the input folder, by slot.</summary>
    private readonly Dictionary<string, FoundFile> there = new FolderSource(input.FullName).List().Files.ToDictionary(file => file.Slot, StringComparer.Ordinal);

    /// <summary>What the data folder was made of: databases, dumps and shards.</summary>
    public async Task<IReadOnlyList<SourceFile>> ListAsync(CancellationToken cancellationToken)
    {
        var files = new List<SourceFile>();
        foreach (var kind in StoreCheck.InputKinds)
            foreach (var file in await announced.ListAsync(kind, cancellationToken))
                files.Add(new SourceFile(file.Slot, PathOf(file.Slot, file.Name), file.File.Length, file.File.Sha256));
        foreach (var entry in new FolderExtraction(data.Extract).Entries())
            files.Add(new SourceFile($"shard/{entry.Shard}", PathOf($"shard/{entry.Shard}", entry.SourceFile), entry.InputLength, entry.InputSha256));
        return [.. files.OrderBy(file => file.Slot, StringComparer.Ordinal)];
    }

    /// <summary>Compares lengths, and with <paramref name="hash"/> the SHA-256 of databases and dumps; shards are hashed when their lines are read.</summary>
    public SourceCheck Compare(IReadOnlyList<SourceFile> files, bool hash, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var check = new SourceCheck("files") { Total = files.Count };
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            check.Compared++;
            if (!RegularFile.Exists(file.Path))
                check.Differ(file.Path, "the file", "in the input folder", "missing");
            else if (new FileInfo(file.Path).Length is var length && length != file.Length)
                check.Differ(file.Path, "length", $"{file.Length}", $"{length}");
            else if (hash && !file.IsShard)
            {
                progress.Report($"files: {Path.GetFileName(file.Path)}");
                using var stream = File.OpenRead(file.Path);
                check.Same(file.Path, "SHA-256", file.Sha256, Convert.ToHexStringLower(SHA256.HashData(stream)));
            }
        }

        var taken = files.Select(file => file.Slot).ToHashSet(StringComparer.Ordinal);
        foreach (var file in there.Values.Where(found => !taken.Contains(found.Slot)))
            check.Differ(file.Name, "the file", "imported", $"not taken (slot {file.Slot})");
        return check;
    }

    private string PathOf(string slot, string name) => there.TryGetValue(slot, out var file) ? file.Path : Path.Combine(input.FullName, name);
}

/// <summary>A file that a data folder was made of.</summary>
/// <param name="Path">Where it is in the input folder.</param>
internal sealed record SourceFile(string Slot, string Path, long Length, string Sha256)
{
    public bool IsShard => Slot.StartsWith("shard/", StringComparison.Ordinal);
}
