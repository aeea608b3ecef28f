namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>
/// Keeps a second process from the log: members of a group are coordinated within one process. The system releases the lock
/// when the process ends, however it ends.
/// </summary>
internal sealed class BusLock : IDisposable
{
    private readonly FileStream file;

    /// <exception cref="BusInUseException">Another process, or another bus of this one, has the log.</exception>
    public BusLock(string busPath)
    {
        var path = busPath + ".lock";
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException ex)
        {
            throw new BusInUseException(
                $"Another process runs on {Path.GetDirectoryName(path)} already. Stop it first ('fuser {path}' names it), or choose another folder.", ex);
        }
    }

    public void Dispose() => file.Dispose();
}

/// <summary>Another process works on the event log. It says which, and what to do.</summary>
public sealed class BusInUseException(string message, Exception inner) : InvalidOperationException(message, inner);
