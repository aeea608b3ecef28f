using System.Globalization;

namespace SpotifyPlatform.Tables.Generations;

/// <summary>A writer's files that are not in the store. The folder of a writer whose process died is removed by the next one.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private const string LockName = "lock";
    private const int MaxAttempts = 10;

    private readonly string path;
    private readonly FileStream held;
    private int files;

    public ScratchFolder(string root)
    {
        Directory.CreateDirectory(root);
        foreach (var left in Directory.GetDirectories(root))
            RemoveIfDead(left);
        (path, held) = Create(root);
    }

    public string NewFile() => Path.Combine(path, Interlocked.Increment(ref files).ToString(CultureInfo.InvariantCulture));

    public void Dispose()
    {
        held.Dispose();
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (IOException)
        {
            // Another writer found it without its lock, and removes it too.
        }
    }

    /// <summary>A file is locked just after it was created: whoever looks between takes the folder for dead, and another one is made.</summary>
    private static (string Path, FileStream Held) Create(string root)
    {
        for (var attempt = 1; ; attempt++)
        {
            var path = Directory.CreateDirectory(Path.Combine(root, Guid.NewGuid().ToString("N"))).FullName;
            var name = Path.Combine(path, LockName);
            try
            {
                var held = new FileStream(name, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
                if (File.Exists(name))
                    return (path, held);
                held.Dispose();
            }
            catch (IOException) when (attempt < MaxAttempts)
            {
                // Whoever removes it holds its lock, or has removed it.
            }
        }
    }

    private static void RemoveIfDead(string folder)
    {
        try
        {
            // A folder without its lock is being made or removed. The lock is held until all is gone, so that its maker sees that it is.
            using var held = new FileStream(Path.Combine(folder, LockName), FileMode.Open, FileAccess.Write, FileShare.None, 0);
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // Its writer lives, or another one removes it.
        }
    }
}
