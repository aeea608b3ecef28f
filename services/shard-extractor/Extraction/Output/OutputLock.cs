using SpotifyPlatform.Artifacts.Durable;

namespace SpotifyPlatform.ShardExtractor.Extraction.Output;

/// <summary>
/// An exclusive lock on one shard's outputs (or the list of processed files) among all processes: a file opened without sharing. The
/// system releases it when the process ends.
/// </summary>
internal sealed class OutputLock : IDisposable
{
    private const string Prefix = ".";
    private const string Suffix = ".lock";
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    private readonly FileStream file;

    private OutputLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock; null when another holder has it.</summary>
    public static OutputLock? TryTake(string outputFolder, string stem)
    {
        var folder = Path.Combine(outputFolder, OutputLayout.Ledger);
        Directory.CreateDirectory(folder);
        try
        {
            var path = Path.Combine(folder, Prefix + stem + Suffix);
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0, FileOptions.DeleteOnClose));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Waits for a lock that is only held briefly.</summary>
    public static OutputLock Take(string outputFolder, string stem)
    {
        OutputLock? taken = null;
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

    public void Dispose() => file.Dispose();
}
