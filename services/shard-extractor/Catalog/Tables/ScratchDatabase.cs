namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>A scratch file that is locked while it is in use, so that another process can tell it from one that was left behind.</summary>
internal sealed class ScratchDatabase : IDisposable
{
    private ScratchDatabase(string path)
    {
        Path = path;
        Content = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 0);
    }

    public string Path { get; }

    /// <summary>Written once; it stays open, because it holds the lock.</summary>
    public FileStream Content { get; }

    public int Users { get; set; }

    /// <param name="name">The start of the file's name, for people.</param>
    public static ScratchDatabase Create(string folder, string name) => new(System.IO.Path.Combine(folder, $"{name}.{Guid.NewGuid():N}"));

    public static void DeleteIfUnused(string path)
    {
        try
        {
            using (new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None, 0))
            {
            }

            File.Delete(path);
        }
        catch (IOException)
        {
            // Another process uses it, or has deleted it.
        }
    }

    public void Dispose()
    {
        Content.Dispose();
        File.Delete(Path);
    }
}
