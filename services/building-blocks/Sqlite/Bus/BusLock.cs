namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>
/// Keeps a second process from the log: two would each hand the same events to their own members of a group. The system lets
/// go of the lock when the process ends, however it ends.
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
        catch (IOException fault)
        {
            throw new BusInUseException(
                $"Another process runs on {Path.GetDirectoryName(path)} already. Stop it first ('fuser {path}' names it), or choose another folder.", fault);
        }
    }

    public void Dispose() => file.Dispose();
}

/// <summary>Another process works on the event log. It says which, and what to do.</summary>
public sealed class BusInUseException(string message, Exception inner) : InvalidOperationException(message, inner);
