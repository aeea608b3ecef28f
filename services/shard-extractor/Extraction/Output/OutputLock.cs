using SpotifyPlatform.Artifacts.Durable;

namespace SpotifyPlatform.ShardExtractor.Extraction.Output;

/// <summary>Exclusive locks on one shard's outputs, or on the list of processed files, among all processes.</summary>
internal static class OutputLock
{
    private const string Prefix = ".";
    private const string Suffix = ".lock";
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    /// <summary>Takes the lock; null when another holder has it.</summary>
    public static FileLock? TryTake(string outputFolder, string stem)
    {
        var folder = Path.Combine(outputFolder, OutputLayout.Ledger);
        Directory.CreateDirectory(folder);
        return FileLock.TryTake(Path.Combine(folder, Prefix + stem + Suffix));
    }

    /// <summary>Waits for a lock that is only held briefly.</summary>
    public static FileLock Take(string outputFolder, string stem)
    {
        FileLock? taken = null;
        SpinWait.SpinUntil(() => (taken = TryTake(outputFolder, stem)) is not null, MaxWait);
        return taken ?? throw new IOException($"Another process holds the lock of {stem} in {outputFolder}. End it, or use another output folder.");
    }

    /// <summary>Removes the temporary files of processes that were killed. Files of running processes are locked and kept.</summary>
    public static void RemoveStale(string outputFolder)
    {
        foreach (var name in OutputLayout.Folders.Append("."))
        {
            var folder = Path.Combine(outputFolder, name);
            if (!Directory.Exists(folder))
                continue;
            foreach (var path in Directory.EnumerateFiles(folder, Prefix + "*").ToList())
            {
                using var taken = TryTake(outputFolder, OutputLayout.StemOf(Path.GetFileName(path)[Prefix.Length..]));
                if (taken is not null && StagedFile.IsTemporary(path))
                    File.Delete(path);
            }
        }
    }
}
