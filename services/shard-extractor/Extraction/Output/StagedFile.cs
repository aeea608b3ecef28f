namespace SpotifyPlatform.ShardExtractor.Extraction.Output;

/// <summary>
/// A file written under a temporary name in its own folder and renamed when it is whole and synced. The temporary name is
/// fixed and opened for one writer alone, so that it is the lock of its target and a dead writer's leftover is taken over.
/// </summary>
internal sealed class StagedFile : IDisposable
{
    private const string Prefix = ".";
    private const string Suffix = ".partial";

    private readonly string target;
    private readonly string temporary;
    private readonly FileStream stream;
    private bool published;

    /// <exception cref="IOException">Another writer holds the file.</exception>
    public StagedFile(string target)
    {
        this.target = target;
        var folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
        temporary = Path.Combine(folder, Prefix + Path.GetFileName(target) + Suffix);
        stream = new FileStream(temporary, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0);
        stream.SetLength(0);
    }

    public Stream Stream => stream;

    /// <summary>Syncs the file and gives it its name. The caller syncs the folder.</summary>
    public void Publish()
    {
        stream.Flush(flushToDisk: true);
        File.Move(temporary, target, overwrite: true);
        published = true;
    }

    /// <summary>Removes the file unless it was published.</summary>
    public void Dispose()
    {
        if (!published)
            File.Delete(temporary);
        stream.Dispose();
    }

    /// <summary>Removes what dead writers left in a folder; a living writer's file is left alone.</summary>
    public static void RemoveStale(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var path in Directory.EnumerateFiles(folder, Prefix + "*" + Suffix))
        {
            try
            {
                using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                File.Delete(path);
            }
            catch (IOException)
            {
                // A living writer's.
            }
        }
    }

    /// <summary>Writes a small file whole, or leaves the old one.</summary>
    public static void WriteAll(string target, ReadOnlySpan<byte> content)
    {
        using var file = new StagedFile(target);
        file.Stream.Write(content);
        file.Publish();
        DurableFolder.Sync(Path.GetDirectoryName(target)!);
    }
}
