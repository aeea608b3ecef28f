using System.Globalization;

namespace SpotifyPlatform.Tables.Generations;

/// <summary>A writer's files that are not in the store. The folder of a writer whose process died is removed by the next one.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private const string LockName = "lock";

    private readonly string path;
    private readonly FileStream held;
    private int files;

    public ScratchFolder(string root)
    {
        Directory.CreateDirectory(root);
        foreach (var left in Directory.GetDirectories(root))
            RemoveIfDead(left);
        path = Directory.CreateDirectory(Path.Combine(root, Guid.NewGuid().ToString("N"))).FullName;
        held = new FileStream(Path.Combine(path, LockName), FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
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

    private static void RemoveIfDead(string folder)
    {
        try
        {
            // A folder without its lock is being made or removed.
            using (new FileStream(Path.Combine(folder, LockName), FileMode.Open, FileAccess.Write, FileShare.None, 0))
            {
            }

            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // Its writer lives, or another one removes it.
        }
    }
}
