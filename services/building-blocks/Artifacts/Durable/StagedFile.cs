namespace SpotifyPlatform.Artifacts.Durable;

/// <summary>
/// A file written under a temporary name in its own folder and renamed when it is complete and synced. The writer holds a lock on the
/// target, so the temporary name is fixed, and the leftover of a killed writer is overwritten.
/// </summary>
public sealed class StagedFile : IDisposable
{
    /// <summary>Suffix of the temporary name.</summary>
    public const string Suffix = ".partial";

    private const string Prefix = ".";

    private readonly string target;
    private readonly string temporary;
    private readonly FileStream stream;
    private bool published;

    public StagedFile(string target)
    {
        this.target = target;
        var folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
        temporary = Path.Combine(folder, Prefix + Path.GetFileName(target) + Suffix);
        stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.Read, 0);
    }

    public Stream Stream => stream;

    /// <summary>Syncs and renames the file. The caller syncs the folder.</summary>
    public void Publish()
    {
        stream.Flush(flushToDisk: true);
        stream.Dispose();
        File.Move(temporary, target, overwrite: true);
        published = true;
    }

    /// <summary>Removes the file unless it was published.</summary>
    public void Dispose()
    {
        stream.Dispose();
        if (!published)
            File.Delete(temporary);
    }

    public static bool IsTemporary(string path) => path.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>Replaces a small file atomically.</summary>
    public static void WriteAll(string target, ReadOnlySpan<byte> content)
    {
        using var file = new StagedFile(target);
        file.Stream.Write(content);
        file.Publish();
        DurableFolder.Sync(Path.GetDirectoryName(target)!);
    }
}
