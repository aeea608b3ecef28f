using SpotifyPlatform.Artifacts.Durable;

namespace SpotifyPlatform.ShardExtractor.Extraction.Output;

/// <summary>
/// The right to write one shard's outputs (or the list), among all processes: a file that is opened for one holder alone.
/// The system frees it when its holder dies.
/// </summary>
internal sealed class OutputLock : IDisposable
{
    private const string Prefix = ".";
    private const string Suffix = ".lock";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FileStream file;

    private OutputLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock, or returns null when another holds it.</summary>
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

    /// <summary>Waits for a lock that is held for moments only.</summary>
    public static OutputLock Take(string outputFolder, string stem)
    {
        OutputLock? taken = null;
        SpinWait.SpinUntil(() => (taken = TryTake(outputFolder, stem)) is not null, Patience);
        return taken ?? throw new IOException($"Another process holds {stem} in {outputFolder}.");
    }

    /// <summary>Removes what dead holders left: their locks, and the files they had not published. The living keep theirs.</summary>
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
